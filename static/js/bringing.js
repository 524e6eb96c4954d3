// Many files go one by one: each is in or refused by itself, and the page stays usable while they travel.
import { csrfToken, word } from "./words.js";

async function send(form, file, source, place) {
  const body = new FormData();
  ["token", "secrecy"].forEach((name) => body.set(name, new FormData(form).get(name) ?? ""));
  body.set("place", place);
  body.set(source, file);
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers });
    const facts = await answer.json();
    return facts.sentence ?? "";
  } catch {
    return `${file.name}: ${word("trouble")}`;
  }
}

async function bring(form, files) {
  const meter = form.querySelector("[data-bring-meter]");
  const state = form.querySelector("[data-bring-state]");
  const refused = form.querySelector("[data-bring-refused]");
  meter.hidden = false;
  let failed = 0;
  for (const [place, [file, source]] of files.entries()) {
    state.textContent = `${place + 1} / ${files.length}: ${file.name}`;
    const sentence = await send(form, file, source, place);
    if (sentence) {
      failed += 1;
      const line = document.createElement("li");
      line.textContent = sentence;
      refused.append(line);
    }
    meter.value = Math.round(((place + 1) * 100) / files.length);
  }
  if (!failed) location.assign(form.dataset.bring || location.href);
  else state.textContent = `${files.length - failed} / ${files.length}`;
}

export function bindBringing(root) {
  root.querySelectorAll("[data-bring]").forEach((form) => {
    if (form.dataset.bound) return;
    form.dataset.bound = "yes";
    form.addEventListener("submit", (event) => {
      const chosen = ["files", "folder", "camera"].flatMap((name) => [...form.elements[name].files].map((file) => [file, name]));
      const together = new FormData(form).get("together") || form.elements.camera.files.length > 1;
      if (chosen.length < 2 || together) return;
      event.preventDefault();
      delete form.dataset.sent;
      bring(form, chosen.filter(([file]) => !file.name.startsWith(".")));
    });
    // A folder or a photograph is meant at once; nothing else is to be pressed.
    ["folder", "camera"].forEach((name) => form.elements[name].addEventListener("change", () => form.requestSubmit()));
  });
}

// What the machine read is taken over field by field: Enter writes one down and goes to the next.
import { csrfToken, say } from "./words.js";

function point(fact, on) {
  document.querySelectorAll(`[data-region="${fact.dataset.tag}"]`).forEach((region) => region.toggleAttribute("data-focus", on));
}

async function takeOver(form, fact) {
  const body = new FormData(form);
  body.set("only", fact.dataset.fact);
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const answer = await fetch(form.action, { method: "POST", body, headers });
  const { sentence } = await answer.json();
  if (sentence) { say(sentence, "late"); return false; }
  const sure = fact.querySelector("[data-sure]");
  sure.textContent = form.querySelector("[data-facts-words]").dataset.done;
  fact.removeAttribute("data-state");
  return true;
}

export function bindFacts(root) {
  root.querySelectorAll("[data-facts]").forEach((form) => {
    if (form.dataset.bound) return;
    form.dataset.bound = "yes";
    const facts = [...form.querySelectorAll("[data-fact]")];
    facts.forEach((fact, place) => {
      const input = fact.querySelector("input, select, textarea");
      input.addEventListener("focus", () => point(fact, true));
      input.addEventListener("blur", () => point(fact, false));
      input.addEventListener("keydown", async (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
        event.preventDefault();
        const next = facts[place + 1]?.querySelector("input, select, textarea") ?? form.querySelector("button");
        if (await takeOver(form, fact)) next.focus();
      });
    });
  });
}

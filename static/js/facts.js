// What the machine read is taken over field by field: Enter writes one down and goes to the next that is proposed,
// after the last to the button that registers; Ctrl+Enter writes all of it down.
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
  if (sentence) { say(sentence, "late"); fact.dataset.open = ""; return false; }
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
    const inputOf = (fact) => fact?.querySelector("input, select, textarea");
    const waiting = (from) => inputOf(facts.slice(from).find((fact) => "open" in fact.dataset));
    if (document.activeElement === document.body && matchMedia("(pointer: fine)").matches) waiting(0)?.focus({ preventScroll: true });
    facts.forEach((fact, place) => {
      const input = inputOf(fact);
      input.addEventListener("focus", () => point(fact, true));
      input.addEventListener("blur", () => point(fact, false));
      input.addEventListener("keydown", async (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        if (event.ctrlKey) { form.requestSubmit(); return; }
        fact.removeAttribute("data-open");
        const open = waiting(place + 1) ?? waiting(0);
        open?.focus(); // at once, chosen whole: what is typed now belongs to this field, whenever the server answers
        open?.select?.();
        if (!await takeOver(form, fact)) input.focus();
        else if (!open) (document.querySelector("#register .btn-primary") ?? form.querySelector("button")).focus();
      });
    });
  });
}

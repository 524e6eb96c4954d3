// Findings of the lint: the text marks its own, and a press on one leads to the place and selects the words.
function placeOf(button) {
  const { path, start, end, severity, sentence } = button.dataset;
  return { path: path ? path.split(".").map(Number) : [], start: Number(start), end: Number(end), severity, sentence };
}

// Texts behind the signature are counted as the office keeps them: those without title and text are left out.
function fieldOf({ field, line }) {
  if (field !== "parts") return document.getElementById(`id_${field}`);
  const kept = [...document.querySelectorAll("[data-part]")].filter((part) =>
    part.querySelector("textarea[data-editor]").value.includes('"text":') || part.querySelector("input[type=text]")?.value.trim());
  return kept[Number(line)]?.querySelector("textarea[data-editor]");
}

function tellEditors() {
  const found = new Map([...document.querySelectorAll("textarea[data-editor]")].map((textarea) => [textarea, []]));
  document.querySelectorAll("[data-finding][data-path]:not([data-path=''])").forEach((button) => {
    found.get(fieldOf(button.dataset))?.push(placeOf(button));
  });
  found.forEach((own, textarea) => textarea.dispatchEvent(new CustomEvent("editor:findings", { detail: own })));
}

// What was typed may hold marks and spaces that the office has not kept: the words are looked for in their line.
function selectIn(input, button) {
  if (typeof input.value !== "string" || !input.setSelectionRange || input.tagName === "SELECT") return;
  const lines = input.value.split("\n");
  const line = Number(button.dataset.line || 0);
  const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  const at = (lines[line] ?? "").indexOf(button.dataset.quoted);
  const start = before + Math.max(at, 0);
  const end = at < 0 ? before + (lines[line] ?? "").length : start + button.dataset.quoted.length;
  try { input.setSelectionRange(start, end); } catch { /* a day has no words to select */ }
}

export function bindFindings(root) {
  if (!root.querySelector("[data-findings]") && !root.matches?.("[data-findings]")) return;
  // Lines beside the fields arrive out of band with the panel; they stand when its turn is over.
  setTimeout(tellEditors);
}

document.addEventListener("editor:ready", tellEditors);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-finding]");
  if (!button) return;
  const input = fieldOf(button.dataset);
  input?.closest("details")?.setAttribute("open", "");
  if (input?.matches("[data-editor]") && input.hidden) {
    input.dispatchEvent(new CustomEvent("editor:select", { detail: placeOf(button) }));
  } else if (input) {
    input.focus();
    selectIn(input, button);
    input.scrollIntoView({ block: "center" });
  }
});

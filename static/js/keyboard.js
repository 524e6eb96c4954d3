// The clerk's keys: / search, ? all keys, j k and arrows in lists, Enter and o for the row, letters on buttons.
import { open } from "./dialogs.js";

const TYPING = "input, textarea, select, [contenteditable=true]";

function isTyping(target) {
  return target.matches(TYPING) && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

function rows() {
  return [...document.querySelectorAll("[data-list] [data-row]")].filter((row) => row.offsetParent !== null);
}

function currentRow() {
  return rows().find((row) => row.getAttribute("aria-current") === "true");
}

function choose(step) {
  const all = rows();
  if (!all.length) return false;
  const here = all.indexOf(currentRow());
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  all.forEach((row) => row.removeAttribute("aria-current"));
  next.setAttribute("aria-current", "true");
  const opener = next.querySelector("[data-row-open], a, button") ?? next;
  opener.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function press(row, action) {
  const next = row.querySelector("[data-row-action]")
    ?? row.querySelector("[data-row-next] a, [data-row-next] button:not([aria-disabled])");
  const opener = row.querySelector("[data-row-open]");
  const target = action ? next ?? opener : opener;
  target?.click();
  return Boolean(target);
}

// A letter typed beside its field must not give a number: a form is only brought to hand, Enter sends it.
function pressKey(key) {
  const dock = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const target = dock.find((element) => element.offsetParent !== null && element.getAttribute("aria-disabled") !== "true");
  if (target?.matches("summary")) unfold(target.parentElement);
  else if (target?.matches("button.btn-primary[type=submit], button.btn-primary:not([type])")) target.focus();
  else target?.click();
  return Boolean(target);
}

// A key that opens something never closes it again; it leads into what it opened.
function unfold(details) {
  details.open = true;
  details.querySelector("input:not([type=hidden]), select, textarea, a, .btn")?.focus();
}

function listKeys() {
  const list = document.querySelector("[data-keys-list]");
  list?.querySelectorAll("[data-own]").forEach((line) => line.remove());
  document.querySelectorAll("[data-key]").forEach((element) => {
    if (element.offsetParent === null) return;
    const term = document.createElement("dt");
    const meaning = document.createElement("dd");
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key;
    term.append(key);
    meaning.textContent = [...element.childNodes].filter((part) => part.nodeName !== "KBD" && part.nodeName !== "svg")
      .map((part) => part.textContent).join(" ").trim();
    [term, meaning].forEach((line) => { line.dataset.own = ""; list?.append(line); });
  });
  open("keys");
}

function search() {
  const input = document.querySelector("[data-search]");
  input?.focus();
  input?.select();
  return Boolean(input);
}

function answer(event) {
  const row = currentRow();
  const onRow = row && (event.target === document.body || row.contains(event.target));
  switch (event.key) {
    case "/": return search();
    case "?": listKeys(); return true;
    case "j": case "ArrowDown": return choose(1);
    case "k": case "ArrowUp": return pressKeyFirst(event.key) || choose(-1);
    case "Enter": return Boolean(onRow) && !event.target.closest("[data-row-next]") && press(row, true);
    case "o": return Boolean(row) && press(row, false);
    default: return event.key.length === 1 && pressKey(event.key.toLowerCase());
  }
}

// A page of one letter may give k to a button; a page of a list gives it to the rows.
function pressKeyFirst(key) {
  return !rows().length && pressKey(key);
}

export function bindKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const scrolls = event.key.startsWith("Arrow") && event.target.matches("[role=region], [role=tab]");
    if (!scrolls && answer(event)) event.preventDefault();
  });
}

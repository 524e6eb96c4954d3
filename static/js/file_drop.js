// Files dropped on a field, named at once; one that is too large is said before it travels.
import { word } from "./words.js";

function sizeOf(bytes) {
  return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function list(zone, input) {
  const limit = Number(zone.dataset.maxBytes) || Infinity;
  const place = zone.querySelector("[data-drop-list]");
  const lines = [...input.files].map((file) => {
    const line = document.createElement("li");
    const large = file.size > limit;
    line.textContent = `${file.name}, ${sizeOf(file.size)}${large ? `: ${word("tooLarge")}` : ""}`;
    if (large) line.dataset.state = "late";
    return line;
  });
  place?.replaceChildren(...lines);
  const tooLarge = [...input.files].some((file) => file.size > limit);
  input.setCustomValidity(tooLarge ? word("tooLarge") : "");
}

export function bindDrops(root) {
  root.querySelectorAll("[data-drop]").forEach((zone) => {
    const input = zone.querySelector("input[type=file]");
    if (!input || zone.dataset.bound) return;
    zone.dataset.bound = "yes";
    input.addEventListener("change", () => list(zone, input));
    ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.dataset.over = "";
    }));
    ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => { delete zone.dataset.over; }));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1);
      if (!files.length) return;
      const carrier = new DataTransfer();
      files.forEach((file) => carrier.items.add(file));
      input.files = carrier.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
}

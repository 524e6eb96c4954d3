// What the office found for the form is put into its field as a new line, and typed on from there.
export function bindInsertions(root) {
  const places = [...root.querySelectorAll("[data-insert-line]"), ...(root.matches?.("[data-insert-line]") ? [root] : [])];
  places.forEach((place) => {
    const field = document.getElementById(place.dataset.insertLine);
    delete place.dataset.insertLine;
    if (!field || field.value.split("\n").includes(place.dataset.line)) return;
    field.value = field.value.trim() ? `${field.value.trimEnd()}\n${place.dataset.line}` : place.dataset.line;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// Brings the bundled editor to a textarea; without it the textarea stays and the server reads it as plain text.
export async function bindEditors(root) {
  for (const textarea of root.querySelectorAll("textarea[data-editor]")) {
    if (textarea.dataset.bound) continue;
    textarea.dataset.bound = "yes";
    const frame = textarea.closest("[data-editor-frame]");
    const toolbar = frame.querySelector("[role=toolbar]");
    const { mount } = await import(textarea.dataset.editorBundle);
    mount(textarea, toolbar, textarea.getAttribute("aria-label") ?? "");
    toolbar.hidden = false;
    textarea.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true }));
  }
}

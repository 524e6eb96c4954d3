// A form is sent once. The server would refuse the second anyway; this saves the person the question.
export function rest(form) {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy="true"]').forEach((button) => button.removeAttribute("aria-busy"));
}

export function guardForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "repeatable" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) rest(form);
  });
  // Back to a remembered page: its forms may be sent again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(rest));
  document.addEventListener("change", (event) => {
    const all = event.target.dataset?.checkAll;
    if (!all) return;
    document.getElementsByName(all).forEach((box) => { box.checked = event.target.checked && !box.disabled; });
  });
}

// A field that says data-only="channel=mail" is shown while that other field of its form says so. What is hidden is
// neither sent nor asked to be right: nobody could put it right.
export function showFitting(root = document) {
  root.querySelectorAll("[data-only]").forEach((field) => {
    const [name, value] = field.dataset.only.split("=");
    const row = field.closest(".form-row");
    const decides = field.form?.elements[name];
    if (!row || !decides) return;
    const fit = () => {
      row.hidden = decides.value !== value;
      field.disabled = row.hidden;
    };
    field.form.addEventListener("change", fit);
    window.addEventListener("pageshow", fit); // after Back the browser puts the choice back, and only then
    fit();
  });
}

// Dialogs: data-dialog opens, data-close closes, data-confirm asks once before a form goes.
let waiting = null;

export function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return dialog;
}

function ask(form, button, sentence) {
  const dialog = document.getElementById("confirm");
  waiting = { form, button };
  dialog.querySelector("#confirm-sentence").textContent = sentence;
  const yes = dialog.querySelector("[data-confirmed]");
  const source = button?.dataset.confirm ? button : form;
  yes.textContent = source.dataset.confirmButton || yes.dataset.label;
  dialog.showModal();
}

function goOn() {
  const { form, button } = waiting;
  waiting = null;
  document.getElementById("confirm").close();
  form.dataset.confirmedOnce = "yes";
  form.requestSubmit(button ?? undefined);
}

export function bindDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) open(opener.dataset.dialog);
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.closest("[data-confirmed]")) goOn();
    if (event.target.matches("dialog")) event.target.close();
  });
  // Capturing: the question comes before the guard against double sending and before htmx.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const sentence = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (!sentence) return;
    if (form.dataset.confirmedOnce) {
      delete form.dataset.confirmedOnce;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, event.submitter, sentence);
  }, true);
}

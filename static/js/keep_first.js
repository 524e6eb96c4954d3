// Another form of the page (an attachment) goes only after what is typed in the autosaved one has been kept.
import { rest } from "./forms.js";

const BRIEFLY = 50;

export function keepFirst(autosave) {
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target === autosave.form || event.defaultPrevented || autosave.stopped || !autosave.form.isConnected) return;
    if (!autosave.dirty && !autosave.sending) return;
    event.preventDefault();
    while (autosave.sending) await new Promise((tick) => setTimeout(tick, BRIEFLY));
    await autosave.send();
    rest(target);
    if (!autosave.dirty && autosave.form.dataset.saving === "saved") target.requestSubmit(submitter);
  });
}

// Saves a form as it is written: every two seconds when something changed, with the version the text was based on.
import { keepFirst } from "./keep_first.js";
import { forget, keep, kept } from "./local_copy.js";
import { decideFirst, offer } from "./offered_copy.js";
import { csrfToken, word } from "./words.js";

const PAUSE = 2000, SLOWEST = 30000;
const NOT_SAVED = new Set(["csrfmiddlewaretoken", "version"]);

export function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (NOT_SAVED.has(name) || value instanceof File) continue;
    fields[name] = name in fields ? [].concat(fields[name], value) : value;
  }
  return fields;
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const values = [].concat(value);
    [].concat(form.elements[name] instanceof RadioNodeList ? [...form.elements[name]] : form.elements[name] ?? [])
      .forEach((input, place) => {
        if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
        else if (input.options && input.multiple) [...input.options].forEach((o) => { o.selected = values.includes(o.value); });
        else input.value = values[place] ?? values[0];
        input.dispatchEvent(new Event("editor:reload"));
      });
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.dirty = this.sending = this.stopped = false;
    this.wait = PAUSE;
    form.addEventListener("input", () => this.touch());
    form.addEventListener("change", () => this.touch());
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => { this.wait = PAUSE; this.later(0); });
    // Leaving before the answer: the copy in this browser stays until the server has acknowledged it.
    window.addEventListener("beforeunload", (event) => { if (this.dirty && !this.stopped) event.preventDefault(); });
    this.offerKeptCopy();
  }

  // The form goes as a whole: the copy stays until a newer version is seen, and the server is told whether one
  // saving of ours is still under way, for anything else that is newer was typed elsewhere.
  leave(event) {
    if (this.offered?.isConnected) return decideFirst(event, this.offered);
    this.stopped = true;
    keep(this.url, fieldsOf(this.form), this.version.value, true);
    if (this.form.elements.pending) this.form.elements.pending.value = this.sending ? "yes" : "";
  }

  get version() { return this.form.elements.version; }

  show(state, text) {
    this.form.dataset.saving = state;
    document.querySelectorAll("[data-autosave-state]").forEach((place) => {
      place.dataset.state = state;
      place.textContent = text;
    });
  }

  touch() {
    if (this.form.dataset.saving === "conflict") { keep(this.url, fieldsOf(this.form), this.version.value); return; }
    this.stopped = false;
    this.dirty = true;
    keep(this.url, fieldsOf(this.form), this.version.value);
    if (this.form.dataset.saving !== "offline") this.show("dirty", word("unsaved"));
    this.later(this.wait);
  }

  later(wait) {
    if (this.timer && wait) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.timer = null; this.send(); }, wait);
  }

  async send() {
    if (!this.dirty || this.sending || this.stopped) return;
    this.sending = true;
    this.dirty = false;
    this.show("saving", word("saving"));
    let answer = null;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ version: this.version.value, fields: fieldsOf(this.form) }),
      });
      await this.understand(answer);
    } catch {
      this.again();
    }
    this.sending = false;
    if (this.dirty) this.later(this.wait);
  }

  async understand(answer) {
    // A redirect means the session ended: the text stays here until the person has signed in again.
    if (answer.ok && !answer.redirected) return this.saved(await answer.json());
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 409) return this.show("conflict", said.sentence || word("conflict"));
    if (answer.status >= 500 || answer.redirected) return this.again();
    return this.show("failed", said.sentence || word("trouble"));
  }

  saved(facts) {
    this.version.value = facts.version;
    this.wait = PAUSE;
    if (!this.dirty) forget(this.url);
    this.show("saved", `${word("saved")} ${facts.saved_at ?? ""}`.trim());
    this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: facts }));
  }

  again() {
    this.dirty = true;
    this.wait = Math.min(this.wait * 2, SLOWEST);
    this.show("offline", word("offline"));
    this.later(this.wait);
  }

  offerKeptCopy() {
    const copy = kept(this.url);
    if (copy?.sent && copy.fields.base_version !== this.form.elements.base_version?.value) return forget(this.url);
    if (!copy || JSON.stringify(copy.fields) === JSON.stringify(fieldsOf(this.form))) { if (copy) forget(this.url); return; }
    this.offered = offer(this.form, () => fill(this.form, copy.fields), () => forget(this.url));
  }
}

export function bindAutosave(root) {
  root.querySelectorAll("form[data-autosave]").forEach((form) => {
    if (form.autosave) return;
    keepFirst(form.autosave = new Autosave(form));
  });
}

// Watches a page being prepared (a job renders it) and shows it when it is ready.
import { word } from "./words.js";

const FIRST = 1000;
const SLOWEST = 5000;

class Preview {
  constructor(place) {
    this.place = place;
    this.shown = place.dataset.previewVersion ?? "";
    this.wait = FIRST;
    document.addEventListener("autosave:saved", () => { this.wait = FIRST; this.later(0); });
    // A page in the background asks nothing; it catches up when it is looked at again.
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.later(0); });
    this.ask();
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    if (document.hidden || !this.place.isConnected) return;
    try {
      const answer = await fetch(this.place.dataset.preview, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      this.show(await answer.json());
    } catch {
      this.say("working", word("preparing"));
      this.again();
    }
  }

  show(facts) {
    if (facts.state === "failed") return this.say("failed", facts.sentence || word("failed"));
    if (facts.url && String(facts.version) !== this.shown) {
      this.shown = String(facts.version);
      this.place.querySelectorAll("[data-pdf-viewer]").forEach((viewer) => {
        viewer.dataset.pdfViewer = facts.url;
        viewer.dispatchEvent(new CustomEvent("pdf:load"));
      });
    }
    if (facts.state === "ready") { this.wait = FIRST; return this.say("ready", word("fresh")); }
    this.say("working", facts.sentence || word("preparing"));
    return this.again();
  }

  again() {
    this.later(this.wait);
    this.wait = Math.min(this.wait * 1.5, SLOWEST);
  }

  say(state, text) {
    this.place.dataset.state = state;
    this.place.querySelectorAll("[data-preview-state]").forEach((line) => {
      line.dataset.state = state;
      line.textContent = text;
    });
  }
}

export function bindPreviews(root) {
  root.querySelectorAll("[data-preview]").forEach((place) => { place.preview ??= new Preview(place); });
}

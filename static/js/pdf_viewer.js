// Pages of a PDF as canvases, drawn when they come near the eye. No eval, no WASM: the strict policy holds.
import { word } from "./words.js";

const WIDEST = 2400;
const STEP = 1.25;

class Viewer {
  constructor(place) {
    this.place = place;
    this.frame = place.closest("[data-viewer]") ?? place;
    this.zoom = 1;
    this.seen = new Set();
    place.addEventListener("pdf:load", () => this.load());
    this.frame.querySelectorAll("[data-pdf-zoom]").forEach((button) => {
      button.addEventListener("click", () => this.scale(button.dataset.pdfZoom === "in" ? STEP : 1 / STEP));
    });
    new ResizeObserver(() => this.redrawSoon()).observe(place);
    this.load();
  }

  async load() {
    const url = this.place.dataset.pdfViewer;
    if (!url) return;
    this.say(word("loading"));
    try {
      const pdfjs = await import(this.place.dataset.pdfjs);
      pdfjs.GlobalWorkerOptions.workerSrc = this.place.dataset.pdfjsWorker;
      const folder = new URL(this.place.dataset.pdfjsFolder, document.baseURI).href;
      const file = await pdfjs.getDocument({
        url, isEvalSupported: false, useWasm: false, enableXfa: false, wasmUrl: folder,
        standardFontDataUrl: `${folder}fonts/`,
      }).promise;
      if (url !== this.place.dataset.pdfViewer) return;
      await this.show(file);
    } catch {
      this.frame.dataset.state = "failed";
      this.say(word("unreadable"));
    }
  }

  async show(file) {
    const first = (await file.getPage(1)).getViewport({ scale: 1 });
    this.file?.loadingTask?.destroy();
    this.file = file;
    this.seen.clear();
    this.watch?.disconnect();
    this.watch = new IntersectionObserver((entries) => this.look(entries), { rootMargin: "400px 0px" });
    this.reading = new IntersectionObserver((entries) => this.read(entries), { threshold: [0.1, 0.2, 0.3, 0.4] });
    const scrolled = this.place.scrollTop;
    this.pages = Array.from({ length: file.numPages }, (_none, index) => this.page(index + 1, first));
    this.place.querySelectorAll(".viewer__page").forEach((old) => old.remove());
    this.place.append(...this.pages);
    this.place.scrollTop = scrolled;
    this.pages.forEach((page) => { this.watch.observe(page); this.reading.observe(page); });
    this.frame.dataset.state = "ready";
    this.place.dataset.pages = file.numPages;
    this.place.dispatchEvent(new CustomEvent("pdf:ready", { bubbles: true, detail: { pages: file.numPages } }));
  }

  page(number, size) {
    const page = document.createElement("div");
    page.className = "viewer__page";
    page.dataset.number = number;
    page.setAttribute("role", "img");
    page.setAttribute("aria-label", `${word("page")} ${number} / ${this.file.numPages}`);
    page.style.aspectRatio = `${size.width} / ${size.height}`;
    return page;
  }

  look(entries) {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => this.draw(entry.target));
  }

  read(entries) {
    for (const { intersectionRatio, intersectionRect, target } of entries) {
      // Seen: a good part of the page was on the screen, or (enlarged) it filled half of the screen.
      if (intersectionRatio < 0.4 && intersectionRect.height < window.innerHeight / 2) continue;
      this.seen.add(target.dataset.number);
      this.say(`${word("page")} ${target.dataset.number} / ${this.file.numPages}`);
    }
    this.place.dataset.pagesSeen = this.seen.size;
    document.querySelectorAll("[data-pdf-seen-input]").forEach((input) => { input.value = this.seen.size; });
    const detail = { seen: this.seen.size, pages: this.file.numPages };
    this.place.dispatchEvent(new CustomEvent("pdf:seen", { bubbles: true, detail }));
  }

  async draw(page) {
    const width = Math.round(page.clientWidth * Math.min(window.devicePixelRatio || 1, 2));
    if (!width || Number(page.dataset.drawn) === width) return;
    page.dataset.drawn = width;
    // A newer file may arrive meanwhile, which ends the drawing of the old one; that page is gone then.
    try { await this.paint(page, width); } catch { delete page.dataset.drawn; }
  }

  async paint(page, width) {
    const source = await this.file.getPage(Number(page.dataset.number));
    const natural = source.getViewport({ scale: 1 });
    const viewport = source.getViewport({ scale: Math.min(width, WIDEST) / natural.width });
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(viewport.width);
    canvas.height = Math.round(viewport.height);
    page.style.aspectRatio = `${natural.width} / ${natural.height}`;
    await source.render({ canvas, canvasContext: canvas.getContext("2d"), viewport }).promise;
    const over = page.dataset.number === "1" && this.frame.querySelector("template[data-viewer-over]");
    page.replaceChildren(canvas, ...(over ? [over.content.cloneNode(true)] : []));
  }

  scale(factor) {
    this.zoom = Math.min(Math.max(this.zoom * factor, 0.5), 4);
    this.pages?.forEach((page) => {
      page.style.maxWidth = this.zoom > 1 ? "none" : "";
      page.style.width = `${Math.round(this.zoom * 100)}%`;
    });
    this.redrawSoon();
  }

  redrawSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pages?.filter((page) => page.dataset.drawn).forEach((page) => this.draw(page)), 200);
  }

  say(text) {
    this.frame.querySelectorAll("[data-pdf-place]").forEach((line) => { line.textContent = text; });
  }
}

export function bindViewers(root) {
  root.querySelectorAll("[data-pdf-viewer]").forEach((place) => { place.viewer ??= new Viewer(place); });
}

// htmx in our house: the CSRF token on every request, new parts bound, silence of the server said aloud.
import { csrfToken, say, word } from "./words.js";

export function speakHtmx(bind) {
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
  });
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) bind(event.detail.elt);
  });
  document.addEventListener("htmx:sendError", () => say(word("trouble")));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) say(word("trouble"), "late");
  });
}

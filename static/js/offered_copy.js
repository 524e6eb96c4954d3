// Above a form: something was typed here and never acknowledged. The person takes it back or drops it.
import { rest } from "./forms.js";
import { word } from "./words.js";

export function offer(form, take, drop) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.state = "near";
  const body = document.createElement("div");
  const acts = document.createElement("div");
  acts.className = "acts";
  const button = (text, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain btn-sm", textContent: text });
    made.addEventListener("click", () => { act(); notice.remove(); });
    return made;
  };
  acts.append(button(word("restore"), take), button(word("discard"), drop));
  body.append(word("found"), acts);
  notice.append(document.createElement("span"), body);
  form.prepend(notice);
  return notice;
}

// Neither taken nor dropped: to send the form now would choose between two texts in silence.
export function decideFirst(event, notice) {
  event.preventDefault();
  rest(event.target);
  notice.dataset.state = "late";
  notice.scrollIntoView({ block: "center" });
  notice.querySelector("button").focus();
}

// The sentences the scripts say stand in the page, translated by the server.
const words = document.getElementById("words")?.dataset ?? {};

export function word(name) {
  return words[name] ?? name;
}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

// A notice in #flash, built as the server's component is.
export function say(sentence, state = "near") {
  const place = document.getElementById("flash");
  if (!place) return;
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.state = state;
  notice.append(document.createElement("span"), sentence);
  place.replaceChildren(notice);
}

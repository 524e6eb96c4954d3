// Phrases of the office: chosen in the toolbar, or typed by their key between two slashes and a space (//kg ).
import { InputRule, inputRules } from "prosemirror-inputrules";
import { Fragment, Slice } from "prosemirror-model";
import { schema } from "./schema.js";

// Lines of a phrase become lines of the paragraph; a phrase never brings a look of its own.
function sliceOf(text) {
  const parts = text.split("\n").flatMap((line, place) => [
    ...(place ? [schema.nodes.hard_break.create()] : []), ...(line ? [schema.text(line)] : []),
  ]);
  return new Slice(Fragment.fromArray(parts), 0, 0);
}

export function phrases(toolbar) {
  const menu = toolbar.querySelector("[data-phrases]");
  return inputRules({
    rules: [new InputRule(/(?:^|\s)\/\/([a-z0-9]{1,20})\s$/, (state, match, start, end) => {
      const option = [...menu?.options ?? []].find((one) => one.dataset.key === match[1]);
      const from = start + match[0].indexOf("//");
      return option ? state.tr.replace(from, end, sliceOf(option.value)) : null;
    })],
  });
}

export function phraseMenu(toolbar, view) {
  const menu = toolbar.querySelector("[data-phrases]");
  menu?.addEventListener("change", () => {
    if (menu.value) view.dispatch(view.state.tr.replaceSelection(sliceOf(menu.value)).scrollIntoView());
    menu.value = "";
    view.focus();
  });
}

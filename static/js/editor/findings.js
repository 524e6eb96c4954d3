// Marks what the rules found in the text. A place is a path of children and a stretch of characters in that block.
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

const key = new PluginKey("findings");

function stretch(doc, { path, start, end }) {
  let node = doc;
  let pos = 0;
  for (const index of path) {
    if (index >= node.childCount) return null;
    for (let before = 0; before < index; before += 1) pos += node.child(before).nodeSize;
    node = node.child(index);
    pos += 1;
  }
  if (!node.inlineContent) return null;
  const size = node.content.size;
  return { from: pos + Math.min(start, size), to: pos + Math.min(end, size) };
}

function marked(doc, found) {
  return DecorationSet.create(doc, found.flatMap((one) => {
    const at = stretch(doc, one);
    if (!at || at.from === at.to) return [];
    return [Decoration.inline(at.from, at.to, { class: "finding-mark", "data-severity": one.severity, title: one.sentence })];
  }));
}

export const findings = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (change, shown) => (change.getMeta(key) ? marked(change.doc, change.getMeta(key)) : shown.map(change.mapping, change.doc)),
  },
  props: { decorations: (state) => key.getState(state) },
});

export function listen(textarea, view) {
  textarea.addEventListener("editor:findings", (event) => view.dispatch(view.state.tr.setMeta(key, event.detail)));
  textarea.addEventListener("editor:select", (event) => {
    const at = stretch(view.state.doc, event.detail);
    if (!at) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at.from, at.to)).scrollIntoView());
    view.focus();
    view.domAtPos(at.from).node.parentElement?.scrollIntoView({ block: "center" });
  });
}

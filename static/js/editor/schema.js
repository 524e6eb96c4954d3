// What a body may hold. dispatch checks stored JSON against the same shape; change both together.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const ALIGNMENTS = ["justify", "left", "center", "right"];

function alignmentOf(dom) {
  const found = dom.style.textAlign || dom.getAttribute("data-align") || "";
  return { align: ALIGNMENTS.includes(found) ? found : "justify" };
}

const paragraph = {
  content: "inline*",
  group: "block",
  attrs: { align: { default: "justify" } },
  parseDOM: [{ tag: "p", getAttrs: alignmentOf }],
  toDOM: (node) => ["p", { "data-align": node.attrs.align }, 0],
};

const heading = {
  content: "inline*",
  group: "block",
  defining: true,
  attrs: { level: { default: 2 } },
  parseDOM: [
    { tag: "h1", attrs: { level: 1 } },
    { tag: "h2", attrs: { level: 2 } },
    { tag: "h3,h4,h5,h6", attrs: { level: 3 } },
  ],
  // The page around the editor owns h1 and h2; the level is a look, its meaning comes with the printed letter.
  toDOM: (node) => ["p", { class: "doc-heading", "data-level": String(node.attrs.level) }, 0],
};

const article = {
  content: "inline*",
  group: "block",
  defining: true,
  parseDOM: [{ tag: "p.doc-article", priority: 60 }],
  toDOM: () => ["p", { class: "doc-article" }, 0],
};

const orderedList = {
  content: "list_item+",
  group: "block",
  attrs: { order: { default: 1 }, style: { default: "decimal" } },
  parseDOM: [{
    tag: "ol",
    getAttrs: (dom) => ({
      order: Number(dom.getAttribute("start")) || 1,
      style: dom.getAttribute("data-style") === "alpha" || /^[a-z]$/.test(dom.type || "") ? "alpha" : "decimal",
    }),
  }],
  toDOM: (node) => ["ol", { "data-style": node.attrs.style, start: String(node.attrs.order) }, 0],
};

const cells = tableNodes({
  tableGroup: "block",
  cellContent: "(paragraph | ordered_list | bullet_list)+",
  cellAttributes: {},
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph,
    heading: {
      ...heading,
      parseDOM: [
        { tag: "p.doc-heading", priority: 60, getAttrs: (dom) => ({ level: Number(dom.dataset.level) || 2 }) },
        ...heading.parseDOM,
      ],
    },
    article,
    ordered_list: orderedList,
    bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    list_item: {
      content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0],
    },
    ...cells,
    text: { group: "inline" },
    hard_break: {
      inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"],
    },
  },
  marks: {
    strong: {
      parseDOM: [{ tag: "strong" }, { tag: "b" }, { style: "font-weight=bold" }, { style: "font-weight=700" }],
      toDOM: () => ["strong", 0],
    },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }], toDOM: () => ["em", 0] },
    underline: { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] },
  },
});

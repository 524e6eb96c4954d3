// Every command of the toolbar: an id, what it does, and when its button is pressed.
import { setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable, mergeCells, splitCell,
  toggleHeaderRow,
} from "prosemirror-tables";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

function markIsOn(type) {
  return (state) => {
    const { from, $from, to, empty } = state.selection;
    return Boolean(empty ? type.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, type));
  };
}

function blockIs(type, attrs = {}) {
  return (state) => {
    const block = state.selection.$from.parent;
    return block.type === type && Object.entries(attrs).every(([name, value]) => block.attrs[name] === value);
  };
}

function align(value) {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const places = [];
    state.doc.nodesBetween(from, to, (node, pos) => {
      if (node.type === nodes.paragraph && node.attrs.align !== value) places.push(pos);
    });
    if (places.length && dispatch) {
      const change = state.tr;
      places.forEach((pos) => change.setNodeMarkup(pos, null, { align: value }));
      dispatch(change);
    }
    return places.length > 0;
  };
}

function listAround(state) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type === nodes.ordered_list || node.type === nodes.bullet_list) return { node, pos: $from.before(depth) };
  }
  return null;
}

// The same button again takes the text out of the list; another list button changes the list's kind.
function list(type, attrs) {
  return (state, dispatch) => {
    const around = listAround(state);
    if (!around) return wrapInList(type, attrs)(state, dispatch);
    if (around.node.type === type && (!attrs || around.node.attrs.style === attrs.style)) {
      return liftListItem(nodes.list_item)(state, dispatch);
    }
    if (dispatch) dispatch(state.tr.setNodeMarkup(around.pos, type, attrs));
    return true;
  };
}

function listIs(type, style) {
  return (state) => {
    const around = listAround(state);
    return Boolean(around && around.node.type === type && (!style || around.node.attrs.style === style));
  };
}

function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const row = (cell) => nodes.table_row.create(null, [0, 1, 2].map(() => cell.createAndFill()));
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  if (dispatch) dispatch(state.tr.replaceSelectionWith(table).scrollIntoView());
  return true;
}

const ordered = (style) => ({ order: 1, style });

export const COMMANDS = {
  undo: { run: undo },
  redo: { run: redo },
  strong: { run: toggleMark(marks.strong), on: markIsOn(marks.strong) },
  em: { run: toggleMark(marks.em), on: markIsOn(marks.em) },
  underline: { run: toggleMark(marks.underline), on: markIsOn(marks.underline) },
  paragraph: { run: setBlockType(nodes.paragraph), on: blockIs(nodes.paragraph) },
  heading1: { run: setBlockType(nodes.heading, { level: 1 }), on: blockIs(nodes.heading, { level: 1 }) },
  heading2: { run: setBlockType(nodes.heading, { level: 2 }), on: blockIs(nodes.heading, { level: 2 }) },
  heading3: { run: setBlockType(nodes.heading, { level: 3 }), on: blockIs(nodes.heading, { level: 3 }) },
  article: { run: setBlockType(nodes.article), on: blockIs(nodes.article) },
  decimal: { run: list(nodes.ordered_list, ordered("decimal")), on: listIs(nodes.ordered_list, "decimal") },
  alpha: { run: list(nodes.ordered_list, ordered("alpha")), on: listIs(nodes.ordered_list, "alpha") },
  bullets: { run: list(nodes.bullet_list), on: listIs(nodes.bullet_list) },
  indent: { run: sinkListItem(nodes.list_item) },
  outdent: { run: liftListItem(nodes.list_item) },
  justify: { run: align("justify"), on: blockIs(nodes.paragraph, { align: "justify" }) },
  center: { run: align("center"), on: blockIs(nodes.paragraph, { align: "center" }) },
  right: { run: align("right"), on: blockIs(nodes.paragraph, { align: "right" }) },
  table: { run: insertTable },
  row: { run: addRowAfter, table: true },
  column: { run: addColumnAfter, table: true },
  dropRow: { run: deleteRow, table: true },
  dropColumn: { run: deleteColumn, table: true },
  merge: { run: mergeCells, table: true },
  split: { run: splitCell, table: true },
  headerRow: { run: toggleHeaderRow, table: true },
  dropTable: { run: deleteTable, table: true },
};

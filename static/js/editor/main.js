// The body editor: a textarea holding JSON becomes a page; every change goes back into the textarea.
import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { Node } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { columnResizing, fixTables, goToNextCell, isInTable, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { COMMANDS } from "./commands.js";
import { findings, listen } from "./findings.js";
import { phrases, phraseMenu } from "./phrases.js";
import { schema } from "./schema.js";

const { nodes } = schema;

const rules = inputRules({
  rules: [
    wrappingInputRule(/^\s*([-–])\s$/, nodes.bullet_list),
    wrappingInputRule(/^([a-zđ])\)\s$/, nodes.ordered_list, () => ({ order: 1, style: "alpha" })),
  ],
});

function lineBreak(state, dispatch) {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

const keys = keymap({
  "Mod-z": COMMANDS.undo.run,
  "Mod-y": COMMANDS.redo.run,
  "Shift-Mod-z": COMMANDS.redo.run,
  "Mod-b": COMMANDS.strong.run,
  "Mod-i": COMMANDS.em.run,
  "Mod-u": COMMANDS.underline.run,
  Enter: splitListItem(nodes.list_item),
  "Shift-Enter": chainCommands(exitCode, lineBreak),
  // Tab serves lists and tables only; anywhere else it leaves the editor, as the keyboard user expects.
  Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item)),
  "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
});

function startingDocument(text) {
  try {
    const doc = Node.fromJSON(schema, JSON.parse(text));
    doc.check();
    return doc;
  } catch {
    // Plain text (an import, a browser without scripts): one paragraph a line, nothing is thrown away.
    const lines = text.trim() ? text.split(/\r?\n/) : [""];
    return nodes.doc.create(null, lines.map((line) => nodes.paragraph.create(null, line ? schema.text(line) : null)));
  }
}

function refreshToolbar(toolbar, state) {
  toolbar.querySelectorAll("[data-command]").forEach((button) => {
    const command = COMMANDS[button.dataset.command];
    if (!command) return;
    const on = Boolean(command.on?.(state));
    button.disabled = !on && !command.run(state);
    if (command.on) button.setAttribute("aria-pressed", String(on));
  });
  toolbar.querySelectorAll("[data-in-table]").forEach((part) => { part.hidden = !isInTable(state); });
}

export function mount(textarea, toolbar, label) {
  const place = document.createElement("div");
  place.className = "editor__page";
  textarea.after(place);
  let state = EditorState.create({
    doc: startingDocument(textarea.value),
    plugins: [rules, phrases(toolbar), keys, keymap(baseKeymap), history(), gapCursor(), columnResizing(), tableEditing(), findings],
  });
  const fixed = fixTables(state);
  if (fixed) state = state.apply(fixed);
  const view = new EditorView(place, {
    state,
    attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, class: "editor__text" },
    dispatchTransaction(change) {
      const next = view.state.apply(change);
      view.updateState(next);
      if (change.docChanged) {
        textarea.value = JSON.stringify(next.doc.toJSON());
        textarea.dispatchEvent(new Event("input", { bubbles: true }));
      }
      refreshToolbar(toolbar, next);
    },
  });
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (!button) return;
    COMMANDS[button.dataset.command].run(view.state, view.dispatch, view);
    view.focus();
  });
  textarea.value = JSON.stringify(view.state.doc.toJSON());
  refreshToolbar(toolbar, view.state);
  // A restored local copy is written into the textarea by autosave, which then says so.
  textarea.addEventListener("editor:reload", () => {
    view.updateState(EditorState.create({ doc: startingDocument(textarea.value), plugins: view.state.plugins }));
    refreshToolbar(toolbar, view.state);
  });
  listen(textarea, view);
  phraseMenu(toolbar, view);
  textarea.hidden = true;
  return view;
}

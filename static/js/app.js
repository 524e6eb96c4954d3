// One door to the scripts: each module binds itself to data- attributes, again after htmx brings new parts.
import { bindAutosave } from "./autosave.js";
import { bindBringing } from "./bringing.js";
import { bindDialogs } from "./dialogs.js";
import { bindDrops } from "./file_drop.js";
import { bindFacts } from "./facts.js";
import { bindFindings } from "./findings.js";
import { guardForms, showFitting } from "./forms.js";
import { bindKeys } from "./keyboard.js";
import { bindInsertions } from "./inserting.js";
import { speakHtmx } from "./htmx_office.js";
import { bindPreviews } from "./preview.js";
import { bindTabs } from "./tabs.js";
import { bindTrees } from "./tree.js";

function bind(root) {
  bindTabs(root);
  bindDrops(root);
  bindBringing(root);
  bindFacts(root);
  bindAutosave(root);
  bindPreviews(root);
  bindFindings(root);
  bindInsertions(root);
  bindTrees(root);
  showFitting(root);
  // Heavy parts are fetched only where a page has them.
  if (root.querySelector("[data-pdf-viewer]")) import("./pdf_viewer.js").then((part) => part.bindViewers(root));
  if (root.querySelector("[data-editor]")) import("./body_editor.js").then((part) => part.bindEditors(root));
}

bindDialogs();
guardForms();
bindKeys();
speakHtmx(bind);
bind(document);

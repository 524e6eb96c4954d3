// A tree of links: arrow keys walk it, right opens a branch, left closes it or goes up (ARIA navigation tree).
// Without scripts every line is a plain link to the page where its branch is open.

const items = (tree) => [...tree.querySelectorAll("[role=treeitem]")].filter((item) => item.offsetParent !== null);
const group = (item) => item.parentElement.querySelector(":scope > [role=group]");

async function fetched(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  return answer.ok ? answer.text() : null;
}

async function turn(item, open) {
  if (open && !group(item)) {
    const html = await fetched(item.dataset.branch);
    if (html === null) { window.location = item.href; return; }
    const list = document.createElement("ul");
    list.setAttribute("role", "group");
    list.append(...new DOMParser().parseFromString(html, "text/html").body.children);
    item.after(list);
  }
  item.setAttribute("aria-expanded", String(open));
  if (group(item)) group(item).hidden = !open;
}

async function more(item) {
  const html = await fetched(item.href);
  if (html === null) { window.location = item.href; return; }
  const line = item.parentElement;
  line.insertAdjacentHTML("afterend", html);
  const next = line.nextElementSibling?.querySelector("[role=treeitem]");
  const focused = document.activeElement === item;
  line.remove();
  if (focused) settle(next);
}

function settle(item, focus = true) {
  if (!item) return;
  item.closest("[data-tree]").querySelectorAll("[tabindex='0']").forEach((one) => one.setAttribute("tabindex", "-1"));
  item.setAttribute("tabindex", "0");
  if (focus) item.focus();
}

function key(event, tree) {
  const all = items(tree);
  const item = event.target.closest("[role=treeitem]");
  const here = all.indexOf(item);
  const state = item?.getAttribute("aria-expanded");
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return false;
  switch (event.key) {
    case "ArrowDown": settle(all[here + 1]); return true;
    case "ArrowUp": settle(all[here - 1]); return true;
    case "Home": settle(all[0]); return true;
    case "End": settle(all[all.length - 1]); return true;
    case "ArrowRight": if (state === "false") turn(item, true); else if (state === "true") settle(all[here + 1]); return true;
    case "ArrowLeft": if (state === "true") turn(item, false); else settle(item.closest("[role=group]")?.previousElementSibling); return true;
    case " ": if (state) turn(item, state === "false"); return Boolean(state);
    default: return false;
  }
}

function click(event) {
  const item = event.target.closest("[role=treeitem]");
  if (!item) return;
  if (item.matches("[data-more]")) { event.preventDefault(); more(item); return; }
  if (!event.target.closest("[data-turn]")) return;
  event.preventDefault();
  turn(item, item.getAttribute("aria-expanded") === "false");
}

export function bindTrees(root) {
  root.querySelectorAll("[data-tree]").forEach((tree) => {
    settle(tree.querySelector("[aria-current]") ?? tree.querySelector("[role=treeitem]"), false);
    tree.addEventListener("click", click);
    tree.addEventListener("keydown", (event) => {
      if (!key(event, tree)) return;
      event.preventDefault();
      event.stopPropagation(); // the keys of lists are not meant here
    });
  });
}

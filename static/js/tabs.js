// On a phone the two halves of a page become tabs; on a desk both are seen and the tabs stay away (CSS).
export function bindTabs(root) {
  root.querySelectorAll("[data-tabs]").forEach((split) => {
    const bar = split.querySelector(".split__tabs");
    if (!bar || split.dataset.bound) return;
    split.dataset.bound = "yes";
    const buttons = [...bar.querySelectorAll("[data-tab]")];
    const show = (id) => buttons.forEach((button) => {
      const chosen = button.dataset.tab === id;
      button.setAttribute("aria-pressed", String(chosen));
      document.getElementById(button.dataset.tab)?.toggleAttribute("data-tab-hidden", !chosen);
    });
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-tab]");
      if (button) show(button.dataset.tab);
    });
    const first = buttons.find((button) => button.getAttribute("aria-pressed") === "true") ?? buttons[0];
    if (first) show(first.dataset.tab);
  });
}

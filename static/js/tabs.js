/**
 * Tabs by the book: one tab stop, arrow keys between them, the panel of the chosen one shown.
 */

/**
 * Bring a row of tabs to life.
 * @param {HTMLElement} list the element of role tablist
 * @param {{signal: AbortSignal, onShow?: (name: string) => void}} options
 * @returns {{show: (name: string, options?: {focus?: boolean}) => void, readonly current: string}}
 */
export function mountTabs(list, { signal, onShow }) {
  const tabs = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[role="tab"]')]);
  const nameOf = (/** @type {Element} */ tab) => tab.id.replace(/^tab-/, "");
  const show = (/** @type {string} */ name, { focus = false } = {}) => {
    for (const tab of tabs) {
      const isChosen = nameOf(tab) === name;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel !== null) panel.hidden = !isChosen;
      if (isChosen && focus) tab.focus();
    }
    onShow?.(name);
  };
  list.addEventListener("click", (event) => {
    const tab = /** @type {Element} */ (event.target).closest('[role="tab"]');
    if (tab !== null) show(nameOf(tab));
  }, { signal });
  list.addEventListener("keydown", (event) => {
    const at = nextTab(event.key, tabs.indexOf(/** @type {HTMLElement} */ (document.activeElement)), tabs.length);
    const next = tabs[at];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    show(nameOf(next), { focus: true });
  }, { signal });
  return { show, get current() { return nameOf(tabs.find((tab) => tab.getAttribute("aria-selected") === "true") ?? list); } };
}

/**
 * The index of the tab a key leads to, or -1.
 * @param {string} key @param {number} index @param {number} count @returns {number}
 */
export function nextTab(key, index, count) {
  if (index < 0) return -1;
  switch (key) {
    case "ArrowRight": return (index + 1) % count;
    case "ArrowLeft": return (index + count - 1) % count;
    case "Home": return 0;
    case "End": return count - 1;
    default: return -1;
  }
}

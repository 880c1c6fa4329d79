/**
 * Lanes further down are said, not left to be found: a button at the foot of the names that leads to them.
 */

import { element } from "./dom.js";

/** How many lanes are named before they are counted. */
const NAMED = 3;

/**
 * The names of the lanes of which less than half is in sight at the foot.
 * @param {import("./timeline/layout.js").Layout} layout
 * @returns {string[]}
 */
export function namesBelow({ rows, height }) {
  return rows.filter((row) => row.barTop + row.barHeight / 2 > height).map((row) => row.name);
}

/**
 * Show the button as long as there are lanes below.
 * @param {HTMLElement} host  the timeline's place; it tells of its layout
 * @param {{store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 */
export function mountBelow(host, { store, messages, signal }) {
  const button = element("button", { class: "ls-below", type: "button", hidden: true });
  let most = 0;
  button.addEventListener("click", () => store.set({ scroll: most }), { signal });
  host.append(button);
  signal.addEventListener("abort", () => button.remove(), { once: true });
  host.addEventListener("ls-layout", (event) => {
    const layout = /** @type {CustomEvent<import("./timeline/layout.js").Layout>} */ (event).detail;
    const names = namesBelow(layout);
    most = layout.maxScroll;
    button.hidden = names.length === 0;
    if (names.length === 0) return;
    const text = names.length <= NAMED ? messages.t("timeline.below", { names: names.join(messages.t("list.separator")) })
      : messages.t("timeline.below.more", { count: names.length });
    if (button.textContent !== text) button.textContent = text;
  }, { signal });
}

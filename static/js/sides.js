/**
 * The panels around the timeline, as the lab and a file's own page have them: those at the sides open and close, the tabs below have counts.
 */

/** @typedef {"code" | "inspector"} Side */

/**
 * Bring the sides to life. `page` has every element by its id.
 * @param {Record<string, any>} page
 * @returns {{set: (side: Side, isOpen: boolean) => void, toggle: (side: Side) => void}}
 */
export function sidesOf(page) {
  const set = (/** @type {Side} */ side, /** @type {boolean} */ isOpen) => {
    page.main.dataset[side] = isOpen ? "open" : "closed";
    page[`toggle-${side}`].setAttribute("aria-pressed", String(isOpen));
  };
  return { set, toggle: (side) => set(side, page.main.dataset[side] === "closed") };
}

/**
 * Show how much a tab has; nothing is not shown.
 * @param {{hidden: boolean, textContent: string | null, classList: {toggle: (name: string, isOn: boolean) => unknown}}} badge
 * @param {number} count @param {string} language @param {boolean} [isTrouble]
 */
export function showCount(badge, count, language, isTrouble = false) {
  badge.hidden = count === 0;
  badge.textContent = new Intl.NumberFormat(language, { notation: "compact" }).format(count);
  badge.classList.toggle("ls-tabs__count--alarm", isTrouble);
}

/**
 * Go to the list of events, or from there back to the output.
 * @param {ReturnType<typeof import("./tabs.js").mountTabs>} tabs @param {() => void} focusEvents
 */
export function toggleEvents(tabs, focusEvents) {
  const next = tabs.current === "events" ? "output" : "events";
  tabs.show(next, { focus: next !== "events" });
  if (next === "events") focusEvents();
}

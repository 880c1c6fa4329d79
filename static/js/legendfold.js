// Folds what does not fit the legend's rows behind a button that says how many marks there are more: lanes need the room.

import { element } from "./dom.js";

/**
 * Make the button and keep it true. CSS bounds the list's height as long as it is not `is-open`.
 * @param {HTMLElement} list
 * @param {{messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 * @returns {{button: HTMLElement, refresh: () => void}} refresh: the list has other entries, or their words have changed
 */
export function foldLegend(list, { messages, signal }) {
  let isOpen = false;
  let frame = 0;
  const button = element("button", { class: "ls-button ls-button--quiet ls-legend__more", type: "button", hidden: true });
  const measure = () => {
    frame = 0;
    list.classList.toggle("is-open", isOpen);
    button.hidden = false; // the room it takes counts
    const entries = /** @type {HTMLElement[]} */ ([...list.children]);
    const folded = isOpen ? [] : foldedOf(entries, list.clientHeight);
    for (const entry of entries) entry.inert = folded.includes(entry);
    button.hidden = !isOpen && folded.length === 0;
    button.textContent = messages.t(isOpen ? "legend.fewer" : "legend.more", { count: folded.length });
    button.setAttribute("aria-expanded", String(isOpen));
  };
  const refresh = () => { frame ||= requestAnimationFrame(measure); };
  button.addEventListener("click", () => {
    isOpen = !isOpen;
    measure();
  }, { signal });
  const observer = new ResizeObserver(refresh);
  observer.observe(list);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  }, { once: true });
  return { button, refresh };
}

/**
 * The entries of rows that do not fit.
 * @template {{offsetTop: number, offsetHeight: number}} Entry
 * @param {readonly Entry[]} entries
 * @param {number} height  of the list
 * @returns {Entry[]}
 */
export function foldedOf(entries, height) {
  const top = entries[0]?.offsetTop ?? 0;
  return entries.filter((entry) => entry.offsetTop + entry.offsetHeight - top > height + 1);
}

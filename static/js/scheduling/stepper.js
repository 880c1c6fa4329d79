/**
 * Steps through the decisions of all schedules at once: buttons, and the arrow keys wherever nobody types.
 */

import { figure } from "./words.js";

/**
 * @typedef {import("../i18n.js").Messages} Messages
 */

/**
 * Where a step leads: from the whole picture, forward to the first instant and back to the last.
 * @param {number | undefined} at @param {number} count of instants @param {"first" | "back" | "next" | "last" | "all"} way @returns {number | undefined}
 */
export function stepTo(at, count, way) {
  if (count === 0 || way === "all") return undefined;
  switch (way) {
    case "first": return 0;
    case "last": return count - 1;
    case "next": return at === undefined ? 0 : Math.min(count - 1, at + 1);
    case "back": return at === undefined ? count - 1 : Math.max(0, at - 1);
  }
}

/** @type {Readonly<Record<string, "first" | "back" | "next" | "last" | "all">>} */
const KEYS = Object.freeze({ ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last", Escape: "all" });

/**
 * Mount the buttons and the keys.
 * @param {{messages: Messages, signal: AbortSignal, onStep: (way: "first" | "back" | "next" | "last" | "all") => void}} parts
 */
export function mountStepper({ messages, signal, onStep }) {
  const host = /** @type {HTMLElement} */ (document.getElementById("stepper"));
  const place = /** @type {HTMLElement} */ (document.getElementById("step-place"));
  host.addEventListener("click", ({ target }) => {
    const way = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-step]"))?.dataset.step;
    if (way !== undefined) onStep(/** @type {"next"} */ (way));
  }, { signal });
  document.addEventListener("keydown", (event) => {
    const way = KEYS[event.code];
    const { target } = event;
    const isTaken = target instanceof Element && target.closest("input, select, textarea, summary, [popover], dialog, [role=region]") !== null;
    if (way === undefined || isTaken || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    onStep(way);
  }, { signal });
  return {
    /** @param {number | undefined} at @param {readonly number[]} instants @param {boolean} isHidden */
    show(at, instants, isHidden) {
      for (const button of host.querySelectorAll("button")) {
        const way = button.dataset.step;
        button.disabled = isHidden || instants.length === 0 || (way === "all" && at === undefined) || (at === 0 && (way === "first" || way === "back")) || (at === instants.length - 1 && (way === "next" || way === "last"));
      }
      place.textContent = isHidden ? "" : at === undefined
        ? messages.t("schedule.step.whole", { count: instants.length })
        : messages.t("schedule.step.place", { place: at + 1, count: instants.length, time: figure(instants[at], messages.language) });
    },
  };
}

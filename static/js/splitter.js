/**
 * Borders between panels: dragged, or moved with the arrow keys or two buttons; Enter or a double click puts them back. Widths are kept.
 */

const STEP = 2;

/**
 * @typedef {{name: string, property: string, initial: number, least: number, most: number, side: "start" | "end", axis: "x" | "y"}} Border
 */

/** The borders of the lab and of the page of scenarios. The sizes are per cent of the panels. @type {readonly Readonly<Border>[]} */
export const BORDERS = Object.freeze([
  { name: "code", property: "--ls-code-share", initial: 28, least: 15, most: 55, side: "start", axis: "x" },
  { name: "inspector", property: "--ls-inspector-share", initial: 20, least: 12, most: 40, side: "end", axis: "x" },
  { name: "details", property: "--ls-details-share", initial: 22, least: 12, most: 70, side: "end", axis: "y" },
  { name: "script", property: "--ls-code-share", initial: 36, least: 20, most: 60, side: "start", axis: "x" },
  { name: "program", property: "--ls-program-share", initial: 42, least: 12, most: 80, side: "end", axis: "y" },
  { name: "verdict", property: "--ls-details-share", initial: 36, least: 12, most: 70, side: "end", axis: "y" },
]);

/**
 * The share that a key asks for, or null when the key is not ours.
 * @param {string} key @param {number} share @param {Border} border @returns {number | null}
 */
export function shareAfterKey(key, share, { initial, least, most, side, axis }) {
  const grow = axis === "x" ? "ArrowRight" : "ArrowDown";
  const shrink = axis === "x" ? "ArrowLeft" : "ArrowUp";
  const direction = side === "start" ? 1 : -1;
  switch (key) {
    case grow: return clamp(share + STEP * direction, least, most);
    case shrink: return clamp(share - STEP * direction, least, most);
    case "Home": return least;
    case "End": return most;
    case "Enter": return initial;
    default: return null;
  }
}

/**
 * The share after some steps larger or smaller: what a button does for those who cannot drag.
 * @param {number} share @param {number} steps @param {Border} border @returns {number}
 */
export function nudged(share, steps, { least, most }) {
  return clamp(share + steps * STEP, least, most);
}

/**
 * The share at which a pointer puts a border.
 * @param {{start: number, size: number}} room of all panels along the axis @param {number} position of the pointer @param {Border} border
 */
export function shareAt({ start, size }, position, { least, most, side }) {
  const share = ((position - start) / size) * 100;
  return clamp(side === "start" ? share : 100 - share, least, most);
}

/** @type {(value: number, least: number, most: number) => number} */
const clamp = (value, least, most) => Math.round(Math.min(most, Math.max(least, value)) * 10) / 10;

/**
 * Bring every border in `root` to life.
 * @param {HTMLElement} root @param {{storage: import("./storage.js").Keeping, signal: AbortSignal}} options
 */
export function mountSplitters(root, { storage, signal }) {
  for (const border of BORDERS) {
    const handle = /** @type {HTMLElement | null} */ (root.querySelector(`[data-splitter="${border.name}"]`));
    if (handle !== null) mountSplitter(root, handle, border, { storage, signal });
  }
}

/** @type {(root: HTMLElement, handle: HTMLElement, border: Border, options: {storage: import("./storage.js").Keeping, signal: AbortSignal}) => void} */
function mountSplitter(root, handle, border, { storage, signal }) {
  const key = `lockstep.share.${border.name}`;
  const kept = Number(storage.getItem(key));
  let share = kept >= border.least && kept <= border.most ? kept : border.initial;
  const put = (/** @type {number} */ next) => {
    share = next;
    root.style.setProperty(border.property, `${share}%`);
    handle.setAttribute("aria-valuenow", String(Math.round(share)));
    storage.setItem(key, String(share));
  };
  handle.setAttribute("aria-valuemin", String(border.least));
  handle.setAttribute("aria-valuemax", String(border.most));
  put(share);
  handle.addEventListener("keydown", (event) => {
    const next = shareAfterKey(event.key, share, border);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    put(next);
  }, { signal });
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(`[data-nudge="${border.name}"]`))) {
    button.addEventListener("click", () => put(nudged(share, Number(button.dataset.steps), border)), { signal });
  }
  handle.addEventListener("dblclick", () => put(border.initial), { signal });
  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId), { signal });
  handle.addEventListener("pointermove", (event) => {
    const box = handle.parentElement?.getBoundingClientRect();
    if (box === undefined || !handle.hasPointerCapture(event.pointerId)) return;
    const room = border.axis === "x" ? { start: box.left, size: box.width } : { start: box.top, size: box.height };
    put(shareAt(room, border.axis === "x" ? event.clientX : event.clientY, border));
  }, { signal });
}

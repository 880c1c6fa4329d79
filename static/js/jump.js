// Where a link leads: a patch of the view's state. Pure, but for `openSource`, which tells the page that a line is wanted.

import { isHelper } from "./facts.js";

/**
 * @typedef {import("./store.js").ViewState} ViewState
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {{type: "worker" | "resource" | "location" | "time" | "edge" | "finding" | "span", id: number | string, time?: number}} Link
 */

/** How far from the edge of the viewport an instant is put, as a share of the viewport. */
const MARGIN = 0.1;

/**
 * Shift the viewport, its length unchanged, so that t is well inside; nothing when it is.
 * @param {Readonly<ViewState>} state
 * @param {number} t
 * @returns {Partial<ViewState>}
 */
export function reveal(state, t) {
  const length = state.t1 - state.t0;
  if (t >= state.t0 && t <= state.t1) return {};
  const t0 = Math.max(0, t < state.t0 ? t - length * MARGIN : t - length * (1 - MARGIN));
  return { t0, t1: t0 + length, fitted: true };
}

/**
 * Move the cursor to t, let go of the live edge and keep t in view.
 * @param {Readonly<ViewState>} state
 * @param {number} t
 * @returns {Partial<ViewState>}
 */
export function moveTo(state, t) {
  return { cursor: t, follow: false, playing: false, ...reveal(state, t) };
}

/**
 * Follow a link. A link to a worker or resource keeps the instant unless it brings its own.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {Link} link
 * @returns {Partial<ViewState>}
 */
export function follow(model, state, link) {
  switch (link.type) {
    case "time":
      return moveTo(state, Number(link.id));
    case "location":
      return {};
    case "finding": {
      const finding = model.findings.get(link.id);
      const time = link.time ?? finding?.at ?? state.cursor;
      return { ...moveTo(state, time), selected: { type: "finding", id: link.id, time } };
    }
    default: {
      const time = link.time ?? state.cursor;
      const hidden = (link.type === "worker" || link.type === "span") && isHelper(model, Number(link.id));
      return { ...(link.time === undefined ? {} : moveTo(state, time)), ...(hidden ? { showHelpers: true } : {}), selected: { type: link.type, id: link.id, time } };
    }
  }
}

/** The event a page listens to (on `document`) to show a line of source: `detail` is {file, line, function}. */
export const OPEN_SOURCE = "ls-open-source";

/**
 * Do what a link says.
 * @param {Link} link
 * @param {{model: RunModel, store: import("./store.js").Store}} context
 */
export function go(link, { model, store }) {
  if (link.type === "location") openSource(model, Number(link.id));
  else store.set(follow(model, store.get(), link));
}

/**
 * Ask the page to show a line of the source.
 * @param {RunModel} model
 * @param {number} id of a location
 */
export function openSource(model, id) {
  const location = model.locations.get(id);
  if (location) document.dispatchEvent(new CustomEvent(OPEN_SOURCE, { detail: location }));
}

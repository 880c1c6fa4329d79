/** Which causes are shown as arrows, and the curves they follow. Pure. */

import { EdgeKind } from "../kinds.js";

/** With at most this many in sight, all are shown; else only those of the selected lane and those near the cursor. */
export const FEW = 12;
/** No more than this many for one selected lane. */
const MANY = 60;
/** How much of the viewport's width counts as near the cursor. */
const NEAR = 0.09;

/**
 * @typedef {import("../model.js").EdgeRecord} EdgeRecord
 * @typedef {{edge: EdgeRecord, style: "wake" | "start" | "join" | "message" | "signal" | "call", points: readonly [number, number, number, number,
 *   number, number, number, number], isFaint: boolean}} Arrow
 */

/** @type {ReadonlyMap<number, Arrow["style"]>} */
const STYLE = new Map(/** @type {const} */ ([
  [EdgeKind.START, "start"], [EdgeKind.JOIN, "join"], [EdgeKind.WAKE, "wake"], [EdgeKind.MESSAGE, "message"], [EdgeKind.SIGNAL, "signal"],
  [EdgeKind.SUBMIT, "call"], [EdgeKind.CALLBACK, "call"], [EdgeKind.CONNECT, "message"],
]));

/**
 * Choose what to show.
 * @param {import("../model.js").RunModel} model
 * @param {Readonly<import("../store.js").ViewState>} state
 * @param {import("./layout.js").Layout} layout
 * @returns {EdgeRecord[]}
 */
export function chooseEdges(model, state, layout) {
  if (state.arrows === "none") return [];
  const isDrawn = (/** @type {EdgeRecord} */ edge) => edge.source !== edge.target && layout.rowOf.has(edge.source) && layout.rowOf.has(edge.target);
  const limit = state.arrows === "all" ? 400 : 4000;
  const seen = model.edgesIn(state.t0, state.t1, limit).filter(isDrawn);
  if (state.arrows === "all" || seen.length <= FEW) return seen;
  const chosen = new Set(seen.filter((edge) => isSelected(edge, state)).slice(0, MANY));
  const reach = (state.t1 - state.t0) * NEAR;
  const distance = (/** @type {EdgeRecord} */ edge) => Math.max(0, edge.t0 - state.cursor, state.cursor - edge.t1);
  // Near the cursor only those that lead from a lane in sight to another: a dozen that leave the screen together make one black beam.
  const inSight = (/** @type {number} */ worker) => isInSight(layout, worker);
  const near = seen.filter((edge) => distance(edge) <= reach && inSight(edge.source) && inSight(edge.target)).sort((a, b) => distance(a) - distance(b) || a.index - b.index);
  for (const edge of near.slice(0, FEW)) chosen.add(edge);
  return [...chosen];
}

/**
 * Whether a worker's lane is on the screen.
 * @param {import("./layout.js").Layout} layout
 * @param {number} worker
 * @returns {boolean}
 */
function isInSight(layout, worker) {
  const row = layout.rowOf.get(worker);
  return row !== undefined && row.top + row.height > layout.axisHeight && row.top < layout.height;
}

/**
 * @param {EdgeRecord} edge
 * @param {Readonly<import("../store.js").ViewState>} state
 * @returns {boolean}
 */
function isSelected(edge, { selected }) {
  if (selected === null) return false;
  if (selected.type === "edge") return edge.index === selected.id;
  if (selected.type === "resource") return edge.resource === selected.id;
  return selected.type !== "finding" && (edge.source === selected.id || edge.target === selected.id);
}

/**
 * Lay an arrow from the source's lane to the target's: out of the near side of one bar, into the near side of the other.
 * @param {EdgeRecord} edge
 * @param {import("./layout.js").Layout} layout
 * @param {import("./scale.js").Scale} scale
 * @param {number} reach  of the target's bar: its height as a share of the lane
 * @returns {Arrow | undefined}
 */
export function arrowOf(edge, layout, scale, reach) {
  const from = layout.rowOf.get(edge.source);
  const to = layout.rowOf.get(edge.target);
  if (from === undefined || to === undefined) return undefined;
  const isDown = to.top > from.top;
  const x0 = scale.x(edge.t0);
  const x1 = scale.x(edge.t1);
  const y0 = isDown ? from.barTop + from.barHeight * 0.62 : from.barTop + from.barHeight * 0.38;
  const targetTop = to.barTop + to.barHeight * (1 - reach);
  const y1 = isDown ? targetTop + 1 : to.barTop + to.barHeight - to.barHeight * reach * 0.5;
  const bend = Math.max(6, 20 - Math.abs(x1 - x0) * 0.25);
  const lift = (y1 - y0) * 0.42;
  return {
    edge,
    style: STYLE.get(edge.kind) ?? "wake",
    points: [x0, y0, x0 + bend, y0 + lift * 0.6, x1 + bend * 0.75, y1 - lift, x1, y1],
    isFaint: false,
  };
}

/**
 * A point of the curve and its direction.
 * @param {Arrow["points"]} points
 * @param {number} u  0..1
 * @returns {{x: number, y: number, angle: number}}
 */
export function pointOn([x0, y0, x1, y1, x2, y2, x3, y3], u) {
  const v = 1 - u;
  const mix = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ c, /** @type {number} */ d) =>
    v * v * v * a + 3 * v * v * u * b + 3 * v * u * u * c + u * u * u * d;
  const slope = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ c, /** @type {number} */ d) =>
    3 * v * v * (b - a) + 6 * v * u * (c - b) + 3 * u * u * (d - c);
  return { x: mix(x0, x1, x2, x3), y: mix(y0, y1, y2, y3), angle: Math.atan2(slope(y0, y1, y2, y3), slope(x0, x1, x2, x3)) };
}

/**
 * How far a point is from the curve, by a few samples.
 * @param {Arrow["points"]} points
 * @param {number} x
 * @param {number} y
 * @returns {number}
 */
export function distanceTo(points, x, y) {
  let best = Infinity;
  for (let step = 0; step <= 16; step += 1) {
    const at = pointOn(points, step / 16);
    best = Math.min(best, Math.hypot(at.x - x, at.y - y));
  }
  return best;
}

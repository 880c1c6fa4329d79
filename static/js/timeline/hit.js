/** What is under a point. Pure: asks the layout, the scale and the model; the first of alarm, arrow, span, resource, lane that is there. */

import { jobAt } from "../jobs.js";
import { distanceTo } from "./arrows.js";
import { slotAt } from "./draw-pools.js";
import { isWorkerRow } from "./layout.js";

/**
 * @typedef {{finding: number | string, worker: number, x: number, y: number, reach: number, level: string}} Alarm
 * @typedef {{type: "finding" | "edge" | "span" | "resource" | "worker" | "axis" | "process" | "fold" | "open" | "none", id: number | string, time: number, onLabel: boolean}} Hit
 */

/** How much of a process' head, from the left, folds it: CSS pixels. */
export const FOLD_WIDTH = 26;
/** How near a pointer must come to an arrow, CSS pixels. */
const ARROW_REACH = 6;

/**
 * @param {{layout: import("./layout.js").Layout, scale: import("./scale.js").Scale, model: import("../model.js").RunModel, end: number,
 *   arrows: readonly import("./arrows.js").Arrow[], alarms: readonly Alarm[]}} view
 * @param {number} x
 * @param {number} y
 * @returns {Hit}
 */
export function hitAt(view, x, y) {
  const { layout, scale, model } = view;
  const time = Math.min(view.end, Math.max(0, scale.t(Math.min(scale.right, Math.max(scale.left, x)))));
  if (y < layout.axisHeight) return { type: "axis", id: 0, time, onLabel: false };
  const onLabel = x < layout.left - 2;
  if (!onLabel) {
    const mark = markAt(view, x, y, time);
    if (mark !== undefined) return mark;
  }
  const frame = layout.frames.find((one) => y >= one.headTop && y < one.headTop + one.headHeight);
  if (frame !== undefined) return { type: x <= FOLD_WIDTH ? "fold" : "process", id: frame.process, time, onLabel };
  const row = layout.rows.find((one) => y >= one.top && y < one.top + one.height);
  if (row === undefined) return { type: "none", id: 0, time, onLabel };
  if (row.kind === "resource" && row.slots > 0 && !onLabel) return { type: "resource", id: jobUnder(model, row, y, time) || row.id, time, onLabel };
  if (row.kind === "resource") return { type: "resource", id: row.id, time, onLabel };
  if (row.kind === "density" && row.id > 0) return { type: "open", id: row.id, time, onLabel };
  if (!isWorkerRow(row)) return { type: "none", id: 0, time, onLabel };
  const isInBar = !onLabel && (layout.mode !== "phone" || y >= row.barTop);
  const span = isInBar ? model.spanAt(row.id, time) : null;
  return { type: span === null ? "worker" : "span", id: row.id, time, onLabel };
}

/** The job in a pool's lane that is at a point; 0 for none. @type {(model: import("../model.js").RunModel, row: import("./layout.js").Row, y: number, time: number) => number} */
function jobUnder(model, row, y, time) {
  const slot = model.jobs.slotsOf(row.id)[slotAt(row, y)];
  return slot === undefined ? 0 : jobAt(slot, time);
}

/**
 * @param {{arrows: readonly import("./arrows.js").Arrow[], alarms: readonly Alarm[]}} view
 * @param {number} x
 * @param {number} y
 * @param {number} time
 * @returns {Hit | undefined}
 */
function markAt({ arrows, alarms }, x, y, time) {
  const alarm = alarms.find((one) => Math.abs(one.x - x) + Math.abs(one.y - y) <= one.reach + 3);
  if (alarm !== undefined) return { type: "finding", id: alarm.finding, time, onLabel: false };
  const near = arrows
    .map((arrow) => ({ arrow, distance: distanceTo(arrow.points, x, y) }))
    .filter(({ distance }) => distance <= ARROW_REACH)
    .sort((a, b) => a.distance - b.distance)[0];
  return near === undefined ? undefined : { type: "edge", id: near.arrow.edge.index, time, onLabel: false };
}

/**
 * The selection a click on this makes; null clears it.
 * @param {Hit} hit
 * @returns {import("../store.js").Selection | null}
 */
export function selectionOf({ type, id, time }) {
  if (type === "axis" || type === "none" || type === "fold" || type === "open") return null;
  return { type: type === "process" ? "worker" : type, id, time };
}

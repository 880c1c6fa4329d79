/** A pool: its backlog as a step line with the waiting jobs as chips, below it a strip for each worker with the jobs it did. */

import { EdgeKind } from "../kinds.js";
import { drawSteps } from "./draw-steps.js";
import { firstFit, resourceName, shortName, workerName } from "./labels.js";
import { segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("../jobs.js").SlotTable} SlotTable
 */

/** No more callbacks than this are marked in one picture. */
const MANY = 300;

/**
 * @param {View} view
 * @param {Row} row
 */
export function drawPool(view, row) {
  const steps = view.model.steps.get(row.id);
  if (steps !== undefined) drawSteps(view, { ...row, barHeight: backlogHeight(row) }, steps);
  view.model.jobs.slotsOf(row.id).slice(0, row.slots).forEach((slot, index) => drawSlot(view, row, slot, index));
}

/** @type {(row: Row) => number} */
const backlogHeight = (row) => row.barHeight - row.slots * row.slotHeight;

/**
 * The strip of one worker: from its top to its bottom.
 * @param {Row} row
 * @param {number} index
 * @returns {{y: number, h: number}}
 */
function stripOf(row, index) {
  return { y: row.barTop + backlogHeight(row) + index * row.slotHeight + 2, h: row.slotHeight - 3 };
}

/**
 * Which worker's strip of a pool is at y: -1 for none.
 * @param {Row} row
 * @param {number} y
 * @returns {number}
 */
export function slotAt(row, y) {
  const index = Math.floor((y - row.barTop - backlogHeight(row)) / row.slotHeight);
  return index >= 0 && index < row.slots ? index : -1;
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {SlotTable} slot
 * @param {number} index
 */
function drawSlot(view, row, slot, index) {
  const { context, tokens, scale, model } = view;
  const { y, h } = stripOf(row, index);
  context.fillStyle = tokens.grid;
  context.fillRect(scale.left, y + h, scale.right - scale.left, 1);
  const gone = model.workers.get(slot.worker)?.ended ?? Infinity;
  for (const { x0, x1, first, last, count } of segmentsOf(slot, scale, view.end)) {
    const end = scale.x(Math.min(slot.end.at(last), gone, view.end));
    const box = { x: Math.max(x0 + 1, scale.left - 4), y, w: 0, h };
    box.w = Math.max(2, Math.min(end, x1, scale.right + 4) - box.x - 1);
    if (count > 1) drawMany(view, box, count);
    else drawJob(view, box, slot.job.at(first), slot.worker);
  }
}

/** @typedef {{x: number, y: number, w: number, h: number}} Box */

/** @type {(view: View, box: Box, job: number, worker: number) => void} */
function drawJob({ context, tokens, pens, model, state, scale }, { x, y, w, h }, job, worker) {
  const isSelected = state.selected?.type === "resource" && state.selected.id === job;
  context.fillStyle = tokens.resource;
  context.globalAlpha = isSelected ? 0.3 : 0.14;
  context.fillRect(x, y, w, h);
  context.globalAlpha = 1;
  context.strokeStyle = isSelected ? tokens.focus : tokens.resource;
  context.lineWidth = isSelected ? 2.5 : 1.25;
  if (w > 4) context.strokeRect(x + 0.6, y + 0.6, w - 1.2, h - 1.2);
  const name = resourceName(model, job);
  const from = Math.max(x, scale.left);
  const room = Math.min(x + w, scale.right) - from - 10;
  const text = firstFit([`${name} · ${workerName(model, worker)}`, `${name} · ${shortName(workerName(model, worker))}`, name], room, (one) => pens.measure(pens.fonts.small, one));
  const shown = text ?? (room > 30 ? pens.clip(pens.fonts.small, name, room) : undefined);
  if (shown !== undefined) pens.writeLater(shown, from + 5, y + h / 2 + 0.5, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg });
}

/** @type {(view: View, box: Box, count: number) => void} */
function drawMany({ context, tokens, pens, t }, { x, y, w, h }, count) {
  context.fillStyle = tokens.resource;
  context.globalAlpha = 0.3;
  context.fillRect(x, y, w, h);
  context.globalAlpha = 1;
  const text = firstFit([t("timeline.jobs", { count }), `${count}`], w - 8, (one) => pens.measure(pens.fonts.small, one));
  if (text !== undefined) pens.writeLater(text, x + 4, y + h / 2 + 0.5, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg });
}

/** Mark with an ƒ where a callback ran: on the lane of the thread that ran it. @param {View} view */
export function drawCallbacks(view) {
  const { model, state, layout, scale, context, tokens, pens } = view;
  if (model.jobs.jobs.size === 0) return;
  const radius = Math.round(tokens.barTextSize * 0.72);
  for (const edge of model.edgesIn(state.t0, state.t1, MANY * 10).filter(({ kind }) => kind === EdgeKind.CALLBACK).slice(0, MANY)) {
    const row = layout.rowOf.get(edge.target);
    if (row === undefined) continue;
    const [x, y] = [scale.x(edge.t1), row.barTop - radius * 0.4]; // half above the bar: the words in it stay readable
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fillStyle = tokens.bg;
    context.fill();
    context.strokeStyle = tokens.ink;
    context.lineWidth = 1.5;
    context.stroke();
    pens.writeLater("ƒ", x, y + 0.5, { font: pens.fonts.small, color: tokens.ink, align: "center" });
  }
}

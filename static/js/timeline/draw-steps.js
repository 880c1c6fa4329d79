/** Things that are counted: a queue's depth, permits left, arrivals. A step line with numbers, its capacity dashed, items as chips. */

import { Kind } from "../kinds.js";
import { roundRect } from "./pens.js";
import { segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("../steps.js").StepTable} StepTable
 */

/** What puts something in or takes it out: a step of its own though the depth may be as before. */
const MOVES = /** @type {ReadonlySet<number>} */ (new Set([Kind.PUT, Kind.GET, Kind.SUBMIT, Kind.JOB_BEGIN, Kind.WITHDRAW]));
const TICKS = new Set([Kind.SEND, Kind.RECV]);

/**
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 */
export function drawSteps(view, row, steps) {
  if (row.resourceKind === "pipe") {
    for (const kind of TICKS) drawTicks(view, row, steps, kind);
    return;
  }
  // A pool's capacity is how many workers it has: no limit to its backlog.
  const capacity = row.resourceKind === "pool" ? null : (view.model.resources.get(row.id)?.capacity ?? null);
  const top = Math.max(1, capacity !== null && capacity > 0 ? capacity : 0, steps.maxDepth);
  const room = row.barHeight - 5;
  const yOf = (/** @type {number} */ depth) => row.barTop + row.barHeight - 1 - (Math.min(depth, top) / top) * room;
  const segments = segmentsOf(steps, view.scale, view.end);
  drawArea(view, row, steps, segments, yOf);
  if (capacity !== null && capacity > 0) drawCapacity(view, yOf(capacity), capacity);
  for (const level of levelsOf(steps, segments)) writeLevel(view, row, steps, level, yOf);
}

/**
 * Stretches with one depth; steps that change only who waits do not cut them.
 * @param {StepTable} steps
 * @param {import("./segments.js").Segment[]} segments
 * @returns {{x0: number, x1: number, last: number}[]}
 */
function levelsOf(steps, segments) {
  /** @type {{x0: number, x1: number, last: number}[]} */
  const levels = [];
  for (const { x0, x1, first, last, count } of segments) {
    const before = levels.at(-1);
    const isSame = before !== undefined && count === 1 && isCarriedOn(steps, first);
    if (isSame) Object.assign(before, { x1, last });
    else levels.push({ x0: count === 1 ? x0 : x1, x1, last });
  }
  return levels;
}

/**
 * @param {StepTable} steps
 * @param {number} index
 * @returns {boolean}
 */
function isCarriedOn(steps, index) {
  return steps.depth.at(index) === steps.depth.at(index - 1) && !MOVES.has(steps.what.at(index));
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {import("./segments.js").Segment[]} segments
 * @param {(depth: number) => number} yOf
 */
function drawArea({ context, pens, tokens, scale }, row, steps, segments, yOf) {
  const base = row.barTop + row.barHeight;
  const line = pens.path();
  const area = pens.path();
  let isOpen = false;
  for (const { x0, x1, first, last } of segments) {
    const [from, to] = [Math.max(x0, scale.left - 4), Math.min(x1, scale.right + 4)];
    const depth = steps.depth.at(last);
    if (Number.isNaN(depth)) continue;
    const y = yOf(depth);
    if (first !== last) {
      const before = steps.depth.at(first);
      line.moveTo(from, yOf(Number.isNaN(before) ? depth : before));
    }
    if (isOpen) line.lineTo(from, y);
    else line.moveTo(from, y);
    line.lineTo(to, y);
    area.rect(from, y, to - from, base - y);
    isOpen = true;
  }
  context.fillStyle = context.strokeStyle = tokens.resource;
  context.globalAlpha = 0.1;
  context.fill(area);
  context.globalAlpha = 1;
  context.lineWidth = Math.max(2, tokens.outlineWidth);
  context.lineJoin = "miter";
  context.stroke(line);
}

/**
 * @param {View} view
 * @param {number} y
 * @param {number} capacity
 */
function drawCapacity({ context, tokens, scale, pens, t }, y, capacity) {
  context.strokeStyle = tokens.ink2;
  context.lineWidth = 1.5;
  context.setLineDash([6, 5]);
  context.beginPath();
  context.moveTo(scale.left, y);
  context.lineTo(scale.right, y);
  context.stroke();
  context.setLineDash([]);
  pens.writeLater(t("timeline.max", { n: capacity }), scale.right - 4, y + tokens.barTextSize * 0.62, { font: pens.fonts.small, color: tokens.ink2, align: "right", halo: tokens.bg, keepHalo: true });
}

/**
 * The number, or the items themselves while they are few.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {{x0: number, x1: number, last: number}} level
 * @param {(depth: number) => number} yOf
 */
function writeLevel(view, row, steps, { x0, x1, last }, yOf) {
  const { pens, tokens, scale, model } = view;
  const step = steps.step(last, view.end);
  if (step.depth === null) return;
  const from = Math.max(x0, scale.left) + 5;
  const room = Math.min(x1, scale.right) - from - 4;
  const texts = step.chips.map((id) => (row.resourceKind === "pool" ? model.resources.get(id)?.name : model.texts.get(id)) ?? "");
  if (texts.length > 0 && texts.every((text) => text !== "") && drawChips(view, row, texts, from, room)) return;
  const number = `${step.depth}`;
  if (pens.measure(pens.fonts.bar, number) > room) return;
  const y = yOf(step.depth);
  const isHigh = y < row.barTop + row.barHeight * 0.5;
  pens.writeLater(number, from, isHigh ? y + tokens.barTextSize * 0.75 : y - tokens.barTextSize * 0.65, { font: pens.fonts.bar, color: tokens.ink, halo: tokens.bg });
}

/**
 * Draw the items in order, oldest first, if they fit.
 * @param {View} view
 * @param {Row} row
 * @param {string[]} texts
 * @param {number} x
 * @param {number} room
 * @returns {boolean} whether they fitted
 */
function drawChips({ context, pens, tokens }, row, texts, x, room) {
  const font = pens.fonts.small;
  const shown = texts.map((text) => pens.clip(font, text, tokens.barTextSize * 7));
  const widths = shown.map((text) => pens.measure(font, text) + 10);
  if (widths.reduce((sum, width) => sum + width + 3, 0) > room) return false;
  const h = Math.round(tokens.barTextSize * 1.4);
  const y = row.barTop + row.barHeight - h - 4;
  let at = x;
  shown.forEach((text, index) => {
    const w = /** @type {number} */ (widths[index]);
    roundRect(context, at + 0.5, y + 0.5, w - 1, h - 1, 4);
    context.fillStyle = tokens.bg;
    context.fill();
    context.strokeStyle = tokens.resource;
    context.lineWidth = 1.25;
    context.stroke();
    pens.write(text, at + 5, y + h / 2 + 0.5, { font, color: tokens.ink });
    at += w + 3;
  });
  return true;
}

/**
 * Small triangles: ▲ for what goes in (write, send, notify), ▽ for what comes out (read, receive), with the value where there is room.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {number} kind
 */
export function drawTicks(view, row, steps, kind) {
  const { context, tokens, pens, scale, model } = view;
  const isIn = kind === Kind.WRITE || kind === Kind.SEND || kind === Kind.NOTIFY;
  const size = Math.min(7, row.barHeight * 0.16) + 2;
  const y = isIn ? row.barTop + row.barHeight - 3 : row.barTop + 4;
  for (const { x0, x1, first, last } of segmentsOf(steps, scale, view.end)) {
    if (steps.what.at(first) !== kind && (first === last || steps.what.at(last) !== kind)) continue;
    context.strokeStyle = tokens.resource; // anew each time: writing a text changes it
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x0 - size, y);
    context.lineTo(x0, isIn ? y - size * 1.6 : y + size * 1.6);
    context.lineTo(x0 + size, y);
    context.closePath();
    context.fillStyle = isIn ? tokens.resource : tokens.bg;
    context.fill();
    context.stroke();
    const text = model.texts.get(steps.text.at(first)) ?? "";
    const room = x1 - x0 - size - 6;
    if (text === "" || first !== last || room < 14) continue;
    pens.write(pens.clip(pens.fonts.small, text, room), x0 + size + 3, isIn ? y - size * 0.7 : y + size * 0.7, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg });
  }
}

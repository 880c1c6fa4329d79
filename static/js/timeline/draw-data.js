/**
 * Shared data: the value as a line of steps with ▽ for each read and ▲ for each write, and above it the brackets from each read to the write
 * of what was made of it (draw-windows.js).
 */

import { isAccess } from "../data.js";
import { Kind } from "../kinds.js";
import { drawWindows } from "./draw-windows.js";
import { segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("../steps.js").StepTable} StepTable
 */

/**
 * Draw a datum's lane.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 */
export function drawDataLane(view, row, steps) {
  const height = drawWindows(view, row, row.barHeight * 0.4);
  drawValue(view, row, steps, row.barTop + (height > 0 ? height + 4 : 2));
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {number} top
 */
function drawValue(view, row, steps, top) {
  const { model, scale } = view;
  const base = row.barTop + row.barHeight - 3;
  const segments = segmentsOf(steps, scale, view.end);
  const numbers = segments.map(({ last }) => numberOf(model.texts.get(steps.shown.at(last))));
  const known = numbers.filter((one) => one !== undefined);
  const [low, high] = [Math.min(0, ...known), Math.max(1, ...known)];
  const tick = Math.max(4, Math.min(7, (base - top) * 0.2));
  const yOf = (/** @type {number | undefined} */ value) => base - tick * 1.8 - (value === undefined ? 0 : ((value - low) / (high - low)) * Math.max(0, base - tick * 3.8 - top));
  drawLine(view, segments, numbers, yOf);
  for (const segment of segments) drawTicks(view, steps, segment, { top, base, tick });
  segments.forEach((segment, index) => writeValue(view, steps, segment, yOf(numbers[index]), tick));
}

/**
 * The value as a line of steps; a line on the ground where it is no number.
 * @param {View} view
 * @param {readonly import("./segments.js").Segment[]} segments
 * @param {readonly (number | undefined)[]} numbers
 * @param {(value: number | undefined) => number} yOf
 */
function drawLine({ context, pens, tokens, scale }, segments, numbers, yOf) {
  const line = pens.path();
  segments.forEach(({ x0, x1 }, index) => {
    const y = yOf(numbers[index]);
    const [from, to] = [Math.max(x0, scale.left - 4), Math.min(x1, scale.right + 4)];
    if (index === 0) line.moveTo(from, y);
    else line.lineTo(from, y);
    line.lineTo(to, y);
  });
  context.strokeStyle = tokens.resource;
  context.lineWidth = Math.max(1.5, tokens.outlineWidth - 0.5);
  context.stroke(line);
}

/**
 * @param {View} view
 * @param {StepTable} steps
 * @param {import("./segments.js").Segment} segment
 * @param {{top: number, base: number, tick: number}} place
 */
function drawTicks(view, steps, { x0, x1, first, last }, { top, base, tick }) {
  for (const index of first === last ? [first] : [first, last]) {
    const kind = steps.what.at(index);
    if (!isAccess(kind)) continue;
    const x = index === first ? x0 : Math.min(x1, view.scale.x(steps.time.at(index)));
    drawTriangle(view, x, kind === Kind.WRITE ? base : top, tick, kind === Kind.WRITE);
  }
}

/**
 * The value, on its line, where there is room for it.
 * @param {View} view
 * @param {StepTable} steps
 * @param {import("./segments.js").Segment} segment
 * @param {number} y
 * @param {number} tick
 */
function writeValue({ tokens, pens, model, scale }, steps, { x0, x1, last, count }, y, tick) {
  const text = model.texts.get(steps.shown.at(last)) ?? "";
  const from = Math.max(x0, scale.left) + tick + 4;
  const room = Math.min(x1, scale.right) - from - tick;
  if (count > 1 || text === "" || room < 8) return;
  const shown = pens.clip(pens.fonts.bar, text, room);
  if (shown.length < Math.min(3, text.length)) return;
  pens.writeLater(shown, from, y, { font: pens.fonts.bar, color: tokens.ink, halo: tokens.bg, keepHalo: true });
}

/**
 * @param {View} view
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {boolean} isWrite
 */
function drawTriangle({ context, tokens }, x, y, size, isWrite) {
  context.strokeStyle = tokens.resource;
  context.fillStyle = isWrite ? tokens.resource : tokens.bg;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - size, y);
  context.lineTo(x, isWrite ? y - size * 1.6 : y + size * 1.6);
  context.lineTo(x + size, y);
  context.closePath();
  context.fill();
  context.stroke();
}

/**
 * The number that a text shows, if it shows one.
 * @param {string | undefined} text
 * @returns {number | undefined}
 */
export function numberOf(text) {
  if (text === undefined || !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

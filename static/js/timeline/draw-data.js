/**
 * Shared data: the value as a line of steps with ▽ for each read and ▲ for each write, and above it a bracket from each read to the write of
 * what was made of it. Where brackets of two workers overlap the lane is shaded: there one of them works with an old value.
 */

import { isAccess, overlapsOf, windowsOf } from "../data.js";
import { Kind } from "../kinds.js";
import { firstFit, shortName, workerName } from "./labels.js";
import { segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("../steps.js").StepTable} StepTable
 */

const ROWS = 3;
const SHADE = 0.16;

/**
 * Draw a datum's lane.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 */
export function drawDataLane(view, row, steps) {
  const windows = windowsOf(view.model, row.id, view.scale.t(view.scale.left), view.scale.t(view.scale.right));
  const rows = Math.min(ROWS, Math.max(0, ...windows.map((one) => one.row + 1)));
  const step = Math.min(9, (row.barHeight * 0.4) / ROWS);
  const top = row.barTop + (rows > 0 ? rows * step + 4 : 2);
  shadeOverlaps(view, row, windows);
  const shown = windows.filter((one) => one.row < ROWS);
  const yOf = (/** @type {import("../data.js").Window} */ one) => row.barTop + 2 + one.row * step;
  for (const one of shown) drawWindow(view, one, yOf(one), step);
  if (step >= 8) nameWindows(view, shown.toSorted((a, b) => Number(b.isLost) - Number(a.isLost)), (one) => yOf(one) + step * 0.6 + 1);
  drawValue(view, row, steps, top);
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {readonly import("../data.js").Window[]} windows
 */
function shadeOverlaps({ context, tokens, scale }, row, windows) {
  context.fillStyle = tokens.resource;
  context.globalAlpha = SHADE;
  for (const { t0, t1 } of overlapsOf(windows)) {
    const x = Math.max(scale.left - 4, scale.x(t0));
    context.fillRect(x, row.barTop, Math.max(1.5, Math.min(scale.right + 4, scale.x(t1)) - x), row.barHeight);
  }
  context.globalAlpha = 1;
}

/**
 * A bracket over the time from a read to a write; a heavier one where another wrote meanwhile, whose update is lost.
 * @param {View} view
 * @param {import("../data.js").Window} window
 * @param {number} y
 * @param {number} step
 */
function drawWindow({ context, tokens, scale }, window, y, step) {
  const [x0, x1] = endsOf(scale, window);
  if (x1 - x0 < 3) return;
  context.strokeStyle = tokens.resource;
  context.lineWidth = window.isLost ? 2.5 : 1.25;
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x0 + 1, y + step - 1);
  context.lineTo(x0 + 1, y + 1);
  context.lineTo(x1 - 1, y + 1);
  context.lineTo(x1 - 1, y + step - 1);
  context.stroke();
}

/**
 * Whose brackets they are, each name in its own as far as it hides none before it: rows are nearer to each other than letters are high.
 * @param {View} view
 * @param {readonly import("../data.js").Window[]} windows
 * @param {(window: import("../data.js").Window) => number} yOf
 */
function nameWindows({ tokens, scale, pens, model }, windows, yOf) {
  const font = pens.fonts.small;
  const height = 0.8 * Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  /** @type {{x0: number, x1: number, y: number}[]} */
  const taken = [];
  for (const window of windows) {
    const [x0, x1] = endsOf(scale, window);
    const name = workerName(model, window.worker);
    const text = firstFit([name, shortName(name)], x1 - x0 - 12, (one) => pens.measure(font, one));
    if (text === undefined) continue;
    const place = { x0: x0 + 6, x1: x0 + 8 + pens.measure(font, text), y: yOf(window) };
    if (taken.some((other) => other.x0 < place.x1 && place.x0 < other.x1 && Math.abs(other.y - place.y) < height)) continue;
    taken.push(place);
    pens.writeLater(text, place.x0, place.y, { font, color: tokens.ink2, halo: tokens.bg, keepHalo: true });
  }
}

/**
 * Where a bracket begins and ends on the screen.
 * @param {import("./scale.js").Scale} scale
 * @param {import("../data.js").Window} window
 * @returns {[number, number]}
 */
function endsOf(scale, { t0, t1 }) {
  return [Math.max(scale.left - 6, scale.x(t0)), Math.min(scale.right + 6, scale.x(t1))];
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

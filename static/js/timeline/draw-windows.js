/**
 * In a datum's lane, or a file's: a bracket from each read to the write of what was made of it. Where brackets of two workers overlap the lane
 * is shaded: there one of them works with an old value.
 */

import { overlapsOf, windowsOf } from "../data.js";
import { firstFit, shortName, workerName } from "./labels.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 */

const ROWS = 3;
const SHADE = 0.16;

/**
 * Draw the brackets in the head of a lane.
 * @param {View} view
 * @param {Row} row
 * @param {number} room  for all rows of them, px
 * @returns {number} how much of that they take
 */
export function drawWindows(view, row, room) {
  const windows = windowsOf(view.model, row.id, view.scale.t(view.scale.left), view.scale.t(view.scale.right));
  const rows = Math.min(ROWS, Math.max(0, ...windows.map((one) => one.row + 1)));
  const step = Math.min(9, room / ROWS);
  shadeOverlaps(view, row, windows);
  const shown = windows.filter((one) => one.row < ROWS);
  const yOf = (/** @type {import("../data.js").Window} */ one) => row.barTop + 2 + one.row * step;
  for (const one of shown) drawWindow(view, one, yOf(one), step);
  if (step >= 8) nameWindows(view, shown.toSorted((a, b) => Number(b.isLost) - Number(a.isLost)), (one) => yOf(one) + step * 0.6 + 1);
  return rows * step;
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

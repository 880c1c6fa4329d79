/**
 * The kernel's side of a socket, a pipe, a selector or a file: phase 1 (waiting for data, dotted), phase 2 (the copy to the program, solid),
 * what is in the kernel, and ticks for what came, went, was ready or was asked for in vain.
 */

import { Doing, Tick, amountOf, countedFor } from "../flows.js";
import { drawWindows } from "./draw-windows.js";
import { firstFit } from "./labels.js";
import { MIN_WIDTH, segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("../steps.js").StepTable} StepTable
 * @typedef {import("./segments.js").Segment} Segment
 */

/** Rows looked at in a stretch too dense to be drawn one by one. */
const SAMPLES = 48;
/** Of the lane: the height of phase 1, as that of a worker blocked, and of what is in the kernel. */
const LOW = 0.36;
/** Words stay this clear of the ticks at the ends of a phase. */
const CLEAR = 12;
const FULL = 0.8;

/**
 * Draw the lane; of a file that is read to be written back, with the brackets over that.
 * @param {View} view
 * @param {Row} whole
 * @param {StepTable} steps
 */
export function drawFlow(view, whole, steps) {
  const segments = segmentsOf(steps, view.scale, view.end);
  const row = whole.hasWindows ? below(whole, drawWindows(view, whole, whole.barHeight * 0.4)) : whole;
  for (const segment of segments) drawInside(view, row, steps, segment);
  drawPhases(view, row, steps, segments);
  for (const segment of segments) drawTick(view, row, steps, segment);
}

/** What is left of a lane below its brackets. @param {Row} row @param {number} height @returns {Row} */
const below = (row, height) => ({ ...row, barTop: row.barTop + height + 3, barHeight: row.barHeight - height - 3 });

/**
 * The stretches in which the kernel does one thing, ticks between them notwithstanding.
 * @param {StepTable} steps
 * @param {readonly Segment[]} segments
 * @returns {{x0: number, x1: number, doing: number, count: number}[]}
 */
export function phasesOf(steps, segments) {
  /** @type {{x0: number, x1: number, doing: number, count: number}[]} */
  const phases = [];
  for (const { x0, x1, first, last, count } of segments) {
    const doing = count === 1 ? steps.doing.at(first) : most(steps, first, last);
    const before = phases.at(-1);
    if (before !== undefined && before.doing === doing && x0 - before.x1 < 0.5) Object.assign(before, { x1, count: before.count + count });
    else phases.push({ x0, x1, doing, count });
  }
  return phases.filter(({ doing }) => doing !== Doing.NOTHING);
}

/**
 * The furthest the kernel came in a dense stretch.
 * @param {StepTable} steps
 * @param {number} first
 * @param {number} last
 * @returns {number}
 */
function most(steps, first, last) {
  let found = 0;
  const stride = Math.max(1, Math.ceil((last - first + 1) / SAMPLES));
  for (let index = first; index <= last; index += stride) found = Math.max(found, steps.doing.at(index));
  return found;
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {readonly Segment[]} segments
 */
function drawPhases(view, row, steps, segments) {
  const { context, tokens, scale } = view;
  for (const { x0, x1, doing } of phasesOf(steps, segments)) {
    const isCopy = doing === Doing.COPY || doing === Doing.COPY_UNSEEN;
    const x = Math.max(x0, scale.left - 4);
    const w = Math.max(MIN_WIDTH, Math.min(x1, scale.right + 4) - x);
    const h = Math.round(row.barHeight * (isCopy ? FULL : LOW));
    const y = row.barTop + row.barHeight - h - 1;
    context.fillStyle = tokens.resource;
    if (doing === Doing.COPY_UNSEEN) drawHollow(view, { x, y, w, h });
    else if (isCopy) context.fillRect(x, y, w, h);
    else drawDots(view, { x, y, w, h });
    writePhase(view, { x: Math.max(x0, scale.left), y, w: Math.min(x1, scale.right) - Math.max(x0, scale.left), h }, isCopy);
  }
}

/**
 * Only the outline of a copy that nobody saw, dashed as all is that we infer.
 * @param {View} view
 * @param {{x: number, y: number, w: number, h: number}} box
 */
function drawHollow({ context, tokens }, { x, y, w, h }) {
  context.strokeStyle = tokens.resource;
  context.setLineDash([3, 2]);
  context.strokeRect(x + 0.5, y + 0.5, Math.max(2, w - 1), h - 1);
  context.setLineDash([]);
}

/**
 * Dots, as for a worker that waits for data, in the resource's ink.
 * @param {View} view
 * @param {{x: number, y: number, w: number, h: number}} box
 */
function drawDots({ context, tokens }, { x, y, w, h }) {
  const period = Math.max(6, tokens.patternPeriod * 0.7);
  const radius = Math.max(1.1, period * 0.16);
  context.globalAlpha = 0.12;
  context.fillRect(x, y, w, h);
  context.globalAlpha = 1;
  context.beginPath();
  for (let at = Math.ceil(x / period) * period; at < x + w; at += period) {
    context.moveTo(at + radius, y + h / 2);
    context.arc(at, y + h / 2, radius, 0, Math.PI * 2);
  }
  context.fill();
}

/**
 * @param {View} view
 * @param {{x: number, y: number, w: number, h: number}} box
 * @param {boolean} isCopy
 */
function writePhase({ pens, tokens, t }, { x, y, w, h }, isCopy) {
  const name = isCopy ? "copy" : "wait";
  // A tick may stand at either end.
  const text = firstFit([t(`timeline.phase.${name}`), t(`timeline.phase.${name}.short`)], w - 2 * CLEAR, (one) => pens.measure(pens.fonts.small, one));
  if (text === undefined) return;
  const colours = isCopy ? { color: tokens.resourceText, halo: tokens.resource } : { color: tokens.ink, halo: tokens.bg, keepHalo: true };
  const at = isCopy ? y + h / 2 + 1 : y - tokens.barTextSize * 0.6;
  pens.writeLater(text, x + CLEAR, at, { font: pens.fonts.small, ...colours });
}

/**
 * Bytes nobody has read, connections nobody has accepted: a pale ground, with the number where there is room.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {Segment} segment
 */
function drawInside({ context, tokens, scale, pens, model, t }, row, steps, { x0, x1, first, last }) {
  const amount = steps.depth.at(last);
  if (!(amount > 0)) return;
  const x = Math.max(x0, scale.left - 4);
  const w = Math.max(2, Math.min(x1, scale.right + 4) - x);
  const h = Math.round(row.barHeight * FULL);
  context.fillStyle = tokens.resource;
  context.globalAlpha = 0.14;
  context.fillRect(x, row.barTop + row.barHeight - h - 1, w, h);
  context.globalAlpha = 1;
  if (first !== last) return;
  const isListening = (model.resources.get(row.id)?.capacity ?? null) !== null;
  const text = firstFit([t(isListening ? "timeline.backlog" : "timeline.bytes", { count: amount }), `${amount}`], Math.min(x1, scale.right) - x - 18, (one) => pens.measure(pens.fonts.small, one));
  if (text !== undefined) pens.writeLater(text, x + 12, row.barTop + row.barHeight - h + tokens.barTextSize * 0.55, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg });
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {Segment} segment
 */
function drawTick(view, row, steps, { x0, x1, first, last, count }) {
  const { scale } = view;
  const kind = steps.tick.at(first);
  if (kind === Tick.COUNTED && count === 1) drawCounted(view, row, steps, first);
  if (kind === Tick.NONE && count === 1) return;
  if (count > 1) {
    drawDense(view, row, steps, { x0, x1, first, last, count });
    return;
  }
  drawMark(view, row, kind, scale.x(steps.time.at(first)));
}

/**
 * ▲ in the lane's foot: data or a connection came; ▽ in its head: it was taken; ◇ found ready; × asked in vain; | the end.
 * @param {View} view
 * @param {Row} row
 * @param {number} kind
 * @param {number} x
 */
function drawMark({ context, tokens }, row, kind, x) {
  const size = Math.min(6, row.barHeight * 0.14) + 2;
  const [top, bottom] = [row.barTop + 3, row.barTop + row.barHeight - 2];
  context.strokeStyle = context.fillStyle = tokens.resource;
  context.lineWidth = 1.5;
  context.beginPath();
  switch (kind) {
    case Tick.ARRIVED:
    case Tick.SENT:
      context.moveTo(x - size, bottom);
      context.lineTo(x, bottom - size * 1.6);
      context.lineTo(x + size, bottom);
      context.closePath();
      if (kind === Tick.ARRIVED) context.fill();
      break;
    case Tick.TAKEN:
      context.moveTo(x - size, top);
      context.lineTo(x, top + size * 1.6);
      context.lineTo(x + size, top);
      context.closePath();
      context.fillStyle = tokens.bg;
      context.fill();
      break;
    case Tick.READY:
      context.moveTo(x, top);
      context.lineTo(x + size, top + size);
      context.lineTo(x, top + size * 2);
      context.lineTo(x - size, top + size);
      context.closePath();
      context.fillStyle = tokens.bg;
      context.fill();
      break;
    case Tick.REFUSED:
      context.moveTo(x - size * 0.6, top);
      context.lineTo(x + size * 0.6, top + size * 1.2);
      context.moveTo(x + size * 0.6, top);
      context.lineTo(x - size * 0.6, top + size * 1.2);
      break;
    case Tick.END:
      context.moveTo(x, top);
      context.lineTo(x, bottom);
      break;
    default:
  }
  context.stroke();
}

/**
 * Calls in vain that were counted, not recorded one by one: a hatched stretch with their number.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {number} index
 */
function drawCounted({ context, tokens, scale, pens, t }, row, steps, index) {
  const value = steps.amount.at(index);
  const time = steps.time.at(index);
  const [x0, x1] = [scale.x(time - countedFor(value)), scale.x(time)];
  hatch({ context, tokens }, row, Math.max(x0, scale.left), Math.min(x1, scale.right));
  const text = firstFit([t("timeline.polls", { count: amountOf(value) }), `×${amountOf(value)}`], x1 - x0 - 6, (one) => pens.measure(pens.fonts.small, one));
  if (text !== undefined) pens.writeLater(text, Math.max(x0, scale.left) + 4, row.barTop + tokens.barTextSize * 0.6, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg, keepHalo: true });
}

/**
 * Ticks too dense to be told apart: those asked in vain as a hatched stretch with their number, any other as one mark.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 * @param {Segment} segment
 */
function drawDense(view, row, steps, { x0, x1, first, last }) {
  let refused = 0;
  const others = new Set();
  const stride = Math.max(1, Math.ceil((last - first + 1) / SAMPLES));
  for (let index = first; index <= last; index += stride) {
    const tick = steps.tick.at(index);
    if (tick === Tick.REFUSED || tick === Tick.COUNTED) refused += 1;
    else if (tick !== Tick.NONE && !others.has(tick)) {
      others.add(tick);
      drawMark(view, row, tick, view.scale.x(steps.time.at(index)));
    }
  }
  if (refused === 0) return;
  hatch(view, row, Math.max(x0, view.scale.left), Math.min(x1, view.scale.right));
  const { pens, tokens, t } = view;
  const count = steps.refusedAt(last) - steps.refusedAt(first - 1);
  const text = firstFit([t("timeline.polls", { count }), `×${count}`], x1 - x0 - 6, (one) => pens.measure(pens.fonts.small, one));
  if (text !== undefined) pens.writeLater(text, Math.max(x0, view.scale.left) + 4, row.barTop + tokens.barTextSize * 0.6, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg, keepHalo: true });
}

/**
 * @param {Pick<View, "context" | "tokens">} view
 * @param {Row} row
 * @param {number} x0
 * @param {number} x1
 */
function hatch({ context, tokens }, row, x0, x1) {
  const top = row.barTop + 3;
  context.strokeStyle = tokens.resource;
  context.lineWidth = 1;
  context.globalAlpha = 0.6;
  context.beginPath();
  for (let x = x0; x <= Math.max(x1, x0 + 1); x += 4) {
    context.moveTo(x, top);
    context.lineTo(x, top + 7);
  }
  context.stroke();
  context.globalAlpha = 1;
}

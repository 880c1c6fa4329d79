/** What workers share: owner blocks of locks, depth of queues, permits, the GIL, cores; and who holds what, under the holder's lane. */

import { isData } from "../data.js";
import { Kind } from "../kinds.js";
import { drawPool } from "./draw-pools.js";
import { drawFlow } from "./draw-sockets.js";
import { drawDataLane } from "./draw-data.js";
import { drawSteps, drawTicks } from "./draw-steps.js";
import { firstFit, ownerLabels, shortName, workerName } from "./labels.js";
import { segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("../steps.js").StepTable} StepTable
 * @typedef {{x0: number, x1: number, owner: number, count: number}} Block
 */

const BLOCKS = new Set(["lock", "rlock", "condition", "gil"]);

/**
 * Draw a resource's lane.
 * @param {View} view
 * @param {Row} row
 */
export function drawResourceLane(view, row) {
  const steps = view.model.steps.get(row.id);
  if (steps === undefined) return;
  if (row.resourceKind === "pool") drawPool(view, row);
  else if (BLOCKS.has(row.resourceKind)) {
    for (const block of blocksOf(view, steps)) drawBlock(view, row, block);
    if (row.resourceKind === "condition") drawTicks(view, row, steps, Kind.NOTIFY);
  } else if (isData(row.resourceKind)) drawDataLane(view, row, steps);
  else if (row.resourceKind === "event") drawSetting(view, row, steps);
  else if (steps.isFlow && (row.resourceKind !== "pipe" || steps.hasCalls)) drawFlow(view, row, steps);
  else drawSteps(view, row, steps);
  if (row.hasWaiters) drawWaiters(view, row, steps);
}

/**
 * Stretches with one owner; steps that change only who waits do not cut them.
 * @param {View} view
 * @param {StepTable} steps
 * @returns {Block[]}
 */
export function blocksOf(view, steps) {
  /** @type {Block[]} */
  const blocks = [];
  for (const { x0, x1, first, count } of segmentsOf(steps, view.scale, view.end)) {
    const owner = count > 1 ? -1 : steps.owner.at(first);
    const last = blocks.at(-1);
    if (last !== undefined && last.owner === owner && last.x1 >= x0 - 0.01) {
      last.x1 = x1;
      last.count += count;
    } else blocks.push({ x0, x1, owner, count });
  }
  return blocks.filter((block) => block.owner !== 0);
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {Block} block
 */
function drawBlock(view, row, { x0, x1, owner, count }) {
  const { context, tokens, pens, scale, model } = view;
  const isGil = row.resourceKind === "gil";
  const gap = x1 - x0 > 7 ? 1 : 0;
  const x = Math.max(x0 + gap, scale.left - 20);
  const w = Math.max(2, Math.min(x1 - gap, scale.right + 20) - x);
  const y = row.barTop + 2;
  const h = row.barHeight - 4;
  context.fillStyle = context.strokeStyle = tokens.resource;
  if (owner < 0) return drawDenseBlock(view, { x, y, w, h }, isGil, count);
  context.beginPath();
  context.roundRect(isGil ? x + 0.75 : x, isGil ? y + 0.75 : y, isGil ? w - 1.5 : w, isGil ? h - 1.5 : h, w > 8 ? 3 : 0);
  context.lineWidth = 1.5;
  if (isGil && w > 5) context.stroke();
  else context.fill();
  writeOwner(view, { x: Math.max(x0, scale.left), y, w: Math.min(x1, scale.right) - Math.max(x0, scale.left), h }, owner, isGil);
}

/**
 * @param {View} view
 * @param {{x: number, y: number, w: number, h: number}} box
 * @param {number} owner
 * @param {boolean} isGil
 */
function writeOwner({ pens, tokens, model, t }, { x, y, w, h }, owner, isGil) {
  const candidates = isGil ? [workerName(model, owner), shortName(workerName(model, owner))] : ownerLabels(model, owner, t);
  const font = isGil ? pens.fonts.small : pens.fonts.bar;
  const text = firstFit(candidates, w - 6, (one) => pens.measure(font, one));
  if (text === undefined) return;
  const isTight = pens.measure(font, text) > w - 16;
  const style = { font, color: isGil ? tokens.resource : tokens.resourceText, halo: isGil ? tokens.bg : tokens.resource };
  pens.writeLater(text, isTight ? x + w / 2 : x + 8, y + h / 2 + 1, { ...style, align: isTight ? "center" : "left" });
}

/**
 * Owners that changed too often to be told apart: a half-tone block with their number.
 * @param {View} view
 * @param {{x: number, y: number, w: number, h: number}} box
 * @param {boolean} isGil
 * @param {number} count
 */
function drawDenseBlock({ context, tokens, pens, t }, { x, y, w, h }, isGil, count) {
  context.globalAlpha = isGil ? 0.22 : 0.5;
  context.fillRect(x, y, Math.max(2, w), h);
  context.globalAlpha = 1;
  const text = firstFit([t("timeline.changes", { count }), t("timeline.count", { count })], w - 12, (one) => pens.measure(pens.fonts.small, one));
  if (text !== undefined) pens.writeLater(text, x + 6, y + h / 2 + 1, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg, keepHalo: true });
}

/**
 * An event: a block while it is set.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 */
function drawSetting(view, row, steps) {
  const { context, tokens, pens, scale, t } = view;
  for (const { x0, x1, first, last } of segmentsOf(steps, scale, view.end)) {
    const isSet = steps.depth.at(last) === 1;
    const from = Math.max(x0, scale.left);
    const width = Math.max(2, Math.min(x1, scale.right) - from);
    const y = row.barTop + 2;
    const h = row.barHeight - 4;
    context.fillStyle = tokens.resource;
    if (isSet) context.fillRect(from, y, width, h);
    const changed = first === 0 || steps.depth.at(first - 1) !== steps.depth.at(last);
    const text = changed && isSet ? firstFit([t("timeline.set")], Math.min(x1, scale.right) - from - 14, (one) => pens.measure(pens.fonts.bar, one)) : undefined;
    if (text !== undefined) pens.writeLater(text, from + 8, y + h / 2 + 1, { font: pens.fonts.bar, color: tokens.resourceText, halo: tokens.resource });
  }
}

/**
 * How many wait, under the block.
 * @param {View} view
 * @param {Row} row
 * @param {StepTable} steps
 */
function drawWaiters(view, row, steps) {
  const { context, tokens, pens, scale, t } = view;
  const y = row.barTop + row.barHeight + 3;
  /** @type {{x0: number, x1: number, waiters: number} | undefined} */
  let stretch;
  const finish = () => {
    if (stretch === undefined || stretch.waiters === 0) return;
    const from = Math.max(stretch.x0, scale.left);
    const width = Math.min(stretch.x1, scale.right) - from;
    context.fillStyle = tokens.blockedStroke;
    context.fillRect(from, y, Math.max(2, width - 1), 2);
    const params = { count: stretch.waiters };
    const text = firstFit([t("timeline.waiting", params), `${stretch.waiters}`], width - 8, (one) => pens.measure(pens.fonts.small, one));
    if (text !== undefined) pens.writeLater(text, from, y + 4 + tokens.barTextSize * 0.5, { font: pens.fonts.small, color: tokens.blockedText, halo: tokens.bg });
  };
  for (const { x0, x1, first, last } of segmentsOf(steps, scale, view.end)) {
    const waiters = first === last ? steps.waiters.at(first) : Math.max(steps.waiters.at(first), steps.waiters.at(last));
    if (stretch !== undefined && stretch.waiters === waiters) stretch.x1 = x1;
    else {
      finish();
      stretch = { x0, x1, waiters };
    }
  }
  finish();
}

/** Underline, on the holder's lane, the time it holds something. @param {View} view */
export function drawHolds(view) {
  const { context, tokens, layout, scale, model } = view;
  context.fillStyle = tokens.resource;
  for (const [id, steps] of model.steps) {
    if (!steps.isOwned || steps.kind === "gil" || steps.length === 0) continue;
    const alpha = view.state.selected?.type === "resource" && view.state.selected.id !== id ? 0.25 : 1;
    context.globalAlpha = alpha;
    for (const { x0, x1, owner } of blocksOf(view, steps)) {
      const row = layout.rowOf.get(owner);
      if (row === undefined) continue;
      const from = Math.max(x0, scale.left - 4);
      context.fillRect(from, row.barTop + row.barHeight + 2, Math.max(2, Math.min(x1, scale.right + 4) - from), tokens.holdWidth);
    }
  }
  context.globalAlpha = 1;
}

/**
 * A core: who is on it.
 * @param {View} view
 * @param {Row} row
 */
export function drawCpuLane(view, row) {
  const { context, tokens, pens, scale, model } = view;
  const table = model.cpus.get(row.id);
  if (table === undefined) return;
  const y = row.barTop + 1;
  const h = row.barHeight - 2;
  context.strokeStyle = context.fillStyle = tokens.resource;
  context.lineWidth = 1;
  for (const { x0, x1, first, count } of segmentsOf(table, scale, view.end)) {
    const end = count > 1 ? x1 : Math.min(x1, scale.x(table.end.at(first)));
    const from = Math.max(x0, scale.left - 4);
    const w = Math.max(1.5, Math.min(end, scale.right + 4) - from);
    context.globalAlpha = count > 1 ? 0.3 : 0.16;
    context.fillRect(from, y, w, h);
    context.globalAlpha = 1;
    if (count > 1 || w < 14) continue;
    context.strokeRect(from + 0.5, y + 0.5, w - 1, h - 1);
    const name = workerName(model, table.worker.at(first));
    const text = firstFit([name, shortName(name)], w - 8, (one) => pens.measure(pens.fonts.small, one));
    if (text !== undefined) pens.writeLater(text, Math.max(from, scale.left) + 4, y + h / 2 + 1, { font: pens.fonts.small, color: tokens.ink, halo: tokens.bg });
  }
}

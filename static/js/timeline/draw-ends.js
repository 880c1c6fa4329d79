/** How workers end - flag, exit code, jagged cut, or just no more recording - and the marks of findings. */

import { isStrand } from "../facts.js";
import { firstFit } from "./labels.js";
import { isWorkerRow } from "./layout.js";
import { roundRect } from "./pens.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 */

const FADE = 24;

/** Draw every worker's end. @param {View} view */
export function drawEnds(view) {
  const { model, layout, scale } = view;
  for (const row of layout.rows) {
    if (!isWorkerRow(row)) continue;
    const worker = model.workers.get(row.id);
    if (worker === undefined) continue;
    if (worker.ended === null) {
      if (model.isEnded) drawFade(view, row);
      continue;
    }
    const x = scale.x(worker.ended);
    if (x < scale.left - 4 || x > scale.right + 60) continue;
    if (worker.cut || worker.signal !== null) drawCut(view, row, x);
    else drawFlag(view, row, x);
    writeExit(view, row, worker, x);
  }
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {number} x
 */
function drawFlag({ context, tokens }, row, x) {
  const size = Math.min(9, row.barHeight * 0.2);
  context.fillStyle = tokens.done;
  context.fillRect(x, row.barTop, 3, row.barHeight + 1);
  context.fillRect(x, row.barTop, size, size);
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {number} x
 */
function drawCut({ context, tokens }, row, x) {
  const teeth = 6;
  const tall = row.barHeight / teeth;
  context.strokeStyle = tokens.bg;
  context.fillStyle = tokens.bg;
  context.beginPath();
  context.moveTo(x + 12, row.barTop);
  for (let tooth = 0; tooth <= teeth; tooth += 1) context.lineTo(x + (tooth % 2 === 0 ? -3 : 4), row.barTop + tooth * tall);
  context.lineTo(x + 12, row.barTop + row.barHeight);
  context.fill();
  context.strokeStyle = tokens.ink;
  context.lineWidth = 2.5;
  context.lineJoin = "miter";
  context.beginPath();
  for (let tooth = 0; tooth <= teeth; tooth += 1) context.lineTo(x + (tooth % 2 === 0 ? -3 : 4), row.barTop + tooth * tall);
  context.stroke();
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {import("../model.js").Worker} worker
 * @param {number} x
 */
function writeExit(view, row, worker, x) {
  const { pens, tokens, t } = view;
  const process = view.model.workers.get(worker.process);
  const isLast = worker.kind === "process" || (process?.ended !== null && process?.exit !== null && worker.ended === process?.ended);
  const words = worker.signal !== null ? [worker.signal] : wordsOfForce(worker, t) ?? (isStrand(worker) && worker.exit ? [t("tree.exception"), t("tree.exception.short")] : exitWords(worker, isLast));
  const isAtCap = Math.abs(x - view.scale.x(view.end)) < 24;
  const from = x + (isAtCap ? 22 : 12);
  const text = firstFit(words, clearRoom(view, from), (one) => pens.measure(pens.fonts.small, one));
  if (text === undefined) return;
  pens.writeLater(text, from, row.barTop + tokens.barTextSize * 0.7, { font: pens.fonts.small, color: tokens.ink2, halo: tokens.bg, keepHalo: true });
}

/** How it was ended, if not by itself. @type {(worker: import("../model.js").Worker, t: View["t"]) => string[] | undefined} */
function wordsOfForce({ cut, cancelled, kind }, t) {
  return cut ? [t("tree.cut"), t("tree.cut.short")] : cancelled ? [t(`tree.cancelled.${kind}`)] : undefined;
}

/**
 * @param {import("../model.js").Worker} worker
 * @param {boolean} isLast  its process ended with it
 * @returns {string[]}
 */
function exitWords(worker, isLast) {
  if (worker.exit === null || (worker.exit === 0 && !(isLast && worker.kind === "process"))) return [];
  return [`${worker.exit}`];
}

/**
 * How much may be written from x on before a cursor or the edge is in the way.
 * @param {View} view
 * @param {number} from
 * @returns {number}
 */
function clearRoom({ layout, scale, state, tokens }, from) {
  const edges = [state.cursor, state.secondCursor ?? state.cursor].map((time) => scale.x(time) - tokens.cursorWidth - 4).filter((x) => x > from - 8);
  return Math.min(layout.width - 6, ...edges) - from;
}

/**
 * The recording stopped while it went on: its bar fades away.
 * @param {View} view
 * @param {Row} row
 */
function drawFade({ context, tokens, scale, end }, row) {
  const x = scale.x(end);
  if (x < scale.left || x - FADE > scale.right) return;
  context.fillStyle = tokens.lane;
  for (let step = 0; step < FADE; step += 2) {
    context.globalAlpha = step / FADE;
    context.fillRect(x - FADE + step, row.barTop - 4, 2, row.barHeight + 4);
  }
  context.globalAlpha = 1;
}

/**
 * Draw findings on their workers' lanes - trouble on each of them, what is worth a look on the first - and leave them in `view.alarms` for
 * the pointer.
 * @param {View} view
 */
export function drawAlarms(view) {
  const { model, layout, scale, tokens } = view;
  view.alarms = [];
  for (const finding of model.findings.values()) {
    const places = finding.workers.flatMap((worker) => {
      const row = rowFor(view, worker);
      return row === undefined ? [] : [{ worker, row }];
    });
    // On the lanes of others only if they were still there: behind a lane's end it would stand on nothing.
    const isThere = (/** @type {number} */ worker) => (model.workers.get(worker)?.ended ?? Infinity) >= finding.at;
    for (const { worker, row } of finding.level === "error" ? places.filter((place, index) => index === 0 || isThere(place.worker)) : places.slice(0, 1)) {
      const reach = Math.min(tokens.alarmSize / 2, row.barHeight * 0.3) * (finding.level === "info" ? 0.8 : 1);
      const x = scale.x(finding.at);
      if (x < scale.left - reach || x > layout.width + reach) continue;
      const at = Math.min(Math.max(x, scale.left + reach), layout.width - reach - 4);
      // On the low bar and below it, so that the words above it stay readable.
      view.alarms.push({ finding: finding.id, worker, x: at, y: row.barTop + row.barHeight * 0.62 + reach, reach, level: finding.level });
    }
  }
  for (const alarm of view.alarms) drawSign(view, alarm);
}

/**
 * The lane that stands for a worker: its own, or, for a process that is unfolded, that of its first thread.
 * @param {View} view
 * @param {number} worker
 * @returns {Row | undefined}
 */
function rowFor({ model, layout }, worker) {
  return layout.rowOf.get(worker) ?? layout.rows.find((row) => row.kind === "thread" && model.workers.get(row.id)?.process === worker);
}

/**
 * A diamond with "!" for trouble (red) and for what is worth a look (ink), a circle with "i" for what is good to know.
 * @param {View} view
 * @param {import("./hit.js").Alarm} alarm
 */
function drawSign({ context, tokens, state }, { x, y, reach, finding, level }) {
  const isTrouble = level === "error";
  const isUpright = level !== "info"; // an "i" is a "!" upside down
  const isSelected = state.selected?.type === "finding" && state.selected.id === finding;
  const trace = (/** @type {number} */ r) => {
    context.beginPath();
    if (!isUpright) return context.arc(x, y, r * 0.85, 0, Math.PI * 2);
    context.moveTo(x, y - r);
    context.lineTo(x + r, y);
    context.lineTo(x, y + r);
    context.lineTo(x - r, y);
    context.closePath();
  };
  trace(reach + (isSelected ? 5 : 2.5));
  context.fillStyle = isSelected ? tokens.focus : tokens.bg;
  context.fill();
  // Red is for trouble only: what is merely worth knowing has the same sign in ink.
  trace(isTrouble ? reach : reach - 1.5);
  context.fillStyle = isTrouble ? tokens.alarm : tokens.bg;
  context.fill();
  if (!isTrouble) {
    context.strokeStyle = tokens.resource;
    context.lineWidth = 2;
    context.stroke();
  }
  context.fillStyle = isTrouble ? tokens.alarmText : tokens.resource;
  roundRect(context, x - reach * 0.1, isUpright ? y - reach * 0.5 : y - reach * 0.08, reach * 0.2, reach * 0.58, reach * 0.08);
  context.fill();
  context.beginPath();
  context.arc(x, isUpright ? y + reach * 0.36 : y - reach * 0.36, reach * 0.13, 0, Math.PI * 2);
  context.fill();
}

/** What lies under and beside the bars: lane grounds, the frames of processes, names. */

import { FOLD_WIDTH } from "./hit.js";
import { workerName } from "./labels.js";
import { isWorkerRow } from "./layout.js";
import { roundRect } from "./pens.js";

/** How far the names of strands stand to the right of their thread's, CSS pixels. */
const STRAND_INDENT = 16;

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 */

/** Draw lane grounds and the grid. @param {View} view */
export function drawGrounds(view) {
  const { context, layout, tokens } = view;
  context.save();
  context.beginPath();
  context.rect(0, layout.axisHeight, layout.width, layout.height);
  context.clip();
  for (const frame of layout.frames) drawFrame(view, frame);
  for (const row of layout.rows) {
    if (row.top > layout.height || row.top + row.height < layout.axisHeight) continue;
    drawGround(view, row);
  }
  context.restore();
  context.fillStyle = tokens.grid;
}

/**
 * @param {View} view
 * @param {Row} row
 */
function drawGround(view, row) {
  const { context, layout, tokens, scale, state } = view;
  const isWorker = isWorkerRow(row);
  const worker = isWorker ? view.model.workers.get(row.id) : undefined;
  const x0 = worker === undefined ? scale.left : Math.max(scale.left, scale.x(worker.began));
  const x1 = worker === undefined || worker.ended === null ? scale.right : Math.min(scale.right, scale.x(worker.ended));
  if (x1 > x0) {
    if (isWorker) {
      context.fillStyle = tokens.lane;
      context.fillRect(x0, row.barTop, x1 - x0, row.barHeight);
    }
    context.fillStyle = tokens.grid;
    context.fillRect(x0, row.barTop + row.barHeight, x1 - x0, 1);
  }
  if (isSelected(row, state)) {
    context.fillStyle = tokens.focus;
    context.globalAlpha = 0.1;
    context.fillRect(layout.mode === "phone" ? 0 : 4, row.top - 3, layout.width, row.height - 2);
    context.globalAlpha = 1;
    context.fillRect(layout.mode === "phone" ? 0 : 4, row.top - 3, 4, row.height - 2);
  }
}

/**
 * @param {Row} row
 * @param {View["state"]} state
 * @returns {boolean}
 */
function isSelected(row, { selected }) {
  if (selected === null || selected.id !== row.id) return false;
  if (row.kind === "resource") return selected.type === "resource";
  return isWorkerRow(row) && (selected.type === "worker" || selected.type === "span");
}

/**
 * A process: a rounded frame round its lanes; the frame's right side is the process' end.
 * @param {View} view
 * @param {import("./layout.js").ProcessFrame} frame
 */
function drawFrame(view, frame) {
  const { context, layout, tokens, scale, model } = view;
  const worker = model.workers.get(frame.process);
  const ended = worker?.ended ?? null;
  const left = 5;
  // A process that goes on beyond the picture has no right side.
  const end = Math.max(scale.left, scale.x(ended ?? (model.isEnded ? model.now : Infinity))) + 7;
  const right = end > layout.width - 2 ? layout.width + 20 : end;
  context.strokeStyle = tokens.grid;
  context.lineWidth = 1.5;
  roundRect(context, left, frame.top, right - left, frame.height, tokens.frameRadius);
  context.stroke();
  context.fillStyle = tokens.grid;
  context.globalAlpha = 0.28;
  roundRect(context, left, frame.top, right - left, frame.headHeight, [tokens.frameRadius, tokens.frameRadius, 0, 0]);
  context.fill();
  context.globalAlpha = 1;
}

/** Write names at the left (or above the bars), over a ground that hides what is scrolled behind them. @param {View} view */
export function drawLabels(view) {
  const { context, layout } = view;
  context.save();
  context.beginPath();
  context.rect(0, layout.axisHeight, layout.width, layout.height);
  context.clip();
  for (const frame of layout.frames) writeHead(view, frame);
  for (const row of layout.rows) {
    if (row.top > layout.height || row.top + row.height < layout.axisHeight) continue;
    writeName(view, row);
  }
  context.restore();
  if (layout.maxScroll > 0) drawScrollbar(view);
}

/** Show that there is more below or above. @param {View} view */
function drawScrollbar({ context, layout, tokens, state }) {
  const room = layout.height - layout.axisHeight;
  const height = Math.max(28, (room * room) / layout.contentHeight);
  const share = Math.min(1, Math.max(0, state.scroll / layout.maxScroll));
  context.fillStyle = tokens.done;
  context.globalAlpha = 0.7;
  roundRect(context, layout.width - 5, layout.axisHeight + share * (room - height), 4, height, 2);
  context.fill();
  context.globalAlpha = 1;
}

/**
 * @param {View} view
 * @param {import("./layout.js").ProcessFrame} frame
 */
function writeHead({ context, model, pens, tokens, layout, state, t }, frame) {
  const worker = model.workers.get(frame.process);
  if (worker === undefined) return;
  const y = frame.headTop + frame.headHeight / 2 + 1;
  const left = FOLD_WIDTH + 4;
  const room = layout.width - left - 24;
  drawFold(context, tokens.ink2, y, state.collapsed.includes(frame.process));
  const name = pens.clipName(pens.fonts.label, workerName(model, frame.process), room * 0.6);
  pens.write(name, left, y, { font: pens.fonts.label, color: tokens.ink });
  let x = left + pens.measure(pens.fonts.label, name) + 14;
  for (const { text, isTrouble } of headFacts(worker, t)) {
    const shown = pens.clip(pens.fonts.note, text, room - x);
    pens.write(shown, x, y, { font: pens.fonts.note, color: isTrouble ? tokens.alarm : tokens.ink2 });
    x += pens.measure(pens.fonts.note, shown) + 12;
  }
}

/**
 * What the head says behind a process' name. Only a violent end is red: red is for trouble.
 * @param {import("../model.js").Worker} worker
 * @param {View["t"]} t
 * @returns {{text: string, isTrouble: boolean}[]}
 */
function headFacts({ pid, signal, exit, start_method: method }, t) {
  const facts = [{ text: t("tree.pid", { pid }), isTrouble: false }];
  if (signal !== null) facts.push({ text: t("timeline.killed", { signal }), isTrouble: true });
  else if (exit !== null) facts.push({ text: t("tree.exit", { code: exit }), isTrouble: false });
  if (method !== null && method !== "program") facts.push({ text: method, isTrouble: false });
  return facts;
}

/**
 * The handle that folds a process: a chevron, down when it is open.
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {number} y
 * @param {boolean} isFolded
 */
function drawFold(context, color, y, isFolded) {
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.lineJoin = context.lineCap = "round";
  context.beginPath();
  if (isFolded) {
    context.moveTo(15, y - 5);
    context.lineTo(20, y - 0.5);
    context.lineTo(15, y + 4);
  } else {
    context.moveTo(13, y - 3);
    context.lineTo(17.5, y + 2);
    context.lineTo(22, y - 3);
  }
  context.stroke();
  context.lineCap = "butt";
}

/**
 * @param {View} view
 * @param {Row} row
 */
function writeName(view, row) {
  const { pens, tokens, layout } = view;
  const isPhone = layout.mode === "phone";
  const indent = isBelowThread(row) ? STRAND_INDENT : 0;
  const x = (layout.mode === "projector" ? 10 : 16) + indent;
  if (indent > 0) drawRail(view, row, x - 8);
  const room = isPhone ? layout.width - 32 : layout.left - x - 10;
  const isQuiet = row.kind === "cpu" || row.resourceKind === "gil" || row.kind === "density";
  const font = row.kind === "cpu" ? pens.fonts.note : row.kind === "strand" ? pens.fonts.smaller : pens.fonts.label;
  const color = isQuiet ? tokens.ink2 : tokens.ink;
  const inline = isPhone || (layout.mode === "projector" && row.note !== "" && row.kind !== "thread");
  if (inline) return writeInline(view, row, x, room);
  const middle = row.barTop + row.barHeight / 2;
  const fitting = pens.fitting([font, pens.fonts.smaller, pens.fonts.narrow], row.name, room);
  if (row.note === "") {
    pens.write(pens.clipName(fitting, row.name, room), x, middle + 1, { font: fitting, color });
    return;
  }
  const step = tokens.labelSize * 0.6;
  pens.write(pens.clipName(fitting, row.name, room), x, middle - step + 1, { font: fitting, color });
  pens.write(pens.clip(pens.fonts.note, row.note, room), x, middle + step + 1, { font: pens.fonts.note, color: tokens.ink2 });
}

/**
 * Whether a lane stands below a thread's: a strand's, or those folded away.
 * @param {Row} row
 * @returns {boolean}
 */
const isBelowThread = (row) => row.kind === "strand" || (row.kind === "density" && row.id > 0);

/**
 * The rail that ties a strand's name to its thread's.
 * @param {View} view
 * @param {Row} row
 * @param {number} x
 */
function drawRail({ context, tokens, layout }, row, x) {
  const y = Math.round(layout.mode === "phone" ? row.labelTop + tokens.labelSize * 0.72 : row.barTop + row.barHeight / 2) + 0.5;
  context.strokeStyle = tokens.done;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - 6, row.top - (layout.mode === "phone" ? 2 : row.height * 0.7));
  context.lineTo(x - 6, y);
  context.lineTo(x + 3, y);
  context.stroke();
}

/**
 * Kind and name on one line, as in "lock mutex".
 * @param {View} view
 * @param {Row} row
 * @param {number} x
 * @param {number} room
 */
function writeInline({ pens, tokens, layout }, row, x, room) {
  const y = layout.mode === "phone" ? row.labelTop + tokens.labelSize * 0.72 : row.barTop + row.barHeight / 2 + 1;
  const name = pens.clipName(pens.fonts.label, row.name, room);
  pens.write(name, x, y, { font: pens.fonts.label, color: tokens.ink, halo: tokens.bg });
  const used = pens.measure(pens.fonts.label, name) + tokens.labelSize * 0.5;
  const note = pens.clip(pens.fonts.note, row.note, room - used);
  if (note.length > 2) pens.write(note, x + used, y, { font: pens.fonts.note, color: tokens.ink2 });
}

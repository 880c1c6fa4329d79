/** A worker's lane: its bars, their words, notches where the holder changed, density strips where spans are too short. */

import { Known, State } from "../kinds.js";
import { barLabels, firstFit } from "./labels.js";
import { markOf } from "./marks.js";
import { segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("./segments.js").Segment} Segment
 * @typedef {{x: number, y: number, w: number, h: number}} Box
 */

const GAP = 2;
const HIDDEN_ALPHA = 0.1;
const SAMPLED_ALPHA = 0.55;

/**
 * Draw the bars of one worker.
 * @param {View} view
 * @param {Row} row
 */
export function drawWorkerLane(view, row) {
  const lane = view.model.lanes.get(row.id);
  if (lane === undefined || lane.length === 0) return;
  const segments = segmentsOf(lane, view.scale, view.end);
  segments.forEach((segment, index) => {
    if (segment.count > 1) drawDense(view, row, lane, segment);
    else drawSpan(view, row, lane, segment, segments[index - 1], segments[index + 1]);
  });
}

/**
 * Fold several workers into one strip: each pixel's shares over all of them.
 * @param {View} view
 * @param {Row} row
 */
export function drawDensityLane(view, row) {
  const { context, tokens } = view;
  const each = row.barHeight / Math.max(1, row.folded.length);
  row.folded.forEach((id, index) => {
    const lane = view.model.lanes.get(id);
    if (lane === undefined || lane.length === 0) return;
    const x = Math.max(view.scale.left, view.scale.x(lane.time.at(0)));
    const ended = view.model.workers.get(id)?.ended ?? view.end;
    const width = Math.min(view.scale.right, view.scale.x(ended)) - x;
    if (width > 0) view.strip.draw(context, lane, view.scale, { x, y: row.barTop + index * each, width, height: Math.max(1, each - 1), end: view.end });
  });
  context.fillStyle = tokens.grid;
  context.fillRect(view.scale.left, row.barTop + row.barHeight, view.scale.width, 1);
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {import("../spans.js").SpanTable} lane
 * @param {Segment} segment
 */
function drawDense(view, row, lane, segment) {
  const { context, tokens, pens } = view;
  const width = Math.max(3, segment.x1 - segment.x0);
  const height = Math.round(row.barHeight * 0.62);
  const y = row.barTop + row.barHeight - height;
  view.strip.draw(context, lane, view.scale, { x: segment.x0, y, width, height, end: view.end });
  if (width < 8) return;
  context.strokeStyle = tokens.done;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(segment.x0 + 0.5, y + 3);
  context.lineTo(segment.x0 + 0.5, y - 2.5);
  context.lineTo(segment.x0 + width - 0.5, y - 2.5);
  context.lineTo(segment.x0 + width - 0.5, y + 3);
  context.stroke();
  const text = firstFit([view.t("timeline.switches", { count: segment.count }), `${segment.count}`], width - 8, (one) => pens.measure(pens.fonts.small, one));
  if (text !== undefined && row.barHeight - height > tokens.barTextSize) {
    pens.writeLater(text, Math.max(segment.x0, view.scale.left) + 4, y - 4 - tokens.barTextSize * 0.5, { font: pens.fonts.small, color: tokens.ink2, halo: tokens.lane });
  }
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {import("../spans.js").SpanTable} lane
 * @param {Segment} segment
 * @param {Segment | undefined} before
 * @param {Segment | undefined} after
 */
function drawSpan(view, row, lane, segment, before, after) {
  const index = segment.first;
  const state = lane.state.at(index);
  if (state === State.TERMINATED) return;
  const mark = markOf(state, lane.reason.at(index));
  const { context } = view;
  const continues = before?.count === 1 && isSameWait(lane, before.first, index);
  const isContinued = after?.count === 1 && isSameWait(lane, index, after.first);
  const box = boxOf(row, segment, mark.height, continues, isContinued);
  const isHidden = view.state.hiddenStates.includes(mark.key);
  context.globalAlpha = isHidden ? HIDDEN_ALPHA : lane.known.at(index) === Known.SAMPLED ? SAMPLED_ALPHA : 1;
  drawMark(view, mark, box, { isInferred: lane.known.at(index) === Known.INFERRED, anchor: anchorOf(mark, segment, view), opensLeft: continues, opensRight: isContinued });
  context.globalAlpha = 1;
  if (continues && isHandedOver(lane, index)) drawNotch(view, box);
  if (!isHidden) drawWords(view, row, lane, index, box, mark);
}

/**
 * Where a bar's texture begins: rows of dots begin with the bar, stripes go on over bars that belong together.
 * @param {import("./marks.js").Mark} mark
 * @param {Segment} segment
 * @param {View} view
 * @returns {number}
 */
function anchorOf(mark, segment, { scale }) {
  return mark.pattern.startsWith("dots") || mark.pattern.startsWith("chevrons") ? segment.x0 : scale.x(0);
}

/**
 * @param {import("../spans.js").SpanTable} lane
 * @param {number} one
 * @param {number} other
 * @returns {boolean}
 */
function isSameWait(lane, one, other) {
  return (
    lane.state.at(one) === State.BLOCKED && lane.state.at(other) === State.BLOCKED && lane.reason.at(one) === lane.reason.at(other) &&
    lane.resource.at(one) === lane.resource.at(other) && lane.target.at(one) === lane.target.at(other)
  );
}

/**
 * Whether a new holder begins here; the moment between two holders, when nobody has it, is none.
 * @param {import("../spans.js").SpanTable} lane
 * @param {number} index
 * @returns {boolean}
 */
function isHandedOver(lane, index) {
  const by = lane.by.at(index);
  if (by === 0) return false;
  let before = index - 1;
  while (before > 0 && lane.by.at(before) === 0 && isSameWait(lane, before - 1, before)) before -= 1;
  return lane.by.at(before) !== by;
}

/**
 * @param {Row} row
 * @param {Segment} segment
 * @param {number} share
 * @param {boolean} continues
 * @param {boolean} isContinued
 * @returns {Box}
 */
function boxOf(row, segment, share, continues, isContinued) {
  const width = segment.x1 - segment.x0;
  const gap = width > 7 ? GAP : width > 4 ? 1 : 0;
  const x = segment.x0 + (continues ? 0 : gap / 2);
  const right = segment.x1 - (isContinued ? 0 : gap / 2);
  const h = Math.round(row.barHeight * share);
  return { x, y: row.barTop + row.barHeight - h, w: Math.max(3, right - x), h };
}

/**
 * Draw a mark into a box; the legend uses it too.
 * @param {Pick<View, "context" | "tokens" | "pens"> & {scale?: View["scale"]}} view
 * @param {import("./marks.js").Mark} mark
 * @param {Box} whole
 * @param {{isInferred?: boolean, anchor?: number, opensLeft?: boolean, opensRight?: boolean}} [how]
 */
export function drawMark(view, mark, whole, { isInferred = false, anchor = whole.x, opensLeft = false, opensRight = false } = {}) {
  const box = clipBox(whole, view.scale);
  if (mark.family === "running") drawRunning(view, box, isInferred);
  else if (mark.family === "new") drawNew(view, box);
  else drawOutlined(view, mark, box, { isInferred, anchor, opensLeft, opensRight });
}

/**
 * A bar that begins or ends far outside is cut a little outside the plot, so that its edge stays invisible and its texture cheap.
 * @param {Box} box
 * @param {View["scale"] | undefined} scale
 * @returns {Box}
 */
function clipBox(box, scale) {
  if (scale === undefined) return box;
  const x = Math.max(box.x, scale.left - 20);
  return { ...box, x, w: Math.max(0, Math.min(box.x + box.w, scale.right + 40) - x) };
}

/**
 * @param {Pick<View, "context" | "tokens">} view
 * @param {Box} box
 * @param {boolean} isInferred
 */
function drawRunning({ context, tokens }, { x, y, w, h }, isInferred) {
  context.fillStyle = tokens.run;
  const inset = isInferred && w > 8 ? tokens.outlineWidth + 1.5 : 0;
  context.beginPath();
  context.roundRect(x + inset, y + inset, w - inset * 2, h - inset, w > 6 ? 2 : 0);
  context.fill();
  if (inset > 0) strokeDotted(context, tokens.run, tokens.outlineWidth, { x, y, w, h });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {number} width
 * @param {Box} box
 */
function strokeDotted(context, color, width, { x, y, w, h }) {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash([width, width * 1.5]);
  context.strokeRect(x + width / 2, y + width / 2, w - width, h - width);
  context.setLineDash([]);
}

/**
 * @param {Pick<View, "context" | "tokens">} view
 * @param {Box} box
 */
function drawNew({ context, tokens }, { x, y, w, h }) {
  context.strokeStyle = tokens.done;
  context.lineWidth = 1.5;
  context.setLineDash([4, 4]);
  context.beginPath();
  context.moveTo(x, y + h - 1);
  context.lineTo(x + w, y + h - 1);
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {Pick<View, "context" | "tokens" | "pens">} view
 * @param {import("./marks.js").Mark} mark
 * @param {Box} box
 * @param {{isInferred: boolean, anchor: number, opensLeft: boolean, opensRight: boolean}} how
 */
function drawOutlined({ context, tokens, pens }, mark, box, { isInferred, anchor, opensLeft, opensRight }) {
  const isReady = mark.family === "ready";
  const stroke = isReady ? tokens.readyStroke : tokens.blockedStroke;
  const { x, y, w, h } = box;
  if (w < 5) {
    context.fillStyle = stroke;
    context.fillRect(x, y, w, h);
    return;
  }
  context.fillStyle = isReady ? tokens.readyFill : tokens.blockedFill;
  context.fillRect(x, y, w, h);
  if (!isReady && mark.pattern !== "plain") fillPattern({ context, pens }, mark.pattern, stroke, box, anchor);
  const line = tokens.outlineWidth;
  context.strokeStyle = stroke;
  context.lineWidth = line;
  if (isInferred) strokeDotted(context, stroke, line, box);
  else strokeOpen(context, box, line, opensLeft, opensRight);
  if (mark.pattern === "comb") drawComb(context, stroke, box);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {number} line
 * @param {boolean} opensLeft
 * @param {boolean} opensRight
 */
function strokeOpen(context, { x, y, w, h }, line, opensLeft, opensRight) {
  const half = line / 2;
  context.beginPath();
  context.moveTo(opensLeft ? x : x + half, y + h - half);
  if (opensLeft) context.moveTo(x, y + half);
  else context.lineTo(x + half, y + half);
  context.lineTo(opensRight ? x + w : x + w - half, y + half);
  if (opensRight) context.moveTo(x + w, y + h - half);
  else context.lineTo(x + w - half, y + h - half);
  context.lineTo(opensLeft ? x : x + half, y + h - half);
  context.stroke();
}

/**
 * @param {Pick<View, "context" | "pens">} view
 * @param {string} name
 * @param {string} color
 * @param {Box} box
 * @param {number} anchor  where the texture begins, so that it travels with the bar
 */
function fillPattern({ context, pens }, name, color, { x, y, w, h }, anchor) {
  const made = pens.pattern(name, color, h);
  if (made === null) return;
  const shift = (((anchor - x) % made.width) + made.width) % made.width;
  const isWhole = name.startsWith("dots-sparse") || name.startsWith("chevrons");
  const width = isWhole ? Math.max(1, Math.floor((w - shift) / made.width)) * made.width + shift : w;
  context.save();
  context.translate(x + shift - made.width, y);
  context.fillStyle = made.pattern;
  context.fillRect(made.width - shift, 0, Math.min(w, width), h);
  context.restore();
}

/**
 * The teeth of "ready, but the GIL is taken".
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {Box} box
 */
function drawComb(context, color, { x, y, w, h }) {
  const tooth = Math.max(3, Math.round(h / 9));
  context.fillStyle = color;
  for (let at = x + tooth; at + tooth < x + w; at += tooth * 2) context.fillRect(at, y - tooth, tooth, tooth + 1);
}

/**
 * @param {View} view
 * @param {Box} box
 */
function drawNotch({ context, tokens }, { x, y, h }) {
  const size = Math.min(h * 0.42, 8);
  context.fillStyle = tokens.bg;
  context.strokeStyle = tokens.blockedStroke;
  context.lineWidth = tokens.outlineWidth;
  context.beginPath();
  context.moveTo(x - size, y - 1);
  context.lineTo(x, y + size);
  context.lineTo(x + size, y - 1);
  context.fill();
  context.beginPath();
  context.moveTo(x - size, y + tokens.outlineWidth / 2);
  context.lineTo(x, y + size);
  context.lineTo(x + size, y + tokens.outlineWidth / 2);
  context.moveTo(x, y + size);
  context.lineTo(x, y + h);
  context.stroke();
}

/**
 * @param {View} view
 * @param {Row} row
 * @param {import("../spans.js").SpanTable} lane
 * @param {number} index
 * @param {Box} box
 * @param {import("./marks.js").Mark} mark
 */
function drawWords(view, row, lane, index, box, mark) {
  if (mark.family !== "blocked" && mark.family !== "ready") return;
  const { tokens, pens } = view;
  const x0 = Math.max(box.x, view.scale.left);
  const margin = mark.family === "blocked" ? 4 : 8;
  const room = Math.min(box.x + box.w, view.scale.right) - x0 - margin * 2;
  if (room < 12) return;
  const span = { state: lane.state.at(index), reason: lane.reason.at(index), resource: lane.resource.at(index), target: lane.target.at(index), by: lane.by.at(index) };
  const text = firstFit(barLabels(view.model, span, view.t), room, (one) => pens.measure(pens.fonts.bar, one));
  if (text === undefined) return;
  const isBlocked = mark.family === "blocked";
  const y = isBlocked ? Math.max(row.barTop + tokens.barTextSize * 0.55, (row.barTop + box.y) / 2 + 1) : box.y + box.h / 2 + 1;
  const color = isBlocked ? tokens.blockedText : tokens.readyText;
  pens.writeLater(text, x0 + margin, y, { font: pens.fonts.bar, color, halo: isBlocked ? tokens.lane : tokens.readyFill });
}

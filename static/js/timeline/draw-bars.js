/** One bar: its mark by colour, height and texture, its words, the notch where the holder changed. */

import { strandLabels } from "../describe-strands.js";
import { blocksThread, isIdleLoop } from "../facts.js";
import { Known, State } from "../kinds.js";
import { barLabels, firstFit } from "./labels.js";
import { markOf } from "./marks.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("./segments.js").Segment} Segment
 * @typedef {{x: number, y: number, w: number, h: number}} Box
 */

const GAP = 2;
/** Narrower bars are plain rectangles: no texture can be seen in them, and there may be thousands. */
const PLAIN_WIDTH = 9;
/** What the legend filters out stays as a shadow of itself. */
export const HIDDEN_ALPHA = 0.1;
const SAMPLED_ALPHA = 0.55;

/**
 * Draw one span.
 * @param {View} view
 * @param {Row} row
 * @param {import("../spans.js").SpanTable} lane
 * @param {Segment} segment
 * @param {Segment | undefined} before  its neighbours: a wait that goes on has no edge between
 * @param {Segment | undefined} after
 */
export function drawSpan(view, row, lane, segment, before, after) {
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
  if (w < PLAIN_WIDTH) {
    context.fillRect(x, y, w, h);
    return;
  }
  const inset = isInferred ? tokens.outlineWidth + 1.5 : 0;
  context.beginPath();
  context.roundRect(x + inset, y + inset, w - inset * 2, h - inset, 2);
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
  if (w < PLAIN_WIDTH) {
    context.fillStyle = stroke;
    context.fillRect(x, y, w, h);
    if (w < 5) return;
    context.fillStyle = isReady ? tokens.readyFill : tokens.blockedFill;
    context.fillRect(x + 1.5, y + 1.5, w - 3, h - 3);
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
  const isWhole = name.startsWith("dots-sparse") || name.startsWith("chevrons");
  // A bar narrower than the tile gets the tile's middle, or its one dot would lie beyond the bar.
  const begin = isWhole && w < made.width ? x + (w - made.width) / 2 : anchor;
  const shift = (((begin - x) % made.width) + made.width) % made.width;
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
  const counted = lane.known.at(index) === Known.SAMPLED && view.model.workers.get(row.id)?.counted === true;
  if (mark.family !== "blocked" && mark.family !== "ready" && !counted) return;
  const { tokens, pens } = view;
  const x0 = Math.max(box.x, view.scale.left);
  const margin = mark.family === "blocked" ? 4 : 8;
  const room = Math.min(box.x + box.w, view.scale.right) - x0 - margin * 2;
  if (room < 12) return;
  const span = { state: lane.state.at(index), reason: lane.reason.at(index), resource: lane.resource.at(index), target: lane.target.at(index), by: lane.by.at(index), known: lane.known.at(index) };
  const special = strandLabels(view.model, row.id, span, view.t);
  const isIdle = row.kind === "thread" && isIdleLoop(view.model, row.id, span);
  const labels = special ?? (isIdle ? [view.t("bar.loop")] : barLabels(view.model, span, view.t));
  if (row.kind === "strand" && !special && blocksThread(view.model, row.id, lane.time.at(index))) labels.unshift(view.t("bar.blocks-thread", { what: labels.at(0) ?? "" }));
  const text = firstFit(labels, room, (one) => pens.measure(pens.fonts.bar, one));
  if (text === undefined) return;
  const isBlocked = mark.family === "blocked";
  const y = isBlocked ? Math.max(row.barTop + tokens.barTextSize * 0.55, (row.barTop + box.y) / 2 + 1) : box.y + box.h / 2 + 1;
  const color = counted ? tokens.ink : isBlocked ? tokens.blockedText : tokens.readyText;
  pens.writeLater(text, x0 + margin, y, { font: pens.fonts.bar, color, halo: isBlocked || counted ? tokens.lane : tokens.readyFill });
}

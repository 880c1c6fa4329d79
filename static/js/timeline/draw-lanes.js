/** Workers' lanes: density strips where spans are too short to tell apart, ticks where there are few, bars everywhere else. */

import { drawSpan, HIDDEN_ALPHA } from "./draw-bars.js";
import { firstFit } from "./labels.js";
import { markOf } from "./marks.js";
import { MIN_WIDTH, segmentsOf } from "./segments.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("./segments.js").Segment} Segment
 */

/** Dense stretches narrower than this are a tick. */
const TICK_WIDTH = 9;
/** The thinnest strip of a folded worker, CSS pixels: of more workers than there is room for, some are shown for all. */
const MIN_BAND = 1.5;
/** How many spans of a tick are looked at. */
const TICK_LOOK = 64;

/**
 * Draw the lanes of workers: first all density strips, which share one image, then the bars.
 * @param {View} view
 * @param {readonly Row[]} rows  those in sight
 */
export function drawWorkerLanes(view, rows) {
  const bands = rows.flatMap((row) => (row.kind === "density" ? foldedBands(view, row) : [laneBand(view, row)]));
  view.strip.begin(view.scale.width, bands.length);
  bands.forEach((band, index) => paintBand(view, band, index));
  view.strip.finish();
  bands.forEach((band, index) => {
    if (band.isDense) view.strip.draw(view.context, index, { x: view.scale.left, y: band.y, height: band.height });
  });
  const brackets = view.pens.path();
  for (const band of bands) {
    if (band.row.kind === "density") continue;
    band.segments.forEach((segment, index) => {
      if (segment.count > 1 && isStrip(segment)) bracket(view, band, segment, brackets);
      else if (segment.count > 1) drawTick(view, band, segment);
      else drawSpan(view, band.row, band.lane, segment, band.segments[index - 1], band.segments[index + 1]);
    });
  }
  view.context.strokeStyle = view.tokens.done;
  view.context.lineWidth = 1;
  view.context.stroke(brackets);
  for (const band of bands) ringSelected(view, band);
}

/**
 * Put the focus ring round the selected span.
 * @param {View} view
 * @param {Band} band
 */
function ringSelected({ context, tokens, scale, state, end }, { row, lane }) {
  const { selected } = state;
  if (selected?.type !== "span" || selected.id !== row.id || row.kind === "density") return;
  const index = lane.indexAt(selected.time);
  if (index < 0) return;
  const h = Math.round(row.barHeight * Math.max(0.1, markOf(lane.state.at(index), lane.reason.at(index)).height));
  const x = Math.max(scale.left - 20, scale.x(lane.time.at(index)));
  const w = Math.max(MIN_WIDTH, Math.min(scale.right + 20, scale.x(lane.endOf(index, end))) - x);
  const y = row.barTop + row.barHeight - h;
  for (const [color, out, width] of /** @type {const} */ ([[tokens.bg, 1, 2], [tokens.focus, 3.5, 3]])) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.roundRect(x - out, y - out, w + out * 2, h + out * 2, 3);
    context.stroke();
  }
}

/**
 * A lane and the strip its dense stretches are drawn in.
 * @typedef {{row: Row, lane: import("../spans.js").SpanTable, segments: Segment[], isDense: boolean, y: number, height: number}} Band
 */

/**
 * @param {View} view
 * @param {Row} row
 * @returns {Band}
 */
function laneBand(view, row) {
  const lane = view.model.lane(row.id);
  const segments = segmentsOf(lane, view.scale, view.end);
  const height = Math.round(row.barHeight * 0.62);
  return { row, lane, segments, isDense: segments.some((segment) => segment.count > 1 && isStrip(segment)), y: row.barTop + row.barHeight - height, height };
}

/**
 * The workers folded away: a thin strip each, one above the other.
 * @param {View} view
 * @param {Row} row
 * @returns {Band[]}
 */
function foldedBands(view, row) {
  const most = Math.floor(row.barHeight / MIN_BAND);
  const rest = row.folded.length <= most ? row.folded : sampled(view, row.folded, most);
  const each = row.barHeight / Math.max(1, rest.length);
  return rest.map((id, index) => {
    const lane = view.model.lane(id);
    const begin = lane.length === 0 ? view.end : lane.time.at(0);
    const ended = view.model.workers.get(id)?.ended ?? view.end;
    const [x0, x1] = [Math.max(view.scale.left, view.scale.x(begin)), Math.min(view.scale.right, view.scale.x(ended))];
    const segments = x1 > x0 ? [{ x0, x1, first: 0, last: lane.length - 1, count: 2 }] : [];
    return { row, lane, segments, isDense: segments.length > 0, y: row.barTop + index * each, height: Math.max(1, each - 1) };
  });
}

/**
 * Some of many, evenly: of those who live in the viewport.
 * @param {View} view
 * @param {readonly number[]} ids
 * @param {number} most
 * @returns {number[]}
 */
function sampled({ model, state, end }, ids, most) {
  const seen = ids.filter((id) => {
    const worker = model.workers.get(id);
    return worker !== undefined && worker.began <= state.t1 && (worker.ended ?? end) >= state.t0;
  });
  return seen.length <= most ? seen : Array.from({ length: most }, (_, index) => seen[Math.floor((index * seen.length) / most)] ?? 0);
}

/**
 * @param {View} view
 * @param {Band} band
 * @param {number} index
 */
function paintBand({ strip, scale, end }, { row, lane, segments }, index) {
  for (const segment of segments) {
    if (segment.count > 1 && (row.kind === "density" || isStrip(segment))) strip.paint(index, lane, scale, { x0: segment.x0, x1: segment.x1, end });
  }
}

/**
 * Whether a dense stretch is wide enough for its shares to be seen; narrower ones are drawn as a tick.
 * @param {Segment} segment
 * @returns {boolean}
 */
const isStrip = ({ x0, x1 }) => x1 - x0 >= TICK_WIDTH;

/**
 * A few spans in a few pixels: what was closest to the CPU among them, so that a worker that ran for a moment is seen to have run.
 * @param {View} view
 * @param {Band} band
 * @param {Segment} segment
 */
function drawTick({ context, tokens, state }, { row, lane }, { x0, x1, first, last }) {
  let best = markOf(lane.state.at(first), lane.reason.at(first));
  for (let index = first + 1; index <= Math.min(last, first + TICK_LOOK) && best.family !== "running"; index += 1) {
    const mark = markOf(lane.state.at(index), lane.reason.at(index));
    if (mark.height > best.height) best = mark;
  }
  const colors = { running: tokens.run, ready: tokens.readyStroke, blocked: tokens.blockedStroke, new: tokens.done, done: tokens.bg };
  const h = Math.round(row.barHeight * best.height);
  context.globalAlpha = state.hiddenStates.includes(best.key) ? HIDDEN_ALPHA : 1;
  context.fillStyle = colors[best.family];
  context.fillRect(x0, row.barTop + row.barHeight - h, Math.max(MIN_WIDTH, tokens.outlineWidth + 1, x1 - x0 - 1), h);
  context.globalAlpha = 1;
}

/**
 * Over a dense stretch: a bracket with how many spans are in it.
 * @param {View} view
 * @param {Band} band
 * @param {Segment} segment
 * @param {Path2D} brackets
 */
function bracket({ tokens, pens, scale, t }, { row, y, height }, { x0, x1, count }, brackets) {
  if (x1 - x0 < 20) return;
  brackets.moveTo(x0 + 0.5, y + 2);
  brackets.lineTo(x0 + 0.5, y - 2.5);
  brackets.lineTo(x1 - 0.5, y - 2.5);
  brackets.lineTo(x1 - 0.5, y + 2);
  if (row.barHeight - height <= tokens.barTextSize) return;
  const text = firstFit([t("timeline.switches", { count }), t("timeline.count", { count })], x1 - x0 - 8, (one) => pens.measure(pens.fonts.small, one));
  if (text === undefined) return;
  pens.writeLater(text, Math.max(x0, scale.left) + 4, y - 4 - tokens.barTextSize * 0.5, { font: pens.fonts.small, color: tokens.ink2, halo: tokens.lane });
}

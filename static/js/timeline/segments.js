/**
 * What of a lane is wide enough to be drawn: spans at least MIN_WIDTH wide one by one, and between them stretches too dense to tell apart,
 * with their count. Instead of looking at every span it looks at every third pixel: a wide span cannot hide between two samples, so the
 * work depends on the pixels, not on how many spans there are. Works on both axes.
 */

import { gallop } from "../columns.js";

/** The narrowest thing that is drawn by itself, CSS pixels. */
export const MIN_WIDTH = 3;

/**
 * first … last: indices of the rows in it; count 1: a row drawn by itself.
 * @typedef {{x0: number, x1: number, first: number, last: number, count: number}} Segment
 */

/**
 * @typedef {{time: import("../columns.js").Growable, length: number}} Rows
 */

/**
 * Cut the rows of a table into segments, clipped to [from, to] in pixels (a row by itself keeps its true edges).
 * @param {Rows} rows
 * @param {import("./scale.js").Scale} scale
 * @param {number} end  where the last row ends, ns
 * @param {{from?: number, to?: number}} [clip]
 * @returns {Segment[]}
 */
export function segmentsOf(rows, scale, end, { from = scale.left, to = scale.right } = {}) {
  /** @type {Segment[]} */
  const segments = [];
  const time = /** @type {Float64Array} */ (rows.time.data);
  const length = rows.length;
  if (length === 0) return segments;
  const stop = Math.min(to, scale.x(end));
  let index = Math.max(0, gallop(time, scale.t(from), length, 0) - 1);
  let x = scale.x(/** @type {number} */ (time[index]));
  let dense = -1;
  let denseX = 0;
  while (index < length && x <= stop) {
    const x1 = index + 1 < length ? scale.x(/** @type {number} */ (time[index + 1])) : scale.x(end);
    if (x1 - x >= MIN_WIDTH) {
      if (dense >= 0) segments.push({ x0: denseX, x1: x, first: dense, last: index - 1, count: index - dense });
      dense = -1;
      segments.push({ x0: x, x1, first: index, last: index, count: 1 });
      index += 1;
      x = x1;
      continue;
    }
    if (dense < 0) [dense, denseX] = [index, Math.max(x, from)];
    index = Math.max(index + 1, gallop(time, scale.t(Math.max(x, from) + MIN_WIDTH), length, index) - 1);
    x = index < length ? scale.x(/** @type {number} */ (time[index])) : stop;
  }
  if (dense >= 0) segments.push({ x0: denseX, x1: Math.min(stop, Math.max(x, denseX)), first: dense, last: index - 1, count: index - dense });
  return segments;
}

/** Room to calculate in, written anew by every call. */
const BEFORE = new Float64Array(5);
const AFTER = new Float64Array(5);

/**
 * The shares of time by class in each of the columns that begin at x0: four numbers a column (SpanClass), each 0..1.
 * @param {import("../spans.js").SpanTable} lane
 * @param {import("./scale.js").Scale} scale
 * @param {{x0: number, columns: number, step: number, end: number}} stretch  step: a column's width, px; end: of what is known, ns
 * @param {Float32Array} into
 */
export function sharesOf(lane, scale, { x0, columns, step, end }, into) {
  const before = BEFORE;
  const after = AFTER;
  let t = Math.min(end, scale.t(x0));
  let index = lane.indexAt(t);
  lane.totalsAt(t, index, before);
  for (let column = 0; column < columns; column += 1) {
    const next = Math.min(end, scale.t(x0 + (column + 1) * step));
    index = lane.indexAt(next, Math.max(0, index));
    lane.totalsAt(next, index, after);
    const width = next - t;
    for (let kind = 0; kind < 4; kind += 1) {
      const share = width > 0 ? (/** @type {number} */ (after[kind]) - /** @type {number} */ (before[kind])) / width : 0;
      into[column * 4 + kind] = share;
      before[kind] = /** @type {number} */ (after[kind]);
    }
    t = next;
  }
}

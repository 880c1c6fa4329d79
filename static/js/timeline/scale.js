/**
 * The three spaces: time (ns since the run began), CSS pixels (x, what everything here is drawn in) and device pixels.
 * Only canvas.js knows the device's ratio; everybody else speaks CSS pixels.
 *
 * A warp bends time before it is scaled: the axis by event gives every event the same width. It is monotone and piecewise linear.
 */

/**
 * @typedef {{to: (time: number) => number, from: (bent: number) => number}} Warp
 * @typedef {{t0: number, t1: number, left: number, width: number, right: number, x: (time: number) => number, t: (x: number) => number,
 *   isWarped: boolean}} Scale
 */

/** The closest anyone may look: 200 ns across the whole plot. */
export const MIN_SPAN = 200;
/** The farthest: a day. */
export const MAX_SPAN = 86_400e9;

/**
 * Map the viewport [t0, t1] onto [left, left + width].
 * @param {{t0: number, t1: number, left: number, width: number, warp?: Warp | undefined}} options
 * @returns {Scale}
 */
export function createScale({ t0, t1, left, width, warp }) {
  const to = warp?.to ?? ((/** @type {number} */ time) => time);
  const from = warp?.from ?? ((/** @type {number} */ bent) => bent);
  const b0 = to(t0);
  const ratio = width / Math.max(1e-9, to(t1) - b0);
  return {
    t0, t1, left, width, right: left + width, isWarped: warp !== undefined,
    x: warp === undefined ? (time) => left + (time - b0) * ratio : (time) => left + (to(time) - b0) * ratio,
    t: warp === undefined ? (x) => b0 + (x - left) / ratio : (x) => from(b0 + (x - left) / ratio),
  };
}

/**
 * Bend time so that each of the moments has the same width; before the first and behind the last the mean pace goes on.
 * @param {import("../columns.js").Growable} moments  sorted, without repeats
 * @returns {Warp | undefined} undefined when there are too few to bend by
 */
export function warpByMoments(moments) {
  const count = moments.length;
  if (count < 3) return undefined;
  const data = /** @type {Float64Array} */ (moments.data);
  const first = moments.at(0);
  const last = moments.at(count - 1);
  const pace = Math.max(1, (last - first) / (count - 1));
  return {
    to(time) {
      if (time <= first) return (time - first) / pace;
      if (time >= last) return count - 1 + (time - last) / pace;
      let low = 0;
      let high = count - 1;
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if (/** @type {number} */ (data[middle]) <= time) low = middle;
        else high = middle;
      }
      const begin = /** @type {number} */ (data[low]);
      return low + (time - begin) / (/** @type {number} */ (data[high]) - begin);
    },
    from(bent) {
      if (bent <= 0) return first + bent * pace;
      if (bent >= count - 1) return last + (bent - count + 1) * pace;
      const low = Math.floor(bent);
      return moments.at(low) + (bent - low) * (moments.at(low + 1) - moments.at(low));
    },
  };
}

/**
 * Zoom so that what is under `x` stays there. factor > 1 shows more time.
 * @param {Scale} scale
 * @param {number} x
 * @param {number} factor
 * @param {Warp} [warp]
 * @returns {{t0: number, t1: number}}
 */
export function zoomAt(scale, x, factor, warp) {
  const t0 = scale.t(x - (x - scale.left) * factor);
  const t1 = scale.t(x + (scale.right - x) * factor);
  if (warp !== undefined) return t1 - t0 < MIN_SPAN ? { t0: scale.t0, t1: scale.t1 } : { t0, t1 };
  return clampSpan(t0, t1, scale.t(x), (x - scale.left) / scale.width);
}

/**
 * @param {number} t0
 * @param {number} t1
 * @param {number} fixed
 * @param {number} share
 * @returns {{t0: number, t1: number}}
 */
function clampSpan(t0, t1, fixed, share) {
  const span = Math.min(MAX_SPAN, Math.max(MIN_SPAN, t1 - t0));
  return span === t1 - t0 ? { t0, t1 } : { t0: fixed - span * share, t1: fixed + span * (1 - share) };
}

/**
 * Move the viewport by pixels: a positive `dx` shows what comes later.
 * @param {Scale} scale
 * @param {number} dx
 * @returns {{t0: number, t1: number}}
 */
export function panBy(scale, dx) {
  return { t0: scale.t(scale.left + dx), t1: scale.t(scale.right + dx) };
}

/**
 * Keep part of the run in sight: at least a tenth of the viewport overlaps [0, end].
 * @param {{t0: number, t1: number}} view
 * @param {number} end
 * @returns {{t0: number, t1: number}}
 */
export function keepInSight({ t0, t1 }, end) {
  const span = t1 - t0;
  const shift = Math.max(0, -span * 0.9 - t0) - Math.max(0, t0 - (end - span * 0.1));
  return { t0: t0 + shift, t1: t1 + shift };
}

/**
 * The viewport that shows the whole run, with a little air on both sides.
 * @param {number} end
 * @param {number} [from]
 * @returns {{t0: number, t1: number}}
 */
export function fitRun(end, from = 0) {
  const span = Math.max(end - from, 1e6);
  return { t0: from - span * 0.012, t1: from + span * 1.03 };
}

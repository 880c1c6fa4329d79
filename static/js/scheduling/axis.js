/**
 * The one time axis that all schedules on the page share.
 */

const STEPS = [1, 2, 5];
const LEAST_GAP = 44; // px between ticks, times the size of the text

/**
 * @typedef {{left: number, width: number, end: number}} Axis  from x = left on, width px are `end` units of time
 * @typedef {{time: number, x: number}} Tick
 */

/** Where an instant stands. @param {Axis} axis @param {number} time @returns {number} */
export function xOf(axis, time) {
  return axis.left + (axis.end === 0 ? 0 : (time / axis.end) * axis.width);
}

/** Which instant stands there. @param {Axis} axis @param {number} x @returns {number} */
export function timeAt(axis, x) {
  return Math.min(axis.end, Math.max(0, ((x - axis.left) / axis.width) * axis.end));
}

/**
 * Ticks at round numbers, far enough apart for their figures.
 * @param {Axis} axis @param {number} [scale] how much larger than usual the figures are @returns {Tick[]}
 */
export function ticksOf(axis, scale = 1) {
  if (axis.end <= 0 || axis.width <= 0) return [];
  const least = (axis.end * LEAST_GAP * scale) / axis.width;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = (STEPS.find((one) => one * power >= least) ?? 10) * power;
  const count = Math.floor(axis.end / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12))).map((time) => ({ time, x: xOf(axis, time) }));
}

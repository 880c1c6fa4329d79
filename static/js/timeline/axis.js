/** Ticks: where they stand and what they say. Pure. */

/**
 * unit: what the numbers count, "#" for events.
 * @typedef {{x: number, label: string}} Tick
 * @typedef {{ticks: Tick[], unit: string}} Axis
 */

const UNITS = /** @type {const} */ ([["s", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]]);

/**
 * Round up to 1, 2 or 5 times a power of ten.
 * @param {number} value
 * @returns {number}
 */
export function niceStep(value) {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const share = value / power;
  return (share <= 1.0001 ? 1 : share <= 2.0001 ? 2 : share <= 5.0001 ? 5 : 10) * power;
}

/**
 * Choose the unit a span of ticks is written in: the biggest that keeps few digits.
 * @param {number} step
 * @param {number} end  the largest time to be written
 * @returns {readonly [string, number]}
 */
export function unitFor(step, end) {
  for (const unit of UNITS) {
    const [, size] = unit;
    if (step >= size || (end >= 2 * size && step >= size / 20) || (end >= 10 * size && step >= size / 1000)) return unit;
  }
  return ["ns", 1];
}

/**
 * Place ticks of the axis by time; the label at zero names the unit too, the others are bare numbers.
 * @param {import("./scale.js").Scale} scale
 * @param {(text: string) => number} measure
 * @returns {Axis}
 */
export function timeAxis(scale, measure) {
  const perPixel = (scale.t1 - scale.t0) / scale.width;
  const sample = niceStep(perPixel * 90);
  const widest = measure(labelOf(scale.t1, sample, unitFor(sample, scale.t1), true));
  const step = niceStep(perPixel * Math.max(70, widest + 28));
  const unit = unitFor(step, scale.t1);
  const ticks = [];
  for (let n = Math.ceil(Math.max(0, scale.t0) / step - 1e-9); n * step <= scale.t1; n += 1) {
    ticks.push({ x: scale.x(n * step), label: labelOf(n * step, step, unit, n === 0) });
  }
  return { ticks, unit: unit[0] };
}

/**
 * @param {number} time
 * @param {number} step
 * @param {readonly [string, number]} unit
 * @param {boolean} isNamed
 * @returns {string}
 */
function labelOf(time, step, [name, size], isNamed) {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9));
  const number = (time / size).toFixed(decimals).replace(/^(\d+)/, (digits) => digits.replaceAll(/\B(?=(\d{3})+$)/g, "\u2009"));
  return isNamed ? `${number} ${name}` : number;
}

/**
 * Place ticks of the axis by event: numbers of events, from 1.
 * @param {import("./scale.js").Scale} scale
 * @param {import("./scale.js").Warp} warp
 * @param {number} count
 * @returns {Axis}
 */
export function eventAxis(scale, warp, count) {
  const from = warp.to(scale.t0);
  const to = warp.to(scale.t1);
  const step = Math.max(1, niceStep((64 * (to - from)) / scale.width));
  const ticks = from <= 0 && step > 1 ? [{ x: scale.x(warp.from(0)), label: "1" }] : [];
  for (let n = Math.max(1, Math.ceil((from + 1) / step)); n * step - 1 <= Math.min(to, count - 1); n += 1) {
    ticks.push({ x: scale.x(warp.from(n * step - 1)), label: `${n * step}` });
  }
  return { ticks, unit: "#" };
}

/**
 * Write a duration or an instant with three significant digits, as on the axis (units are the same in every language).
 * @param {number} ns
 * @returns {string}
 */
export function shortTime(ns) {
  const size = Math.abs(ns);
  const [name, unit] = size >= 1e9 ? ["s", 1e9] : size >= 1e6 || size === 0 ? ["ms", 1e6] : size >= 1e3 ? ["µs", 1e3] : ["ns", 1];
  const value = ns / unit;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(1, Math.abs(value)))));
  return `${value.toFixed(value === 0 ? 0 : digits)} ${name}`;
}

/**
 * Write an instant finely enough to tell neighbouring pixels apart.
 * @param {number} ns
 * @param {number} perPixel  ns
 * @returns {string}
 */
export function instantLabel(ns, perPixel) {
  const step = niceStep(Math.max(1, perPixel));
  const [name, size] = ns >= 10e9 || (ns >= 1e9 && step >= 1e6) ? ["s", 1e9] : step >= 1e3 || ns >= 1e6 ? ["ms", 1e6] : ["µs", 1e3];
  const decimals = Math.min(9, Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9)));
  return `${(ns / size).toFixed(decimals)} ${name}`;
}

// Durations and instants as a person reads them: three significant digits, milliseconds below one second, microseconds below ten of them.
// All numbers in are ns; the words come from the message catalogue.

/** @typedef {(key: string, params?: Record<string, string | number>) => string} Translate */

const US = 1e3;
const MS = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * Round to three significant digits, without trailing zeros.
 * @param {number} value
 * @returns {string}
 */
export function threeDigits(value) {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  return rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))))).replace(/\.0+$|(\.\d*[1-9])0+$/, "$1");
}

/**
 * Say which message spells a duration, and with what numbers.
 * @param {number} ns
 * @returns {{key: string, params: Record<string, string | number>}}
 */
export function durationParts(ns) {
  const length = Math.max(0, ns);
  if (length > 0 && length < US) return { key: "unit.below", params: { n: "1" } };
  if (length > 0 && length < 10 * US) return { key: "unit.us", params: { n: threeDigits(length / US) } };
  if (Number((length / MS).toPrecision(3)) < 1000) return { key: "unit.ms", params: { n: threeDigits(length / MS) } };
  if (Number((length / SECOND).toPrecision(3)) < 60) return { key: "unit.s", params: { n: threeDigits(length / SECOND) } };
  const seconds = Math.round(length / SECOND);
  if (seconds * SECOND < HOUR) return { key: "unit.min", params: { m: Math.floor(seconds / 60), s: seconds % 60 } };
  const minutes = Math.round(length / MINUTE);
  return { key: "unit.h", params: { h: Math.floor(minutes / 60), m: minutes % 60 } };
}

/**
 * Write a duration in prose, in the language of `t`.
 * @param {number} ns
 * @param {Translate} t
 * @returns {string}
 */
export function formatDuration(ns, t) {
  const { key, params } = durationParts(ns);
  return t(key, params);
}

/**
 * Say which message spells an instant, counted from the run's beginning, fine enough to tell instants `step` ns apart.
 * @param {number} ns
 * @param {number} [step] the smallest difference worth showing, ns; by itself a tenth of a millisecond, above a second a millisecond
 * @returns {{key: string, params: Record<string, string | number>}}
 */
export function instantParts(ns, step = Math.abs(ns) < SECOND ? MS / 10 : MS) {
  const inMs = Math.abs(ns) < SECOND;
  const unit = inMs ? MS : SECOND;
  const digits = Math.min(inMs ? 6 : 9, Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9)));
  const n = (ns / unit).toFixed(digits);
  return { key: inMs ? "unit.ms" : "unit.s", params: { n: Number(n) === 0 ? "0" : n } };
}

/**
 * Write an instant in prose.
 * @param {number} ns
 * @param {Translate} t
 * @param {number} [step] the smallest difference worth showing, ns
 * @returns {string}
 */
export function formatInstant(ns, t, step) {
  const { key, params } = instantParts(ns, step);
  return t(key, params);
}

/**
 * Write an instant for a column of figures: milliseconds with three decimals, thousands set apart by a thin space.
 * @param {number} ns
 * @returns {string}
 */
export function columnInstant(ns) {
  const [whole = "", decimals] = (ns / MS).toFixed(3).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, "\u2009")}.${decimals}`;
}

/**
 * Read a time as a person types it: `1.5 s`, `250ms`, `80 us`, `2 min`, `1:30`, `250` (ms).
 * @param {string} text
 * @returns {number | undefined} ns, or undefined when it is not a time
 */
export function parseInstant(text) {
  const clean = text.trim().toLowerCase().replace(/[，,\s\u2009]/g, "");
  const clock = /^(\d+):(\d{1,2}(?:\.\d+)?)$/.exec(clean);
  if (clock) return Number(clock[1]) * MINUTE + Number(clock[2]) * SECOND;
  const match = /^(\d+(?:\.\d*)?|\.\d+)(ns|纳秒|us|µs|μs|微秒|ms|毫秒|s|秒|min|m|分|分钟|)$/.exec(clean);
  if (!match) return undefined;
  return Number(match[1]) * (UNITS[match[2] ?? ""] ?? MS);
}

/** @type {Readonly<Record<string, number>>} */
const UNITS = {
  ns: 1, 纳秒: 1, us: 1e3, µs: 1e3, μs: 1e3, 微秒: 1e3, ms: MS, 毫秒: MS, "": MS, s: SECOND, 秒: SECOND, min: MINUTE, m: MINUTE, 分: MINUTE, 分钟: MINUTE,
};

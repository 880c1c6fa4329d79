/**
 * The chart of one knob against the means: lines told apart by dash, mark and name, because colours mean states here. Pure.
 */

import { ticksOf } from "./axis.js";
import { figure } from "./words.js";

/**
 * @typedef {{value: number, mean: Record<string, number>, switches: number}} Point
 * @typedef {import("./layout.js").Shape} Shape
 * @typedef {{metric: string, x: number, y: number, point: Point}} Mark
 */

export const METRICS = /** @type {const} */ (["waiting", "turnaround", "response"]);

/**
 * Lay the chart out.
 * @param {readonly Point[]} points @param {{width: number, height: number, size: number, names: Record<string, string>, language: string,
 *   measure: (text: string, size: number) => number}} frame
 * @returns {{shapes: Shape[], marks: Mark[]}}
 */
export function layOutSweep(points, { width, height, size, names, language, measure }) {
  const right = Math.max(...METRICS.map((metric) => measure(names[metric], size))) + 16;
  const most = Math.max(1e-9, ...points.flatMap((point) => METRICS.map((metric) => point.mean[metric])));
  const box = { left: measure(figure(most, language, 0), size) + 16, top: size, bottom: height - size * 2, right: width - right };
  const [first, last] = [points[0]?.value ?? 0, points.at(-1)?.value ?? 1];
  const xOf = (/** @type {number} */ value) => box.left + (last === first ? 0.5 : (value - first) / (last - first)) * (box.right - box.left);
  const yOf = (/** @type {number} */ value) => box.bottom - (value / most) * (box.bottom - box.top);
  const marks = METRICS.flatMap((metric) => points.map((point) => ({ metric, x: xOf(point.value), y: yOf(point.mean[metric]), point })));
  return { shapes: [...grid(box, most, yOf, size, language), ...values(points, xOf, box.bottom, size, language, measure), ...lines(marks), ...lineNames(marks, box, size, names)], marks };
}

/** @type {(box: {left: number, right: number, top: number, bottom: number}, most: number, yOf: (value: number) => number, size: number, language: string) => Shape[]} */
function grid(box, most, yOf, size, language) {
  const ticks = ticksOf({ left: 0, width: box.bottom - box.top, end: most });
  return ticks.flatMap(({ time }) => [
    /** @type {Shape} */ ({ type: "line", kind: "grid", x1: box.left, y1: yOf(time), x2: box.right, y2: yOf(time) }),
    /** @type {Shape} */ ({ type: "text", kind: "figure", x: box.left - 8, y: yOf(time) + size * 0.36, text: figure(time, language), size, anchor: "end" }),
  ]);
}

/** @type {(points: readonly Point[], xOf: (value: number) => number, bottom: number, size: number, language: string, measure: (text: string, size: number) => number) => Shape[]} */
function values(points, xOf, bottom, size, language, measure) {
  let free = -Infinity;
  return points.flatMap(({ value }) => {
    const text = figure(value, language);
    const half = measure(text, size) / 2;
    if (xOf(value) - half < free) return [];
    free = xOf(value) + half + 6;
    return [/** @type {Shape} */ ({ type: "text", kind: "figure", x: xOf(value), y: bottom + size * 1.5, text, size, anchor: "middle" })];
  });
}

/** @type {(marks: readonly Mark[]) => Shape[]} */
function lines(marks) {
  return METRICS.map((metric) => {
    const own = marks.filter((mark) => mark.metric === metric);
    return { type: "path", kind: `line-${metric}`, d: own.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") };
  });
}

/** Names at the ends of the lines, moved apart where they would cover one another. @type {(marks: readonly Mark[], box: {right: number, bottom: number}, size: number, names: Record<string, string>) => Shape[]} */
function lineNames(marks, box, size, names) {
  const ends = METRICS.map((metric) => ({ metric, y: marks.findLast((mark) => mark.metric === metric)?.y ?? box.bottom })).sort((one, other) => one.y - other.y);
  let free = -Infinity;
  return ends.map(({ metric, y }) => {
    const at = Math.max(y, free);
    free = at + size * 1.25;
    return { type: "text", kind: "name", x: box.right + 12, y: at + size * 0.36, text: names[metric], size, anchor: "start" };
  });
}

/** The mark of a metric round a point: circle, square, triangle. @param {string} metric @param {number} x @param {number} y @param {number} r @returns {string} */
export function markPath(metric, x, y, r) {
  if (metric === "turnaround") return `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`;
  if (metric === "response") return `M${x} ${y - r * 1.2}l${r * 1.25} ${r * 2.2}h${-2.5 * r}Z`;
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/**
 * Where everything of one schedule stands. Pure: an answer and sizes in, shapes in CSS pixels out; draw.js puts them on the page and
 * picture.js into a file.
 */

import { ticksOf, xOf } from "./axis.js";
import { boostTimes, cpuStretches, jobStretches, levelStretches, MOST_LANES, readyCounts } from "./lanes.js";
import { figure } from "./words.js";

/**
 * kind: what it is, so how it looks. A text's x is its start, middle or end, as `anchor` says.
 * @typedef {{type: "rect", kind: string, x: number, y: number, w: number, h: number, title?: string}
 *   | {type: "text", kind: string, x: number, y: number, text: string, size: number, anchor: "start" | "middle" | "end"}
 *   | {type: "line", kind: string, x1: number, y1: number, x2: number, y2: number}
 *   | {type: "path", kind: string, d: string}} Shape
 * @typedef {{text: number, small: number, cpu: number, lane: number, band: number, gap: number}} Sizes
 * @typedef {{axis: import("./axis.js").Axis, sizes: Sizes, measure: (text: string, size: number) => number,
 *   words: {cpu: (number: number) => string, queue: (level: number) => string, idle: string, waiting: string}, language: string}} Frame
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./lanes.js").Stretch} Stretch
 */

const LEAST_WIDTH = 3; // px; what is narrower is drawn together
const MARGIN = 4; // px on either side of a word in a bar
const HEIGHTS = Object.freeze({ run: 1, switch: 1, idle: 1, ready: 0.62, io: 0.36 });

/**
 * The width that names at the left need.
 * @param {readonly string[]} labels @param {Sizes} sizes @param {Frame["measure"]} measure @param {number} width of the whole @returns {number}
 */
export function labelWidth(labels, sizes, measure, width) {
  const longest = Math.max(0, ...labels.map((label) => measure(label, sizes.text)));
  return Math.min(Math.ceil(longest + 12), Math.floor(width * 0.28));
}

/**
 * Lay one schedule out.
 * @param {Answer} answer @param {Frame} frame @returns {{shapes: Shape[], height: number}}
 */
export function layOut(answer, frame) {
  const { sizes, axis } = frame;
  /** @type {Shape[]} */
  const shapes = [];
  const top = 2;
  const cpus = layOutCpus(answer, frame);
  shapes.push(...cpus.shapes);
  let y = cpus.height;
  for (const [level, stretches] of levelStretches(answer).entries()) {
    shapes.push(...label(frame, frame.words.queue(level), y, sizes.band), ground(frame, y, sizes.band), ...bars(stretches, frame, y, sizes.band));
    y += sizes.band + 2;
  }
  const lanes = jobLanes(answer, frame, y + (levelStretches(answer).length > 0 ? sizes.gap : 0));
  y = lanes.bottom;
  const grid = ticksOf(axis, sizes.small / 12).map(({ x }) => /** @type {Shape} */ ({ type: "line", kind: "grid", x1: x, y1: top, x2: x, y2: y }));
  const boosts = boostTimes(answer).map((time) => xOf(axis, time)).map((x) => /** @type {Shape} */ ({ type: "line", kind: "boost", x1: x, y1: top, x2: x, y2: y }));
  return { shapes: [...grid, ...shapes, ...lanes.shapes, ...boosts], height: Math.ceil(y + 2) };
}

/** The lanes of the CPUs alone: what a book calls the Gantt chart. @param {Answer} answer @param {Frame} frame @returns {{shapes: Shape[], height: number}} */
export function layOutCpus(answer, frame) {
  const { sizes } = frame;
  const cpus = Number(answer.knobs.cpus ?? 1);
  const boundaries = cpus === 1 ? sizes.small * 1.4 : 0;
  /** @type {Shape[]} */
  const shapes = [];
  let y = 2;
  for (let cpu = 0; cpu < cpus; cpu += 1) {
    shapes.push(...label(frame, frame.words.cpu(cpu), y, sizes.cpu), ...cpuLane(cpuStretches(answer, cpu), frame, y));
    y += sizes.cpu + (boundaries ? 0 : sizes.gap);
  }
  if (boundaries) shapes.push(...boundaryFigures(cpuStretches(answer, 0), frame, y + sizes.small * 1.15));
  return { shapes, height: y + boundaries + sizes.gap };
}

/** The axis by itself. @param {Frame} frame @returns {{shapes: Shape[], height: number}} */
export function layOutAxis(frame) {
  const { axis, sizes } = frame;
  const height = Math.ceil(sizes.small * 1.9);
  const shapes = ticksOf(axis, sizes.small / 12).flatMap(({ time, x }) => [
    /** @type {Shape} */ ({ type: "text", kind: "figure", x, y: height - sizes.small * 0.7, text: figure(time, frame.language), size: sizes.small, anchor: x > axis.left + axis.width - 8 ? "end" : time === 0 ? "start" : "middle" }),
    /** @type {Shape} */ ({ type: "line", kind: "tick", x1: x, y1: height - 5, x2: x, y2: height }),
  ]);
  return { shapes: [...shapes, { type: "line", kind: "tick", x1: axis.left, y1: height - 0.5, x2: axis.left + axis.width, y2: height - 0.5 }], height };
}

/** @type {(frame: Frame, text: string, y: number, height: number) => Shape[]} */
function label({ axis, sizes, measure }, text, y, height) {
  return [{ type: "text", kind: "label", x: axis.left - 10, y: y + height / 2 + sizes.text * 0.36, text: cut(text, axis.left - 12, sizes.text, measure), size: sizes.text, anchor: "end" }];
}

/** Cut a word to a width. @param {string} text @param {number} width @param {number} size @param {Frame["measure"]} measure @returns {string} */
export function cut(text, width, size, measure) {
  if (measure(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && measure(`${characters.join("")}…`, size) > width) characters.pop();
  return `${characters.join("")}…`;
}

/** @type {(frame: Frame, y: number, h: number) => Shape} */
const ground = ({ axis }, y, h) => ({ type: "rect", kind: "lane", x: axis.left, y, w: axis.width, h });

/** @type {(stretches: readonly Stretch[], frame: Frame, y: number) => Shape[]} */
function cpuLane(stretches, frame, y) {
  return [ground(frame, y, frame.sizes.cpu), ...bars(stretches, frame, y, frame.sizes.cpu)];
}

/**
 * Bars with their names inside where there is room; what is too narrow to be seen becomes one strip with its neighbours.
 * @type {(stretches: readonly Stretch[], frame: Frame, y: number, height: number) => Shape[]}
 */
function bars(stretches, frame, y, height) {
  const { axis, sizes, measure } = frame;
  /** @type {Shape[]} */
  const shapes = [];
  /** @type {{from: number, to: number, kind: Stretch["kind"], count: number} | undefined} */
  let strip;
  const closeStrip = () => {
    if (strip !== undefined) shapes.push(stripOf(strip, y, height));
    strip = undefined;
  };
  for (const stretch of stretches) {
    const x = xOf(axis, stretch.start);
    const w = xOf(axis, stretch.end) - x;
    const isNarrow = w < LEAST_WIDTH && stretch.kind !== "switch";
    if (isNarrow) {
      if (strip !== undefined && (x - strip.to > 1 || strip.kind !== stretch.kind)) closeStrip();
      strip = { from: strip?.from ?? x, to: x + w, kind: stretch.kind, count: (strip?.count ?? 0) + 1 };
      continue;
    }
    closeStrip();
    shapes.push(...bar(stretch, { x, y, w, height }, frame));
    const text = stretch.kind === "idle" ? frame.words.idle : stretch.name;
    const size = Math.min(stretch.kind === "idle" ? sizes.small : sizes.text, height * 0.62);
    const isWorded = stretch.kind === "run" || stretch.kind === "idle";
    if (isWorded && measure(text, size) + 2 * MARGIN <= w) shapes.push({ type: "text", kind: `in-${stretch.kind}`, x: x + w / 2, y: y + height / 2 + size * 0.36, text, size, anchor: "middle" });
  }
  closeStrip();
  return shapes;
}

/** Many narrow bars as one, as high as its state is. @type {(strip: {from: number, to: number, kind: Stretch["kind"], count: number}, y: number, height: number) => Shape} */
function stripOf({ from, to, kind, count }, y, height) {
  const h = height * HEIGHTS[kind];
  return { type: "rect", kind: kind === "run" && count > 1 ? "strip" : kind, x: from, y: y + height - h, w: Math.max(1, to - from), h };
}

/** @type {(stretch: Stretch, place: {x: number, y: number, w: number, height: number}, frame: Frame) => Shape[]} */
function bar({ kind, name, start, end }, { x, y, w, height }, frame) {
  const h = height * HEIGHTS[kind];
  const span = `${figure(start, frame.language)}–${figure(end, frame.language)}`;
  const inset = kind === "switch" ? 0 : 1; // neighbours are told apart by the ground between them
  const outline = kind === "ready" || kind === "io" ? 1 : 0;
  return [{ type: "rect", kind, x: x + (inset + outline) / 2, y: y + height - h + outline, w: Math.max(1.5, w - inset - outline), h: h - 2 * outline, title: name === "" ? span : `${name} ${span}` }];
}

/** The figures under a Gantt chart: when each block begins and ends, where there is room. @type {(stretches: readonly Stretch[], frame: Frame, y: number) => Shape[]} */
function boundaryFigures(stretches, frame, y) {
  const { axis, sizes, measure, language } = frame;
  const wide = stretches.filter((one, at) => one.kind !== "switch" && (at === 0 || at === stretches.length - 1 || xOf(axis, one.end) - xOf(axis, one.start) >= LEAST_WIDTH));
  const times = [...new Set(wide.flatMap((one) => [one.start, one.end]))];
  /** @type {Shape[]} */
  const shapes = [];
  const last = times.at(-1) ?? 0;
  const lastText = figure(last, language);
  const room = xOf(axis, last) - measure(lastText, sizes.small);
  let free = -Infinity;
  for (const time of times) {
    const text = figure(time, language);
    const width = measure(text, sizes.small);
    const x = Math.min(Math.max(xOf(axis, time) - width / 2, axis.left - 2), axis.left + axis.width - width + 2);
    if (x < free || (time !== last && x + width + 6 > room && room > axis.left)) continue;
    shapes.push({ type: "text", kind: "figure", x, y, text, size: sizes.small, anchor: "start" });
    free = x + width + 6;
  }
  return shapes;
}

/** @type {(answer: Answer, frame: Frame, top: number) => {shapes: Shape[], bottom: number}} */
function jobLanes(answer, frame, top) {
  if (answer.jobs.length > MOST_LANES) return readyDepth(answer, frame, top);
  const { axis, sizes } = frame;
  const lane = answer.jobs.length > 12 ? sizes.lane * 0.7 : sizes.lane;
  /** @type {Shape[]} */
  const shapes = [];
  let y = top;
  const lanes = jobStretches(answer);
  for (const job of answer.jobs) {
    shapes.push(...label(frame, job.name, y, lane), { type: "line", kind: "base", x1: axis.left, y1: y + lane + 0.5, x2: axis.left + axis.width, y2: y + lane + 0.5 });
    for (const kind of ["ready", "io", "run"]) {
      shapes.push(...unworded(bars((lanes.get(job.name) ?? []).filter((one) => one.kind === kind), frame, y, lane)));
    }
    const [from, to] = [xOf(axis, job.arrival), xOf(axis, job.finish)];
    shapes.push({ type: "line", kind: "arrival", x1: from, y1: y + 1, x2: from, y2: y + lane });
    if (!Number.isNaN(to)) shapes.push({ type: "line", kind: "finish", x1: to, y1: y - 2, x2: to, y2: y + lane });
    y += lane + 5;
  }
  return { shapes, bottom: y };
}

/** The name stands at the left of a job's lane, so its bars need none. @type {(shapes: Shape[]) => Shape[]} */
const unworded = (shapes) => shapes.filter((shape) => shape.type !== "text");

/** @type {(answer: Answer, frame: Frame, top: number) => {shapes: Shape[], bottom: number}} */
function readyDepth(answer, frame, top) {
  const { axis, sizes } = frame;
  const height = sizes.cpu * 1.6;
  const counts = readyCounts(answer);
  const most = Math.max(1, ...counts.map((one) => one.count));
  const yOf = (/** @type {number} */ count) => top + height - (count / most) * (height - sizes.small * 1.4);
  const steps = counts.map((one) => `H${xOf(axis, one.time).toFixed(1)}V${yOf(one.count).toFixed(1)}`).join("");
  const d = `M${axis.left} ${top + height}${steps}H${xOf(axis, answer.end).toFixed(1)}V${top + height}Z`;
  const shapes = /** @type {Shape[]} */ ([
    ...label(frame, frame.words.waiting, top, height),
    { type: "path", kind: "ready", d },
    { type: "text", kind: "figure", x: axis.left + 4, y: yOf(most) - 3, text: figure(most, frame.language), size: sizes.small, anchor: "start" },
  ]);
  return { shapes, bottom: top + height + sizes.gap };
}

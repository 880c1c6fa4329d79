// The marks of the visual grammar as inline SVG, drawn from the same tiles as on the canvas. Colours come from CSS by class.

import { drawing } from "./dom.js";
import { markOf } from "./timeline/marks.js";
import { patternTile } from "./timeline/patterns.js";

const WIDTH = 30;
const HEIGHT = 18;
const PERIOD = 8;
const COVERAGE = 0.5;
/** Bars of the picture are never lower than this, so that the pattern can be told. */
const LOWEST = 8;

let patternCount = 0;

/**
 * Draw a state's mark; it stands beside words, so a screen reader skips it.
 * @param {number} state
 * @param {number} reason
 * @returns {SVGElement}
 */
export function markPicture(state, reason) {
  return pictureOf(markOf(state, reason));
}

/**
 * Draw a mark.
 * @param {import("./timeline/marks.js").Mark} mark
 * @returns {SVGElement}
 */
export function pictureOf(mark) {
  const frame = drawing("svg", { class: `ls-mark ls-mark--${mark.family}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", focusable: "false" });
  frame.append(...shapesOf(mark));
  return frame;
}

/** @type {(mark: import("./timeline/marks.js").Mark) => SVGElement[]} */
function shapesOf(mark) {
  const height = Math.max(LOWEST, HEIGHT * mark.height);
  const bar = { x: 1, y: HEIGHT - height + 1, width: WIDTH - 2, height: height - 2 };
  switch (mark.family) {
    case "running":
      return [drawing("rect", { class: "ls-mark__solid", x: 0, y: 0, width: WIDTH, height: HEIGHT })];
    case "ready":
      return [drawing("rect", { class: "ls-mark__box", ...bar }), ...(mark.pattern === "comb" ? [comb(bar)] : [])];
    case "blocked":
      return blocked(mark.pattern, bar);
    case "new":
      return [drawing("circle", { class: "ls-mark__ring", cx: HEIGHT / 2, cy: HEIGHT - HEIGHT / 2, r: 6 })];
    default:
      return [drawing("path", { class: "ls-mark__flag", d: `M${WIDTH / 2} 1V${HEIGHT}` })];
  }
}

/** @typedef {{x: number, y: number, width: number, height: number}} Bar */

/** @type {(bar: Bar) => SVGElement} */
function comb({ x, y, width }) {
  const teeth = Array.from({ length: Math.floor(width / 4) }, (_, index) => `M${x + 2 + index * 4} ${y}v-4`);
  return drawing("path", { class: "ls-mark__comb", d: teeth.join("") });
}

/** @type {(pattern: string, bar: Bar) => SVGElement[]} */
function blocked(pattern, bar) {
  const tile = patternTile(pattern, PERIOD, bar.height, COVERAGE);
  patternCount += 1;
  const id = `ls-mark-${patternCount}`;
  const fill = drawing("pattern", { id, patternUnits: "userSpaceOnUse", x: bar.x, y: bar.y, width: tile.width, height: tile.height }, ...tile.shapes.map(shapeOf));
  return [
    drawing("defs", {}, fill),
    drawing("rect", { class: "ls-mark__ground", ...bar }),
    drawing("rect", { class: "ls-mark__box", ...bar, fill: `url(#${id})` }),
  ];
}

/** @type {(shape: import("./timeline/patterns.js").Shape) => SVGElement} */
function shapeOf(shape) {
  switch (shape.type) {
    case "line":
      return drawing("polyline", { class: "ls-mark__line", points: shape.points.map((point) => point.join(",")).join(" "), "stroke-width": shape.width });
    case "dot":
      return drawing("circle", { class: "ls-mark__dot", cx: shape.x, cy: shape.y, r: shape.r });
    default:
      return drawing("rect", { class: "ls-mark__dot", x: shape.x, y: shape.y, width: shape.w, height: shape.h });
  }
}

/** Draw the sign of trouble. @returns {SVGElement} */
export function alarmPicture() {
  return drawing(
    "svg",
    { class: "ls-mark ls-mark--alarm", viewBox: "0 0 18 18", "aria-hidden": "true", focusable: "false" },
    drawing("path", { class: "ls-mark__diamond", d: "M9 0L18 9L9 18L0 9Z" }),
    drawing("path", { class: "ls-mark__sign", d: "M9 4.5v5.500M9 13v.5" }),
  );
}

// The signs in ink as inline SVG, as they look on the lanes. Colours come from CSS by class.

import { drawing } from "./dom.js";

const WIDTH = 30;
const HEIGHT = 18;
const MIDDLE = WIDTH / 2;

/**
 * Draw a sign; it stands beside words, so a screen reader skips it.
 * @param {string} name  one of SIGNS
 * @returns {SVGElement}
 */
export function signPicture(name) {
  const frame = drawing("svg", { class: "ls-mark ls-sign", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true", focusable: "false" });
  frame.append(...shapesOf(name));
  return frame;
}

/** @type {(name: string) => SVGElement[]} */
function shapesOf(name) {
  switch (name) {
    case "phase-wait":
      return [box("ls-sign__pale", 8), ...[5, 11, 17, 23].map((cx) => drawing("circle", { class: "ls-sign__solid", cx, cy: 13, r: 1.4 }))];
    case "phase-copy":
      return [box("ls-sign__solid", 14)];
    case "arrived":
    case "write":
      return [path("ls-sign__solid", `M${MIDDLE - 6} 15L${MIDDLE} 4L${MIDDLE + 6} 15Z`)];
    case "sent":
      return [path("ls-sign__line", `M${MIDDLE - 6} 15L${MIDDLE} 4L${MIDDLE + 6} 15Z`)];
    case "taken":
    case "read":
      return [path("ls-sign__line", `M${MIDDLE - 6} 3L${MIDDLE} 14L${MIDDLE + 6} 3Z`)];
    case "found-ready":
      return [path("ls-sign__line", `M${MIDDLE} 2L${MIDDLE + 6} 9L${MIDDLE} 16L${MIDDLE - 6} 9Z`)];
    case "refused":
      return [path("ls-sign__line", `M${MIDDLE - 5} 4L${MIDDLE + 5} 14M${MIDDLE + 5} 4L${MIDDLE - 5} 14`)];
    case "window":
      return [path("ls-sign__line", "M3 13V6H27V13")];
    case "job-waiting":
      return [drawing("rect", { class: "ls-sign__line", x: 7, y: 3, width: 16, height: 12, rx: 4 })];
    case "job":
      return [box("ls-sign__pale", 13), drawing("rect", { class: "ls-sign__line", x: 1, y: 4, width: WIDTH - 2, height: 12 })];
    default:
      return [drawing("circle", { class: "ls-sign__line", cx: MIDDLE, cy: 9, r: 7.5 }), drawing("text", { class: "ls-sign__letter", x: MIDDLE, y: 13, text: "ƒ" })];
  }
}

/** A bar on the lane's ground. @type {(className: string, height: number) => SVGElement} */
function box(className, height) {
  return drawing("rect", { class: className, x: 1, y: HEIGHT - height - 1, width: WIDTH - 2, height });
}

/** @type {(className: string, d: string) => SVGElement} */
function path(className, d) {
  return drawing("path", { class: className, d });
}

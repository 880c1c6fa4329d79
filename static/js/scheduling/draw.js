// Draws shapes as SVG on the page: the one file of the lab that does. How a kind looks is said in static/css/scheduling.css.

import { drawing } from "../dom.js";

/**
 * @typedef {import("./layout.js").Shape} Shape
 */

/** @type {CanvasRenderingContext2D | null | undefined} */
let pen;

/** How wide a text is in the page's own face. @param {string} text @param {number} size px @returns {number} */
export function measure(text, size) {
  pen ??= document.createElement("canvas").getContext("2d");
  if (pen === null) return text.length * size * 0.6;
  pen.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

/** @type {(shape: Shape) => SVGElement} */
function nodeOf(shape) {
  const look = `ls-gantt__${shape.kind}`;
  switch (shape.type) {
    case "rect": {
      const title = shape.title === undefined ? null : drawing("title", { text: shape.title });
      return drawing("rect", { class: look, x: shape.x, y: shape.y, width: shape.w, height: shape.h }, title);
    }
    case "line": return drawing("line", { class: look, x1: shape.x1, y1: shape.y1, x2: shape.x2, y2: shape.y2 });
    case "path": return drawing("path", { class: look, d: shape.d });
    case "text": return drawing("text", { class: look, x: shape.x, y: shape.y, "font-size": shape.size, "text-anchor": shape.anchor, text: shape.text });
  }
}

/**
 * Put shapes on the page.
 * @param {SVGSVGElement} svg @param {{shapes: readonly Shape[], width: number, height: number}} picture
 */
export function draw(svg, { shapes, width, height }) {
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(...shapes.map(nodeOf));
}

/**
 * Put the cursor at an instant, and a veil over what comes behind it: what happens next is for the class to say.
 * @param {SVGSVGElement} svg @param {{x: number, right: number, height: number} | undefined} cursor
 */
export function drawCursor(svg, cursor) {
  for (const old of svg.querySelectorAll(".ls-gantt__cursor, .ls-gantt__veil")) old.remove();
  if (cursor === undefined) return;
  svg.append(
    drawing("rect", { class: "ls-gantt__veil", x: cursor.x, y: 0, width: Math.max(0, cursor.right - cursor.x + 2), height: cursor.height }),
    drawing("line", { class: "ls-gantt__cursor", x1: cursor.x, y1: 0, x2: cursor.x, y2: cursor.height }),
  );
}

/**
 * The sizes of the picture as the style sheet has them, grown with the reader's own size of text.
 * @returns {import("./layout.js").Sizes}
 */
export function readSizes() {
  const style = getComputedStyle(document.body);
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const size = (/** @type {string} */ name) => Number.parseFloat(style.getPropertyValue(`--ls-gantt-${name}`)) * scale;
  return { text: size("text"), small: size("small"), cpu: size("cpu"), lane: size("lane"), band: size("band"), gap: size("gap") };
}

/** The colours that picture.js writes into a file. @returns {import("./picture.js").Palette} */
export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const names = ["bg", "lane", "grid", "ink", "ink-2", "run", "run-text", "ready-fill", "ready-stroke", "blocked-fill", "blocked-stroke", "done", "font"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--ls-${name}`).trim().replace(/\s+/g, " ")]));
}

/** Causes as arrows, with a casing of the page's colour so that they cross bars without melting into them. */

import { State } from "../kinds.js";
import { arrowOf, chooseEdges, pointOn } from "./arrows.js";
import { markOf } from "./marks.js";
import { roundRect } from "./pens.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {import("./arrows.js").Arrow} Arrow
 */

/** Draw the arrows the rule lets through; leaves them in `view.arrows` for the pointer. @param {View} view */
export function drawArrows(view) {
  const { model, state, layout, scale } = view;
  view.arrows = [];
  for (const edge of chooseEdges(model, state, layout)) {
    const lane = model.lanes.get(edge.target);
    const index = lane?.indexAt(edge.t1) ?? -1;
    const height = lane === undefined || index < 0 ? 0.6 : markOf(lane.state.at(index), lane.reason.at(index)).height;
    const isEnd = lane !== undefined && index >= 0 && lane.state.at(index) === State.TERMINATED;
    const arrow = arrowOf(edge, layout, scale, isEnd ? 0.6 : Math.max(0.36, height));
    if (arrow !== undefined && isOnScreen(view, arrow)) view.arrows.push(arrow);
  }
  for (const arrow of view.arrows) drawArrow(view, arrow, true);
  for (const arrow of view.arrows) drawArrow(view, arrow, false);
}

/**
 * @param {View} view
 * @param {Arrow} arrow
 * @returns {boolean}
 */
function isOnScreen({ layout, scale }, { points }) {
  const [x0, y0, , , , , x1, y1] = points;
  if (Math.max(x0, x1) < scale.left - 30 || Math.min(x0, x1) > scale.right + 30) return false;
  return Math.max(y0, y1) > layout.axisHeight && Math.min(y0, y1) < layout.height;
}

/**
 * @param {View} view
 * @param {Arrow} arrow
 * @param {boolean} isCasing
 */
function drawArrow(view, arrow, isCasing) {
  const { context, tokens, state } = view;
  const width = tokens.arrowWidth;
  const isSelected = state.selected?.type === "edge" && state.selected.id === arrow.edge.index;
  const color = isCasing ? tokens.bg : isSelected ? tokens.focus : tokens.ink;
  const [x0, y0, ...rest] = arrow.points;
  const [x1, y1, x2, y2, x3, y3] = /** @type {[number, number, number, number, number, number]} */ (/** @type {unknown} */ (rest));
  const head = Math.min(22, 4 + width * 2.6);
  const tip = pointOn(arrow.points, 1);
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = isCasing ? width + 3 : width;
  context.lineCap = "butt";
  context.setLineDash(isCasing ? [] : arrow.style === "join" ? [width * 3, width * 2] : arrow.style === "call" ? [width, width * 1.5] : []);
  context.beginPath();
  if (arrow.style === "signal") traceZigzag(context, arrow.points, width);
  else {
    context.moveTo(x0, y0);
    context.bezierCurveTo(x1, y1, x2, y2, x3 - Math.cos(tip.angle) * head * 0.8, y3 - Math.sin(tip.angle) * head * 0.8);
  }
  context.stroke();
  context.setLineDash([]);
  drawHead(context, tip, isCasing ? head + 3 : head, isCasing ? 1.5 : 0);
  drawTail(view, arrow, isCasing, color);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, angle: number}} tip
 * @param {number} size
 * @param {number} beyond
 */
function drawHead(context, { x, y, angle }, size, beyond) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(beyond, 0);
  context.lineTo(beyond - size, -size * 0.42);
  context.lineTo(beyond - size * 0.78, 0);
  context.lineTo(beyond - size, size * 0.42);
  context.closePath();
  context.fill();
  context.restore();
}

/**
 * An open circle where a worker was started; a dot elsewhere.
 * @param {View} view
 * @param {Arrow} arrow
 * @param {boolean} isCasing
 * @param {string} color
 */
function drawTail({ context, tokens }, { points, style }, isCasing, color) {
  const radius = tokens.arrowWidth * (style === "start" ? 1.6 : 1.15);
  context.beginPath();
  context.arc(points[0], points[1], isCasing ? radius + 1.5 : radius, 0, Math.PI * 2);
  context.fillStyle = style === "start" ? tokens.bg : color;
  context.fill();
  if (style !== "start" || isCasing) return;
  context.strokeStyle = color;
  context.lineWidth = Math.max(1.5, tokens.arrowWidth * 0.7);
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Arrow["points"]} points
 * @param {number} width
 */
function traceZigzag(context, points, width) {
  const steps = 12;
  for (let step = 0; step <= steps; step += 1) {
    const { x, y, angle } = pointOn(points, step / (steps + 1));
    const side = step === 0 ? 0 : (step % 2 === 0 ? 1 : -1) * width * 1.4;
    const [px, py] = [x - Math.sin(angle) * side, y + Math.cos(angle) * side];
    if (step === 0) context.moveTo(px, py);
    else context.lineTo(px, py);
  }
}

/** Draw what was sent, on chips half-way along their arrows; over all words. @param {View} view */
export function drawItems(view) {
  for (const arrow of view.arrows) if (arrow.style === "message") drawItem(view, arrow);
}

/**
 * @param {View} view
 * @param {Arrow} arrow
 */
function drawItem({ context, pens, tokens, model }, { edge, points }) {
  const whole = model.texts.get(edge.text) ?? "";
  if (whole === "") return;
  const text = pens.clip(pens.fonts.small, whole, 80);
  const { x, y } = pointOn(points, 0.5);
  const w = pens.measure(pens.fonts.small, text) + 10;
  const h = Math.round(tokens.barTextSize * 1.4);
  roundRect(context, x - w / 2, y - h / 2, w, h, 4);
  context.fillStyle = tokens.bg;
  context.fill();
  context.strokeStyle = tokens.ink;
  context.lineWidth = 1.25;
  context.stroke();
  pens.write(text, x, y + 0.5, { font: pens.fonts.small, color: tokens.ink, align: "center" });
}

/** The whole run in a strip: every worker a few pixels high, the viewport as a window. Geometry is pure; drawing gets a context. */

import { createScale } from "./scale.js";

const MAX_LANES = 64;

/**
 * @typedef {{width: number, height: number, end: number}} MinimapSize
 */

/**
 * The scale of the whole run.
 * @param {MinimapSize} size
 * @returns {import("./scale.js").Scale}
 */
export function minimapScale({ width, end }) {
  return createScale({ t0: 0, t1: Math.max(1e6, end), left: 6, width: Math.max(1, width - 12) });
}

/**
 * Where the viewport's window stands.
 * @param {import("./scale.js").Scale} scale
 * @param {{t0: number, t1: number}} view
 * @returns {{x: number, width: number}}
 */
export function windowOf(scale, { t0, t1 }) {
  const x = Math.max(scale.left, scale.x(t0));
  return { x, width: Math.max(6, Math.min(scale.right, scale.x(t1)) - x) };
}

/**
 * Draw all lanes; kept in an image between frames, since it changes only with the model and the size.
 * @param {CanvasRenderingContext2D} context
 * @param {{model: import("../model.js").RunModel, lanes: readonly number[], scale: import("./scale.js").Scale, height: number,
 *   tokens: import("./tokens.js").Tokens, strip: import("./strip.js").Strip, end: number}} view
 */
export function drawLanesSmall(context, { model, lanes, scale, height, tokens, strip, end }) {
  context.fillStyle = tokens.lane;
  context.fillRect(0, 0, scale.right + 6, height);
  const shown = lanes.slice(0, MAX_LANES);
  const each = Math.min(9, (height - 6) / Math.max(1, shown.length));
  const top = (height - each * shown.length) / 2;
  strip.begin(scale.width, shown.length);
  shown.forEach((id, index) => {
    const lane = model.lanes.get(id);
    if (lane === undefined || lane.length === 0) return;
    const [x0, x1] = [scale.x(lane.time.at(0)), scale.x(model.workers.get(id)?.ended ?? end)];
    if (x1 > x0) strip.paint(index, lane, scale, { x0, x1, end });
  });
  strip.finish();
  shown.forEach((_, index) => strip.draw(context, index, { x: scale.left, y: top + index * each, height: Math.max(1, each - (each > 3 ? 1 : 0)) }));
}

/**
 * Draw findings, the viewport's window and the cursor over the lanes.
 * @param {CanvasRenderingContext2D} context
 * @param {{model: import("../model.js").RunModel, state: Readonly<import("../store.js").ViewState>, scale: import("./scale.js").Scale,
 *   height: number, tokens: import("./tokens.js").Tokens}} view
 */
export function drawWindow(context, { model, state, scale, height, tokens }) {
  const { x, width } = windowOf(scale, state);
  context.fillStyle = tokens.bg;
  context.globalAlpha = 0.62;
  context.fillRect(0, 0, x, height);
  context.fillRect(x + width, 0, scale.right + 6 - x - width, height);
  context.globalAlpha = 1;
  context.strokeStyle = tokens.focus;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(x + 1, 1, Math.max(4, width - 2), height - 2, 4);
  context.stroke();
  context.fillStyle = tokens.focus;
  context.fillRect(scale.x(state.cursor) - 1, 0, 2, height);
  for (const finding of model.findings.values()) {
    if (finding.level === "info") continue;
    context.fillStyle = finding.level === "error" ? tokens.alarm : tokens.resource;
    const at = scale.x(finding.at);
    context.beginPath();
    context.moveTo(at, 1);
    context.lineTo(at + 5, 6);
    context.lineTo(at, 11);
    context.lineTo(at - 5, 6);
    context.fill();
  }
}

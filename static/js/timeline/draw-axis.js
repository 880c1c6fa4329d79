/** The axis, the grid under it, the cursors, the live edge and the end of what is known. */

import { eventAxis, instantLabel, shortTime, timeAxis } from "./axis.js";
import { roundRect } from "./pens.js";

/** @typedef {import("./draw.js").View} View */

/**
 * @param {View} view
 * @returns {import("./axis.js").Axis}
 */
function axisOf({ pens, scale, warp, model }) {
  return warp === undefined ? timeAxis(scale, (text) => pens.measure(pens.fonts.axis, text)) : eventAxis(scale, warp, model.moments.length);
}

/** Draw the grid, under everything. @param {View} view */
export function drawGrid(view) {
  const { context, layout, tokens, scale } = view;
  context.fillStyle = tokens.grid;
  context.globalAlpha = 0.6;
  for (const { x } of axisOf(view).ticks) {
    if (x >= scale.left - 1 && x <= scale.right + 1) context.fillRect(Math.round(x), layout.axisHeight, 1, layout.height - layout.axisHeight);
  }
  context.globalAlpha = 1;
}

/** Draw the axis band. @param {View} view */
export function drawAxis(view) {
  const { context, layout, tokens, scale, pens, t } = view;
  const { ticks, unit } = axisOf(view);
  const pills = [...pillsOf(view), ...capLabelOf(view)];
  context.fillStyle = tokens.bg;
  context.fillRect(0, 0, layout.width, layout.axisHeight);
  context.fillStyle = tokens.grid;
  context.fillRect(scale.left, layout.axisHeight - 1, scale.width, 1);
  const y = layout.axisHeight / 2 - 1;
  const style = /** @type {const} */ ({ font: pens.fonts.axis, color: tokens.ink2, align: "center" });
  for (const { x, label } of ticks) {
    if (x < scale.left - 1 || x > scale.right + 1) continue;
    context.fillStyle = tokens.grid;
    context.fillRect(Math.round(x), layout.axisHeight - 6, 1, 6);
    const half = pens.measure(pens.fonts.axis, label) / 2;
    const middle = Math.min(Math.max(x, scale.left + half - 2), layout.width - half - 4);
    if (!pills.some(({ left, right }) => middle + half > left - 6 && middle - half < right + 6)) pens.write(label, middle, y, style);
  }
  const said = unit === "#" ? t("timeline.axis.event") : t("timeline.axis.time", { unit });
  if (layout.mode !== "phone") pens.write(pens.clip(pens.fonts.axis, said, scale.left - 40), layout.mode === "projector" ? 10 : 16, y, { ...style, align: "left" });
}

/** Draw the cursors' lines and the range between them; under the names. @param {View} view */
export function drawCursorLines(view) {
  const { state, context, tokens, layout, scale } = view;
  const { cursor, secondCursor } = state;
  if (secondCursor !== null) {
    const [x0, x1] = [scale.x(Math.min(cursor, secondCursor)), scale.x(Math.max(cursor, secondCursor))];
    context.fillStyle = tokens.focus;
    context.globalAlpha = 0.09;
    context.fillRect(x0, layout.axisHeight, x1 - x0, layout.height);
    context.globalAlpha = 1;
    drawLine(view, scale.x(secondCursor), true);
  }
  drawLine(view, scale.x(cursor), false);
}

/**
 * A cursor's time on the axis.
 * @typedef {{left: number, right: number, text: string, isSecond: boolean}} Pill
 */

/** Write the cursors' times on the axis. @param {View} view */
export function drawCursorTimes(view) {
  for (const pill of pillsOf(view)) drawPill(view, pill);
}

/**
 * Place the cursors' times: side by side where they would cover each other.
 * @param {View} view
 * @returns {Pill[]}
 */
function pillsOf(view) {
  const { state, scale } = view;
  const { cursor, secondCursor } = state;
  const live = state.follow && !view.model.isEnded ? `${view.t("run.live")}  ` : "";
  const first = pillAt(view, scale.x(cursor), live + instantLabel(cursor, (state.t1 - state.t0) / scale.width), false);
  if (secondCursor === null) return first;
  const second = pillAt(view, scale.x(secondCursor), `Δ ${shortTime(Math.abs(secondCursor - cursor))}`, true);
  const [one, other] = [first[0], second[0]];
  if (one === undefined || other === undefined || other.left > one.right + 4 || other.right < one.left - 4) return [...first, ...second];
  const width = other.right - other.left;
  const isAfter = scale.x(secondCursor) >= scale.x(cursor) && one.right + 4 + width < view.layout.width;
  const left = isAfter ? one.right + 4 : one.left - 4 - width;
  return [one, { ...other, left, right: left + width }];
}

/**
 * @param {View} view
 * @param {number} x
 * @param {string} text
 * @param {boolean} isSecond
 * @returns {Pill[]} none where the cursor is out of sight
 */
function pillAt({ layout, scale, pens }, x, text, isSecond) {
  if (x < scale.left - 60 || x > layout.width + 60) return [];
  const width = pens.measure(pens.fonts.pill, text) + 16;
  const left = Math.min(Math.max(x - width / 2, scale.left - 8), layout.width - width - 2);
  return [{ left, right: left + width, text, isSecond }];
}

/**
 * @param {View} view
 * @param {number} x
 * @param {boolean} isSecond
 */
function drawLine({ context, tokens, layout, scale }, x, isSecond) {
  if (x < scale.left - 4 || x > scale.right + 8) return;
  const width = tokens.cursorWidth;
  context.fillStyle = tokens.bg;
  context.globalAlpha = 0.65;
  context.fillRect(x - width / 2 - 1, layout.axisHeight, width + 2, layout.height);
  context.globalAlpha = 1;
  context.strokeStyle = tokens.focus;
  context.lineWidth = isSecond ? Math.max(2, width * 0.6) : width;
  context.setLineDash(isSecond ? [6, 4] : []);
  context.beginPath();
  context.moveTo(x, layout.axisHeight - 4);
  context.lineTo(x, layout.height);
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {View} view
 * @param {Pill} pill
 */
function drawPill({ context, tokens, layout, pens }, { left, right, text, isSecond }) {
  const w = right - left;
  const h = Math.min(layout.axisHeight - 4, tokens.axisTextSize * 1.75);
  const y = (layout.axisHeight - h) / 2 - 1;
  roundRect(context, left, y, w, h, h / 2);
  context.fillStyle = isSecond ? tokens.bg : tokens.focus;
  context.fill();
  context.strokeStyle = tokens.focus;
  context.lineWidth = 1.5;
  context.stroke();
  pens.write(text, left + w / 2, y + h / 2 + 1, { font: pens.fonts.pill, color: isSecond ? tokens.focus : tokens.focusText, align: "center" });
}

/** Mark where the known time ends: LIVE while the run goes on, a hatched cap where it was cut short. @param {View} view */
export function drawEdgeOfTime(view) {
  const { model, scale, layout, context, tokens, end } = view;
  const x = scale.x(end);
  if (x < scale.left || x > layout.width + 20) return;
  if (!model.isEnded) {
    context.fillStyle = tokens.run;
    context.fillRect(x, layout.axisHeight - 4, 2, layout.height);
    if (!view.state.follow) writeLive(view, x);
    return;
  }
  if (isCutShort(model)) drawCap(view, x);
}

/**
 * Whether the run ended otherwise than by itself.
 * @param {View["model"]} model
 * @returns {boolean}
 */
function isCutShort(model) {
  return model.isEnded && !["finished", "failed"].includes(endStatus(model));
}

/** @param {View["model"]} model @returns {string} */
const endStatus = (model) => model.status?.status ?? model.summary?.status ?? "finished";

/**
 * Place the words at the cap: at the end, or before the cursors' times that stand there.
 * @param {View} view
 * @returns {{left: number, right: number, text: string}[]} none where there is no cap in sight
 */
function capLabelOf(view) {
  const { model, scale, layout, pens, t, end } = view;
  const x = scale.x(end);
  if (!isCutShort(model) || x < scale.left || x > layout.width + 20) return [];
  const text = t(`status.${endStatus(model)}`);
  const w = pens.measure(pens.fonts.axis, text) + 14;
  const atEnd = Math.min(x, layout.width - w - 2);
  const covering = pillsOf(view).filter((pill) => pill.right > atEnd - 4 && pill.left < atEnd + w + 4);
  const left = covering.length === 0 ? atEnd : Math.min(...covering.map((pill) => pill.left)) - w - 6;
  return [{ left, right: left + w, text }];
}

/**
 * @param {View} view
 * @param {number} x
 */
function writeLive({ context, tokens, pens, layout, t }, x) {
  const text = t("run.live");
  const font = pens.fonts.pill;
  const w = pens.measure(font, text) + 16;
  const h = Math.min(layout.axisHeight - 6, tokens.axisTextSize * 1.6);
  const left = Math.min(x - w / 2, layout.width - w - 2);
  const y = (layout.axisHeight - h) / 2 - 1;
  roundRect(context, left, y, w, h, 4);
  context.fillStyle = tokens.run;
  context.fill();
  pens.write(text, left + w / 2, y + h / 2 + 1, { font, color: tokens.runText, align: "center" });
}

/**
 * @param {View} view
 * @param {number} x
 */
function drawCap(view, x) {
  const { context, tokens, pens, layout } = view;
  const width = 14;
  context.save();
  context.beginPath();
  context.rect(x, layout.axisHeight, width, layout.height);
  context.clip();
  context.strokeStyle = tokens.done;
  context.lineWidth = 2;
  context.beginPath();
  for (let y = layout.axisHeight - width; y < layout.height + width; y += 7) {
    context.moveTo(x - 1, y + width);
    context.lineTo(x + width + 1, y - 1);
  }
  context.stroke();
  context.restore();
  context.fillStyle = tokens.done;
  context.fillRect(x, layout.axisHeight, 2, layout.height);
  for (const { left, right, text } of capLabelOf(view)) {
    roundRect(context, left, 3, right - left, layout.axisHeight - 8, 4);
    context.fillStyle = tokens.bg;
    context.fill();
    context.strokeStyle = tokens.done;
    context.lineWidth = 1.5;
    context.stroke();
    pens.write(text, (left + right) / 2, layout.axisHeight / 2 - 1, { font: pens.fonts.axis, color: tokens.ink2, align: "center" });
  }
}

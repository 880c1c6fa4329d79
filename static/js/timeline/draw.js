/**
 * One picture of one instant of the view: grounds, bars, resources, arrows, marks, cursor, in that order. Reads only.
 * Only the draw-*.js files and pens.js touch the 2-D context.
 */

import { drawArrows, drawItems } from "./draw-arrows.js";
import { drawAxis, drawCursorLines, drawCursorTimes, drawEdgeOfTime, drawGrid } from "./draw-axis.js";
import { drawAlarms, drawEnds } from "./draw-ends.js";
import { drawGrounds, drawLabels } from "./draw-frames.js";
import { drawCallbacks } from "./draw-pools.js";
import { drawCpuLane, drawHolds, drawResourceLane } from "./draw-resources.js";
import { drawGhost } from "./draw-ghost.js";
import { drawWorkerLanes } from "./draw-lanes.js";

/**
 * Everything a drawing needs.
 * @typedef {{context: CanvasRenderingContext2D, pens: import("./pens.js").Pens, tokens: import("./tokens.js").Tokens,
 *   layout: import("./layout.js").Layout, scale: import("./scale.js").Scale, warp: import("./scale.js").Warp | undefined,
 *   model: import("../model.js").RunModel, state: Readonly<import("../store.js").ViewState>, end: number, isFocused: boolean,
 *   hover: import("./hit.js").Hit | null, t: import("./labels.js").Translate, strip: import("./strip.js").Strip,
 *   arrows: import("./arrows.js").Arrow[], alarms: import("./hit.js").Alarm[]}} View
 */

/**
 * Draw everything.
 * @param {View} view
 */
export function drawTimeline(view) {
  const { context, layout, tokens, model } = view;
  context.fillStyle = tokens.bg;
  context.fillRect(0, 0, layout.width, layout.height);
  if (model.workers.size === 0) {
    drawGhost(view);
    return;
  }
  drawGrounds(view);
  clipped(view, layout.left - 1, layout.axisHeight, () => drawLanes(view));
  drawAxis(view);
  clipped(view, layout.left - 1, 0, () => drawEdgeOfTime(view));
  clipped(view, layout.left - 8, layout.axisHeight - 4, () => drawCursorLines(view));
  clipped(view, layout.left - 1, layout.axisHeight, () => writeTexts(view));
  drawLabels(view);
  clipped(view, layout.left - 8, 0, () => drawCursorTimes(view));
}

/** @param {View} view */
function drawLanes(view) {
  const { layout } = view;
  drawGrid(view);
  const rows = layout.rows.filter((row) => row.top <= layout.height && row.top + row.height >= layout.axisHeight);
  drawWorkerLanes(view, rows.filter((row) => row.kind !== "resource" && row.kind !== "cpu"));
  for (const row of rows) {
    if (row.kind === "cpu") drawCpuLane(view, row);
    else if (row.kind === "resource") drawResourceLane(view, row);
  }
  drawHolds(view);
  drawEnds(view);
  drawArrows(view);
  drawCallbacks(view);
}

/**
 * Words and alarms come last: no bar, arrow or cursor may hide them.
 * @param {View} view
 */
function writeTexts(view) {
  const { state, scale, pens } = view;
  const cursors = [state.cursor, ...(state.secondCursor === null ? [] : [state.secondCursor])].map((time) => scale.x(time));
  pens.writeTexts(cursors);
  drawItems(view);
  drawAlarms(view);
}

/**
 * @param {View} view
 * @param {number} left
 * @param {number} top
 * @param {() => void} draw
 */
function clipped({ context, layout }, left, top, draw) {
  context.save();
  context.beginPath();
  context.rect(left, top, layout.width - left, layout.height - top);
  context.clip();
  draw();
  context.restore();
}

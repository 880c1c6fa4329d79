/** A drawn timeline without a browser: a recording, a viewport, and what was drawn. */

import { createStore } from "../../../static/js/store.js";
import { drawTimeline } from "../../../static/js/timeline/draw.js";
import { layoutLanes } from "../../../static/js/timeline/layout.js";
import { Pens } from "../../../static/js/timeline/pens.js";
import { createScale, fitRun, warpByMoments } from "../../../static/js/timeline/scale.js";
import { Strip } from "../../../static/js/timeline/strip.js";
import { FALLBACK } from "../../../static/js/timeline/tokens.js";
import { fakeContext, installCanvasClasses } from "../fake-canvas.js";
import { t } from "../recordings.js";

installCanvasClasses();

/**
 * @param {import("../../../static/js/model.js").RunModel} model
 * @param {{state?: object, tokens?: object, width?: number, height?: number}} [options]
 */
export function sceneOf(model, { state: patch = {}, tokens: changed = {}, width = 1440, height = 900 } = {}) {
  const state = createStore({ ...fitRun(model.now), follow: false, ...patch }).get();
  const tokens = { ...FALLBACK, ...changed };
  const { context, texts, fills, calls } = fakeContext();
  const layout = layoutLanes(model, state, tokens, { width, height }, t);
  const warp = state.axis === "event" ? warpByMoments(model.moments) : undefined;
  const scale = createScale({ t0: state.t0, t1: state.t1, left: layout.left, width: layout.right - layout.left, warp });
  const view = {
    context, pens: new Pens(context, tokens, 1), tokens, layout, scale, warp, model, state, end: model.now, isFocused: false, hover: null, t,
    strip: new Strip(), arrows: [], alarms: [],
  };
  drawTimeline(view);
  return { view, texts: texts.map(({ text }) => text), placed: texts, fills, calls, layout, scale, tokens };
}

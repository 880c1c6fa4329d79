/**
 * The clock of the view. Live: the cursor stands at the edge of what is known. Replay: the cursor moves through the record at a speed that
 * is always said. Pure: `advance` takes the model, the state and the time that passed, and returns what becomes of the state.
 */

import { fitRun } from "./timeline/scale.js";

/** By default a finished run takes this long, seconds. */
export const DEFAULT_SECONDS = 10;
/** With reduced motion, playing jumps from event to event, one a second. */
const JUMP_MS = 1000;
/** Where in the viewport the cursor is kept while the view moves along. */
const KEEP_AT = 0.75;

/**
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {Readonly<import("./store.js").ViewState>} ViewState
 * @typedef {Partial<import("./store.js").ViewState>} Patch
 */

/**
 * How much of the run one second on screen shows, ns: a run still going plays as it happened, a finished one in ten seconds.
 * @param {RunModel} model
 * @param {number} rate
 * @returns {number}
 */
export function nsPerSecond(model, rate) {
  const whole = model.isEnded ? Math.max(1, model.now) / DEFAULT_SECONDS : 1e9;
  return whole * rate;
}

/**
 * Whether the cursor is at the live edge and moves with it.
 * @param {RunModel} model
 * @param {ViewState} state
 * @returns {boolean}
 */
export const isLive = (model, state) => state.follow && !model.isEnded;

/**
 * What becomes of the state when `elapsed` ms have passed; an empty patch when nothing moves.
 * @param {RunModel} model
 * @param {ViewState} state
 * @param {number} elapsed  ms
 * @param {{reducedMotion?: boolean}} [options]
 * @returns {Patch}
 */
export function advance(model, state, elapsed, { reducedMotion = false } = {}) {
  if (state.follow) return followEdge(model, state);
  if (!state.fitted) return open(model, state);
  if (!state.playing) return {};
  const speed = nsPerSecond(model, state.rate) / 1000;
  const wanted = reducedMotion ? jump(model, state.cursor, elapsed) : state.cursor + elapsed * speed;
  const cursor = Math.min(model.now, wanted);
  const patch = { cursor, ...keepInView(state, cursor, model.now) };
  if (cursor < model.now) return patch;
  return model.isEnded ? { ...patch, playing: false } : { ...patch, playing: false, follow: true };
}

/**
 * @param {RunModel} model
 * @param {number} cursor
 * @param {number} elapsed
 * @returns {number}
 */
function jump(model, cursor, elapsed) {
  if (elapsed < JUMP_MS) return cursor;
  const index = model.eventAfter(cursor);
  return index < model.eventCount ? model.events.time.at(index) : model.now;
}

/**
 * @param {RunModel} model
 * @param {ViewState} state
 * @returns {Patch}
 */
function followEdge(model, state) {
  const cursor = model.now;
  if (model.isEnded) return { cursor, follow: false, playing: false, ...(state.fitted ? {} : fitWhole(model)) };
  if (!state.fitted) return { cursor, ...growingView(model.now) };
  const span = state.t1 - state.t0;
  const t1 = Math.max(span * 0.98, cursor + span * 0.08);
  return { cursor, t0: t1 - span, t1 };
}

/**
 * A viewport the run grows into: it is enlarged in steps, so that lanes do not crawl all the time.
 * @param {number} now
 * @returns {Patch}
 */
export function growingView(now) {
  let span = 100e6;
  while (span * 0.92 < now) span *= 1.6;
  return fitRun(span / 1.03);
}

/**
 * A run just opened: show it, and begin where the program does unless a link said otherwise.
 * @param {RunModel} model
 * @param {ViewState} state
 * @returns {Patch}
 */
function open(model, state) {
  return { ...fitWhole(model), ...(state.cursor === 0 && model.isEnded ? { cursor: model.programStart } : {}) };
}

/**
 * @param {RunModel} model
 * @returns {Patch}
 */
function fitWhole(model) {
  return model.isEnded ? { ...programView(model), fitted: true } : growingView(model.now);
}

/**
 * The viewport a finished run is opened with: all of it, without Python's own start where that would take much of the room.
 * @param {RunModel} model
 * @returns {{t0: number, t1: number}}
 */
export function programView(model) {
  const { programStart, programEnd } = model;
  const from = Math.max(0, programStart - (programEnd - programStart) * 0.06);
  return fitRun(programEnd, from < programEnd * 0.1 ? 0 : from);
}

/**
 * Move the viewport along when the cursor leaves it, or comes near its right edge while there is more to come.
 * @param {ViewState} state
 * @param {number} cursor
 * @param {number} end  of what is known, ns
 * @returns {Patch}
 */
export function keepInView({ t0, t1 }, cursor, end) {
  const span = t1 - t0;
  const share = (cursor - t0) / span;
  if (share >= 0 && share <= (t1 >= end ? 1 : KEEP_AT)) return {};
  const from = cursor - span * (share > 0 && share < 1.2 ? KEEP_AT : 0.1);
  return { t0: from, t1: from + span };
}

/**
 * Begin to play: from the cursor, or from the beginning when it stands at the end.
 * @param {RunModel} model
 * @param {ViewState} state
 * @returns {Patch}
 */
export function play(model, state) {
  if (!model.isEnded && state.cursor >= model.now * 0.999) return { follow: true, playing: false };
  return { playing: true, follow: false, cursor: state.cursor >= model.now * 0.999 ? 0 : state.cursor };
}

/**
 * Stop moving; the run and its recording go on.
 * @returns {Patch}
 */
export const pause = () => ({ playing: false, follow: false });

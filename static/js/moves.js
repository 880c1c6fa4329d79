// Moves through a run: from a state of the view to a patch of it. Pure.

import { findingsAt, isStrand } from "./facts.js";
import { moveTo, reveal } from "./jump.js";
import { Flag, Kind, Reason } from "./kinds.js";
import { pause, play } from "./player.js";
import { MIN_SPAN, fitRun, keepInSight } from "./timeline/scale.js";

/**
 * @typedef {import("./store.js").ViewState} ViewState
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {Partial<ViewState>} Patch
 * @typedef {{type: "worker" | "resource", id: number}} Lane
 */

/** Replay speeds, as multiples of the default. */
export const RATES = Object.freeze([1 / 1000, 1 / 500, 1 / 200, 1 / 100, 1 / 50, 1 / 20, 1 / 10, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64]);

const ZOOM = 1.5;
const PAN = 0.25;
/** Events looked at before a search in a lane gives up, so that a key never hangs the page. */
const SEARCH_LIMIT = 2_000_000;

/**
 * The worker whose lane is in hand; 0 when none is.
 * @param {Readonly<ViewState>} state
 * @returns {number}
 */
export function laneWorker({ selected }) {
  return selected && (selected.type === "worker" || selected.type === "span") ? Number(selected.id) : 0;
}

/**
 * Move to the next or previous event: of the selected lane, else of anybody.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {1 | -1} way
 * @returns {Patch}
 */
export function stepEvent(model, state, way) {
  const time = nextTime(model, state.cursor, way, laneWorker(state));
  return time === undefined ? {} : { ...moveTo(state, time), ...keepLane(state, time) };
}

/** @type {(state: Readonly<ViewState>, time: number) => Patch} */
function keepLane({ selected }, time) {
  if (!selected || (selected.type !== "worker" && selected.type !== "span")) return {};
  return { selected: { type: "worker", id: selected.id, time } };
}

/** @type {(model: RunModel, from: number, way: 1 | -1, worker: number) => number | undefined} */
function nextTime(model, from, way, worker) {
  const event = searchEvent(model, from, way, (index) => !worker || model.events.worker.at(index) === worker);
  const change = worker ? nextChange(model, from, way, worker) : undefined;
  const both = [event, change].filter((time) => time !== undefined);
  return both.length ? (way > 0 ? Math.min(...both) : Math.max(...both)) : undefined;
}

/** @type {(model: RunModel, from: number, way: 1 | -1, worker: number) => number | undefined} */
function nextChange(model, from, way, worker) {
  const lane = model.lanes.get(worker);
  if (!lane) return undefined;
  let index = lane.indexAt(from);
  index += way > 0 ? 1 : lane.time.at(index) < from ? 0 : -1;
  return index >= 0 && index < lane.length ? lane.time.at(index) : undefined;
}

/** @type {(model: RunModel, from: number, way: 1 | -1, matches: (index: number) => boolean) => number | undefined} */
function searchEvent(model, from, way, matches) {
  const first = way > 0 ? model.eventAfter(from) : model.eventAfter(from - 0.5) - 1;
  const stop = Math.min(SEARCH_LIMIT, way > 0 ? model.eventCount - first : first + 1);
  for (let step = 0, index = first; step < stop; step += 1, index += way) {
    if (matches(index)) return model.events.time.at(index);
  }
  return undefined;
}

/**
 * Select the next or previous bar of the lane and put the cursor at its beginning.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {1 | -1} way
 * @returns {Patch}
 */
export function stepSlice(model, state, way) {
  const worker = laneWorker(state) || firstWorker(model);
  const lane = model.lanes.get(worker);
  if (!lane || lane.length === 0) return {};
  const index = Math.min(lane.length - 1, Math.max(0, lane.indexAt(state.cursor) + way));
  const { t0 } = lane.span(index, model.now);
  return { ...moveTo(state, t0), selected: { type: "span", id: worker, time: t0 } };
}

/** @type {(model: RunModel) => number} */
function firstWorker(model) {
  for (const worker of model.workers.values()) if (worker.kind === "thread") return worker.id;
  return model.workers.keys().next().value ?? 0;
}

/**
 * Move to the next or previous interesting instant: a hand-over after a wait, a full or empty queue, an end, a finding.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {1 | -1} way
 * @returns {Patch}
 */
export function stepInteresting(model, state, way) {
  const event = searchEvent(model, state.cursor, way, (index) => isInteresting(model, index));
  const findings = [...model.findings.values()].map((finding) => finding.at).filter((at) => (at - state.cursor) * way > 0);
  const times = event === undefined ? findings : [...findings, event];
  if (!times.length) return {};
  const time = way > 0 ? Math.min(...times) : Math.max(...times);
  return { ...moveTo(state, time), ...keepLane(state, time) };
}

/** @type {(model: RunModel, index: number) => boolean} */
function isInteresting({ events }, index) {
  switch (events.kind.at(index)) {
    case Kind.ACQUIRE:
    case Kind.GET:
    case Kind.PUT:
      return (events.flags.at(index) & Flag.WAITED) !== 0;
    case Kind.WAIT:
      return [Reason.QUEUE_GET, Reason.QUEUE_PUT].some((reason) => reason === events.reason.at(index));
    case Kind.THREAD_END:
    case Kind.PROCESS_END:
    case Kind.EXCEPTION:
    case Kind.SIGNAL:
      return true;
    default:
      return false;
  }
}

/**
 * Move the selection one lane up or down.
 * @param {readonly Lane[]} lanes in the order they are drawn
 * @param {Readonly<ViewState>} state
 * @param {1 | -1} way
 * @returns {Patch}
 */
export function stepLane(lanes, state, way) {
  if (!lanes.length) return {};
  const { selected, cursor } = state;
  const type = selected?.type === "span" ? "worker" : selected?.type;
  const here = lanes.findIndex((lane) => lane.type === type && lane.id === selected?.id);
  const index = here < 0 ? (way > 0 ? 0 : lanes.length - 1) : Math.min(lanes.length - 1, Math.max(0, here + way));
  const lane = lanes[index];
  return lane ? { selected: { ...lane, time: cursor } } : {};
}

/**
 * Lanes in a plain order, for when no timeline is mounted: workers by tree, then resources.
 * @param {RunModel} model
 * @returns {Lane[]}
 */
export function plainLanes(model) {
  return [
    ...[...model.workers.keys()].map((id) => /** @type {Lane} */ ({ type: "worker", id })),
    ...[...model.resources.keys()].map((id) => /** @type {Lane} */ ({ type: "resource", id })),
  ];
}

/**
 * Make the viewport shorter (in) or longer (out), round the cursor when it is in view.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {"in" | "out"} way
 * @returns {Patch}
 */
export function zoom(model, state, way) {
  const length = state.t1 - state.t0;
  const wanted = Math.max(MIN_SPAN, way === "in" ? length / ZOOM : length * ZOOM);
  const whole = fitRun(model.now);
  if (way === "out" && wanted >= whole.t1 - whole.t0) return fit(model);
  const anchor = state.cursor >= state.t0 && state.cursor <= state.t1 ? state.cursor : (state.t0 + state.t1) / 2;
  const t0 = anchor - ((anchor - state.t0) / length) * wanted;
  return { ...keepInSight({ t0, t1: t0 + wanted }, model.now), fitted: true, follow: false };
}

/**
 * Shift the viewport by a quarter of its length.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {1 | -1} way
 * @returns {Patch}
 */
export function pan(model, state, way) {
  const step = way * (state.t1 - state.t0) * PAN;
  return { ...keepInSight({ t0: state.t0 + step, t1: state.t1 + step }, model.now), fitted: true, follow: false };
}

/**
 * Show the whole run.
 * @param {RunModel} model
 * @returns {Patch}
 */
export function fit(model) {
  return { ...fitRun(model.now), fitted: true, follow: false };
}

/**
 * Show the range between the cursors, else what is selected.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function fitSelection(model, state) {
  const bounds = boundsOf(model, state);
  if (!bounds) return {};
  const length = Math.max(MIN_SPAN, bounds[1] - bounds[0]);
  const t0 = bounds[0] - length * 0.1;
  return { t0, t1: t0 + length * 1.2, fitted: true, follow: false };
}

/** @type {(model: RunModel, state: Readonly<ViewState>) => [number, number] | undefined} */
function boundsOf(model, { cursor, secondCursor, selected }) {
  if (secondCursor !== null && secondCursor !== cursor) return [Math.min(cursor, secondCursor), Math.max(cursor, secondCursor)];
  if (!selected) return undefined;
  const id = Number(selected.id);
  switch (selected.type) {
    case "span": {
      const span = model.spanAt(id, selected.time);
      return span ? [span.t0, span.t1] : undefined;
    }
    case "worker": {
      const worker = model.workers.get(id);
      return worker ? [worker.began, worker.ended ?? model.now] : undefined;
    }
    case "edge": {
      if (!(id < model.edgeCount)) return undefined;
      const { t0, t1 } = model.edge(id);
      return [t0, t1];
    }
    case "finding": {
      const finding = model.findings.get(selected.id);
      return finding ? [finding.since ?? finding.at, finding.at] : undefined;
    }
    default: {
      const steps = model.steps.get(id);
      return steps && steps.length ? [steps.time.at(0), steps.time.at(steps.length - 1)] : undefined;
    }
  }
}

/**
 * Play faster or slower.
 * @param {Readonly<ViewState>} state
 * @param {1 | -1} way
 * @returns {Patch}
 */
export function changeRate({ rate }, way) {
  const faster = RATES.find((one) => one > rate * 1.0001);
  const slower = RATES.findLast((one) => one < rate / 1.0001);
  return { rate: (way > 0 ? faster : slower) ?? rate };
}

/**
 * Begin or stop moving; at the end of a finished run, begin again.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function togglePlay(model, state) {
  return state.playing || (state.follow && !model.isEnded) ? pause() : play(model, state);
}

/**
 * Go to the end: of a finished run its last instant, of a living one its live edge.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function goEnd(model, state) {
  return model.isEnded ? moveTo(state, model.now) : { follow: true, playing: false };
}

/**
 * Put the second cursor at the first, or take it away.
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function toggleMark({ cursor, secondCursor }) {
  return { secondCursor: secondCursor === null ? cursor : null };
}

/**
 * Pin the selected worker's lane on top, or let it go.
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function togglePin(state) {
  const worker = laneWorker(state);
  if (!worker) return {};
  return { pinned: state.pinned.includes(worker) ? state.pinned.filter((id) => id !== worker) : [...state.pinned, worker] };
}

/**
 * Give all strands of the selected lane's thread a lane, or fold them away again; with nothing selected, those of every thread.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function toggleStrands(model, state) {
  const selected = model.workers.get(laneWorker(state));
  const own = selected === undefined ? 0 : isStrand(selected) ? selected.thread : selected.kind === "thread" ? selected.id : 0;
  if (own) return { opened: state.opened.includes(own) ? state.opened.filter((id) => id !== own) : [...state.opened, own] };
  if (state.opened.length) return { opened: [] };
  return { opened: [...new Set([...model.workers.values()].filter(isStrand).map((worker) => worker.thread))] };
}

/**
 * Take away one thing at a time: playing, the range, the selection.
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function clear({ playing, secondCursor, selected }) {
  if (playing) return { playing: false };
  if (secondCursor !== null) return { secondCursor: null };
  return selected ? { selected: null } : {};
}

/**
 * Turn to what is wrong at the cursor, or to the first finding there is.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @returns {Patch}
 */
export function goFinding(model, state) {
  const finding = findingsAt(model, state.cursor)[0] ?? model.findings.values().next().value;
  if (!finding) return {};
  return { ...reveal(state, finding.at), cursor: finding.at, follow: false, selected: { type: "finding", id: finding.id, time: finding.at } };
}

/**
 * The marks of the visual grammar: which mark a state is drawn with. The key names the mark everywhere: pattern, legend row, legend
 * filter (`hiddenStates`) and message (`mark.<key>`).
 */

import { Reason, State, reasonName } from "../kinds.js";

/**
 * height: share of the lane's bar height, by how close the worker is to the CPU.
 * @typedef {{key: string, family: "new" | "running" | "ready" | "blocked" | "done", height: number, pattern: string}} Mark
 */

/** How high a bar is, as a share of the lane: the closer to the CPU the higher. */
export const HEIGHT = Object.freeze({ running: 1, ready: 0.62, blocked: 0.36, done: 0, new: 0.36 });

/** Which pattern says what a worker is blocked on. Reasons that teach the same share one. @type {ReadonlyMap<number, string>} */
const BLOCKED_PATTERN = new Map(/** @type {const} */ ([
  [Reason.LOCK, "stripes"],
  [Reason.CONDITION, "stripes-back"],
  [Reason.SEMAPHORE, "stripes-cross"],
  [Reason.QUEUE_GET, "chevrons-right"],
  [Reason.QUEUE_PUT, "chevrons-left"],
  [Reason.JOIN, "bars"],
  [Reason.PROCESS, "bars"],
  [Reason.BARRIER, "bars-double"],
  [Reason.SLEEP, "dots-sparse"],
  [Reason.IO, "dots-dense"],
  [Reason.PIPE, "dots-dense"],
  [Reason.FUTURE, "bars"],
  [Reason.EVENT, "stripes-back"],
  [Reason.SIGNAL, "stripes-back"],
  [Reason.PAGE, "dots-dense"],
  [Reason.RESUME, "dashes"],
]));

/** @type {Map<number, Mark>} */
const CACHE = new Map();

/**
 * Find the mark of a state.
 * @param {number} state
 * @param {number} reason
 * @returns {Mark}
 */
export function markOf(state, reason) {
  const id = state * 256 + reason;
  let mark = CACHE.get(id);
  if (mark === undefined) CACHE.set(id, (mark = makeMark(state, reason)));
  return mark;
}

/**
 * @param {number} state
 * @param {number} reason
 * @returns {Mark}
 */
function makeMark(state, reason) {
  switch (state) {
    case State.RUNNING:
      return { key: "running", family: "running", height: HEIGHT.running, pattern: "solid" };
    case State.READY:
      if (reason === Reason.GIL) return { key: "ready-gil", family: "ready", height: HEIGHT.ready, pattern: "comb" };
      return { key: reason === Reason.LOOP ? "ready-loop" : "ready", family: "ready", height: HEIGHT.ready, pattern: "solid" };
    case State.BLOCKED:
      return { key: `blocked-${reasonName(reason)}`, family: "blocked", height: HEIGHT.blocked, pattern: BLOCKED_PATTERN.get(reason) ?? "plain" };
    case State.NEW:
      return { key: "new", family: "new", height: HEIGHT.new, pattern: "outline" };
    default:
      return { key: "done", family: "done", height: HEIGHT.done, pattern: "none" };
  }
}

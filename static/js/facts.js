// Small questions put to the model, each answered in one place: who is there at t, who holds what, what is wrong. Pure.

import { reasonName, stateName } from "./kinds.js";

/**
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {{owner?: number, waiters?: number, depth?: number, capacity?: number, permits?: number, isSet?: boolean,
 *   doing?: number, inside?: number}} ResourceFacts  doing: what the kernel does for it; inside: bytes or connections in the kernel
 */

/**
 * Say whether a worker is yet to come, here, or gone at t.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {"absent" | "before" | "here" | "after"}
 */
export function workerPhase(model, id, t) {
  const worker = model.workers.get(id);
  if (!worker) return "absent";
  if (t < worker.began) return "before";
  return worker.ended !== null && worker.ended !== undefined && t >= worker.ended ? "after" : "here";
}

/**
 * Whether a worker is one of the standard library's own (a queue's feeder, a pool's handlers), or runs in such a process.
 * @param {RunModel} model
 * @param {number} id
 * @returns {boolean}
 */
export function isHelper(model, id) {
  const worker = model.workers.get(id);
  return worker !== undefined && (worker.helper === true || model.workers.get(worker.process)?.helper === true);
}

/**
 * Whether a worker is a strand: a task, a greenlet or a generator, which runs inside a thread.
 * @param {import("./model.js").Worker | undefined} worker
 * @returns {boolean}
 */
export const isStrand = (worker) => worker?.kind === "task" || worker?.kind === "greenlet" || worker?.kind === "generator";

/**
 * Whether a worker is gevent's hub, the greenlet that looks whose turn it is.
 * @param {import("./model.js").Worker | undefined} worker
 * @returns {boolean}
 */
export const isHub = (worker) => worker?.kind === "greenlet" && worker.name === "hub";

/**
 * Whether a strand's wait is its thread's as well, so that all the others there wait with it: a task that calls `time.sleep`.
 * @param {import("./model.js").RunModel} model
 * @param {number} id
 * @param {number} t  an instant of the wait
 * @returns {boolean}
 */
export function blocksThread(model, id, t) {
  const worker = model.workers.get(id);
  if (worker === undefined || !isStrand(worker)) return false;
  const span = model.spanAt(id, t);
  const thread = model.spanAt(worker.thread, t);
  if (span === null || thread === null || stateName(span.state) !== "blocked") return false;
  return (["t0", "state", "reason", "resource", "target", "location"]).every((name) => Reflect.get(span, name) === Reflect.get(thread, name));
}

/**
 * Whether a thread stands in its event loop with nothing to do: no task's turn has come.
 * @param {import("./model.js").RunModel} model
 * @param {number} id
 * @param {{state: number, reason: number, resource: number}} span
 * @returns {boolean}
 */
export const isIdleLoop = (model, id, span) =>
  model.loops.has(id) && stateName(span.state) === "blocked" && reasonName(span.reason) === "io"
  && (!span.resource || model.resources.get(span.resource)?.kind === "selector");

/**
 * Count the threads of the program, and those of the library that stand behind them.
 * @param {RunModel} model
 * @returns {{own: number, library: number}}
 */
export function countThreads(model) {
  const count = { own: 0, library: 0 };
  for (const worker of model.workers.values()) {
    if (worker.kind === "thread") count[isHelper(model, worker.id) ? "library" : "own"] += 1;
  }
  return count;
}

/**
 * Count the program's workers as the page does: its threads and their strands.
 * @param {RunModel} model
 * @returns {number}
 */
export function countWorkers(model) {
  return countThreads(model).own + model.strandCount;
}

/**
 * The workers to count and describe at t: threads where there are any, and processes nothing is known inside of; not the library's own.
 * @param {RunModel} model
 * @param {number} t
 * @returns {number[]}
 */
export function shownWorkers(model, t) {
  const withThreads = new Set();
  for (const worker of model.workers.values()) if (worker.kind === "thread") withThreads.add(worker.process);
  const ids = [];
  for (const worker of model.workers.values()) {
    if (workerPhase(model, worker.id, t) !== "here" || isHelper(model, worker.id)) continue;
    if (worker.kind === "process" && withThreads.has(worker.id)) continue;
    ids.push(worker.id);
  }
  return ids;
}

/**
 * The worker that started this one: a thread, or for a main thread its process.
 * @param {RunModel} model
 * @param {number} id
 * @returns {number}
 */
export function parentOf(model, id) {
  return model.workers.get(id)?.parent ?? 0;
}

/**
 * The workers of one kind below a process.
 * @param {RunModel} model
 * @param {number} process
 * @returns {import("./model.js").Worker[]}
 */
export function threadsOf(model, process) {
  return [...model.workers.values()].filter((worker) => worker.kind === "thread" && worker.process === process);
}

/**
 * What is wrong at t, by the findings of level error; the latest first.
 * @param {RunModel} model
 * @param {number} t
 * @returns {import("./model.js").Finding[]}
 */
export function findingsAt(model, t) {
  return [...model.findings.values()]
    .filter((finding) => finding.level === "error" && (finding.since ?? finding.at) <= t)
    .sort((one, other) => other.at - one.at);
}

/**
 * Who waits for a resource at t.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {number[]}
 */
export function waitersAt(model, id, t) {
  return shownWorkers(model, t).filter((worker) => {
    const span = model.spanAt(worker, t);
    return span && span.resource === id && stateName(span.state) === "blocked";
  });
}

/**
 * What a resource is like at t: owner, depth, permits, how many wait.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {ResourceFacts}
 */
export function resourceAt(model, id, t) {
  const resource = model.resources.get(id);
  if (!resource) return {};
  const step = model.stepAt(id, t);
  const waiters = step?.waiters ?? 0;
  const capacity = resource.capacity ?? undefined;
  const depth = step?.depth ?? undefined;
  switch (resource.kind) {
    case "queue":
    case "pool":
      return { depth: depth ?? 0, capacity, waiters };
    case "semaphore":
      return { permits: depth ?? capacity, capacity, waiters };
    case "event":
      return { isSet: depth === 1, waiters };
    case "socket":
    case "selector":
    case "file":
      return { doing: step?.doing ?? 0, inside: depth, capacity, waiters };
    default:
      return { owner: step?.owner || undefined, waiters };
  }
}

/**
 * Time each state took between t0 and t1, ns.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t0
 * @param {number} t1
 * @returns {{running: number, ready: number, readyGil: number, blocked: number}}
 */
export function shares(model, id, t0, t1) {
  const lane = model.lanes.get(id);
  const [from, to] = [t0, t1].map((t) => {
    const into = new Float64Array(5);
    const time = Math.min(t, model.now);
    lane?.totalsAt(time, lane.indexAt(time), into);
    return into;
  });
  const [running, ready, readyGil, blocked] = [0, 1, 2, 3].map((kind) => (to?.[kind] ?? 0) - (from?.[kind] ?? 0));
  return { running: running ?? 0, ready: (ready ?? 0) + (readyGil ?? 0), readyGil: readyGil ?? 0, blocked: blocked ?? 0 };
}

/** Events looked at on the way back: a place from longer ago says nothing about now. */
const LOOK_BACK = 5000;

/**
 * The last place in the source a worker was seen at, at or before t; 0 when none is known.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {number}
 */
export function lastLocation(model, id, t) {
  const { worker, location } = model.events;
  const end = model.eventAfter(t);
  for (let index = end - 1; index >= Math.max(0, end - LOOK_BACK); index -= 1) {
    if (worker.at(index) === id && location.at(index)) return location.at(index);
  }
  return 0;
}

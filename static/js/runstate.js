/**
 * What is to be said about a run as a whole: starting, live, quiet, cut short, raised, lost, stale, offline. Pure.
 */

import { isHelper } from "./facts.js";
import { State } from "./kinds.js";

const SECOND_NS = 1e9;
const SLOW_START_NS = 3 * SECOND_NS;
const QUIET_NS = 5 * SECOND_NS;

/**
 * A ribbon above the timeline. `tone`: trouble is drawn with the alarm's diamond.
 * @typedef {{id: string, tone: "plain" | "trouble", key: string, params: Record<string, any>, isRaw?: boolean}} Ribbon
 */

/**
 * The status word of a run, from what has arrived and else from what the page was given.
 * @param {import("./model.js").RunModel} model @param {{status: string} | null} row @returns {string | null}
 */
export function statusOf(model, row) {
  const status = model.status;
  if (status === null) return row?.status ?? null;
  if (status.status) return status.status;
  return status.phase === "starting" ? "starting" : "running";
}

/** Whether the program still runs. @param {string | null} status @returns {boolean} */
export function isLive(status) {
  return status === "starting" || status === "running";
}

/**
 * How long no worker has changed its state, ns, if everybody alive is blocked; else 0.
 * @param {import("./model.js").RunModel} model @returns {{quietNs: number, count: number}}
 */
export function quiet(model) {
  let last = 0;
  let count = 0;
  for (const worker of model.workers.values()) {
    if (worker.kind !== "thread" || worker.ended !== null || isHelper(model, worker.id)) continue;
    const span = model.spanAt(worker.id, model.now);
    if (span === null) continue;
    if (span.state !== State.BLOCKED) return { quietNs: 0, count: 0 };
    count += 1;
    last = Math.max(last, span.t0);
  }
  return count === 0 ? { quietNs: 0, count } : { quietNs: model.now - last, count };
}

/**
 * Every ribbon that applies now, most important first.
 * @param {import("./model.js").RunModel} model
 * @param {{status: string | null, offlineSince: string | null, isSignedOut: boolean, isStale: boolean, isImported?: boolean}} page
 * @returns {Ribbon[]}
 */
export function ribbonsOf(model, { status, offlineSince, isSignedOut, isStale, isImported = false }) {
  /** @type {Ribbon[]} */
  const ribbons = [];
  if (isSignedOut) ribbons.push({ id: "offline", tone: "trouble", key: "run.signed-out", params: {} });
  else if (offlineSince !== null) ribbons.push({ id: "offline", tone: "trouble", key: "run.offline", params: { time: offlineSince } });
  ribbons.push(...endRibbons(model, status));
  if (isLive(status)) ribbons.push(...liveRibbons(model, status));
  const dropped = model.status?.dropped ?? 0;
  if (dropped > 0) ribbons.push({ id: "dropped", tone: "trouble", key: "run.dropped", params: { count: dropped } });
  if (isImported) ribbons.push({ id: "imported", tone: "plain", key: "run.imported", params: {} });
  if (isStale) ribbons.push({ id: "stale", tone: "plain", key: "run.stale", params: {} });
  return ribbons;
}

/** @type {(model: import("./model.js").RunModel, status: string | null) => Ribbon[]} */
function endRibbons(model, status) {
  const note = model.status?.note ?? "";
  switch (status) {
    case "stuck": return [{ id: "truncated", tone: "plain", key: "run.truncated.stuck", params: {} }];
    case "timed-out": return [{ id: "truncated", tone: "plain", key: "run.truncated.time", params: {} }];
    case "limited": return [{ id: "truncated", tone: "plain", key: note ? "run.truncated" : "run.truncated.limit", params: { note } }];
    case "lost": return [{ id: "lost", tone: "trouble", key: model.status?.cut ? "run.cut" : "run.lost", params: {} }];
    case "failed": return [{ id: "failed", tone: "trouble", key: "run.failed", params: { note } }];
    default: return [];
  }
}

/** @type {(model: import("./model.js").RunModel, status: string | null) => Ribbon[]} */
function liveRibbons(model, status) {
  if (status === "starting" || model.workers.size === 0) {
    const isSlow = model.now > SLOW_START_NS;
    return [{ id: "starting", tone: "plain", key: isSlow ? "run.starting.slow" : model.workers.size > 0 ? "run.starting.count" : "run.starting", params: { count: model.workers.size } }];
  }
  const { quietNs, count } = quiet(model);
  if (quietNs < QUIET_NS) return [];
  return [{ id: "quiet", tone: "plain", key: "run.quiet", params: { duration_ns: Math.floor(quietNs / SECOND_NS) * SECOND_NS, count } }];
}

/** The words inside and above the bars. Pure: the catalogue's `t` goes in, candidates come out, longest first. */

import { Reason, State, reasonName } from "../kinds.js";

/**
 * @typedef {(key: string, params?: Record<string, string | number>) => string} Translate
 * @typedef {import("../model.js").RunModel} RunModel
 */

/**
 * Name a worker where its process is not in sight: among several processes a main thread goes by its process' name.
 * @param {RunModel} model
 * @param {number} id
 * @returns {string}
 */
export function workerName(model, id) {
  const worker = model.workers.get(id);
  if (worker === undefined) return `#${id}`;
  if (worker.kind !== "thread" || worker.parent !== worker.process || model.processCount < 2) return worker.name;
  return model.workers.get(worker.process)?.name ?? worker.name;
}

/**
 * Name a lane that stands outside its process' frame: a main thread by its process, other threads by their own name, the process noted beside it.
 * @param {RunModel} model
 * @param {import("../model.js").Worker} thread
 * @returns {{name: string, note: string}}
 */
export function laneName(model, thread) {
  const name = workerName(model, thread.id);
  const process = model.workers.get(thread.process)?.name ?? "";
  return { name, note: model.processCount < 2 || name === process ? "" : process };
}

/**
 * Name a resource for a label.
 * @param {RunModel} model
 * @param {number} id
 * @returns {string}
 */
export const resourceName = (model, id) => model.resources.get(id)?.name ?? `#${id}`;

/**
 * What a bar says: the first candidate that fits is drawn.
 * @param {RunModel} model
 * @param {{state: number, reason: number, resource: number, target: number, by: number}} span
 * @param {Translate} t
 * @returns {string[]}
 */
export function barLabels(model, span, t) {
  if (span.state === State.BLOCKED) return blockedLabels(model, span, t);
  if (span.state !== State.READY) return [];
  if (span.reason === Reason.GIL) return [t("bar.ready-gil"), "GIL"];
  return [t("bar.ready")];
}

/**
 * @param {RunModel} model
 * @param {{reason: number, resource: number, target: number, by: number}} span
 * @param {Translate} t
 * @returns {string[]}
 */
function blockedLabels(model, { reason, resource: resourceId, target, by }, t) {
  const resource = resourceName(model, resourceId);
  switch (reason) {
    case Reason.SLEEP:
      return [t("bar.sleep")];
    case Reason.JOIN:
    case Reason.PROCESS:
      if (target > 0) return [t("bar.join", { target: workerName(model, target) }), workerName(model, target)];
      return [resourceId > 0 ? t("bar.wait", { resource }) : t("bar.join.some")];
    case Reason.QUEUE_GET:
      if (model.resources.get(resourceId)?.kind === "pool") return [t("bar.idle", { resource }), t("bar.idle.short")];
      return resourceId > 0 ? [t("bar.queue-get", { resource }), resource] : [t("bar.unknown")];
    case Reason.FUTURE:
      if (target > 0) return [t("bar.future.target", { target: workerName(model, target) }), workerName(model, target)];
      return futureLabels(model, { resourceId, resource, by }, t);
    case Reason.QUEUE_PUT:
      return resourceId > 0 ? [t("bar.queue-put", { resource }), resource] : [t("bar.unknown")];
    case Reason.IO:
      return resourceId > 0 ? [t(`bar.io${ioKind(model, resourceId)}`, { resource }), resource] : [t("bar.io.some")];
    case Reason.PIPE:
      return resourceId > 0 ? [t("bar.io", { resource }), resource] : [t("bar.io.some")];
    case Reason.UNKNOWN:
      // The engine names whom a starter waits for: `Thread.start` returns only when the new thread has begun.
      if (target > 0) return [t("bar.start", { target: workerName(model, target) }), workerName(model, target)];
      return heldLabels(model, { reason, resourceId, resource, by }, t);
    default:
      return heldLabels(model, { reason, resourceId, resource, by }, t);
  }
}

/** What a wait says whose resource has no name; the other reasons say theirs. @type {ReadonlyMap<number, string>} */
const NAMELESS = new Map([[Reason.PAGE, "bar.page"], [Reason.FUTURE, "bar.future.some"], [Reason.UNKNOWN, "bar.unknown"], [Reason.NONE, "bar.unknown"]]);

/** A selector covers many sockets; to a listening one others connect. @type {(model: RunModel, id: number) => string} */
function ioKind(model, id) {
  const resource = model.resources.get(id);
  if (resource?.kind === "selector") return ".selector";
  return resource?.kind === "socket" && resource.capacity !== null ? ".accept" : "";
}

/**
 * @param {RunModel} model
 * @param {{reason: number, resourceId: number, resource: string, by: number}} wait
 * @param {Translate} t
 * @returns {string[]}
 */
function heldLabels(model, { reason, resourceId, resource, by }, t) {
  if (reason === Reason.RESUME) return [t("bar.resume")];
  if (resourceId === 0) return [t(NAMELESS.get(reason) ?? `reason.${reasonName(reason)}`)];
  if (by === 0) return [t("bar.wait", { resource }), resource];
  const owner = workerName(model, by);
  return [t("bar.wait.held", { resource, owner }), t("bar.held.short", { resource, owner }), `← ${owner}`, resource];
}

/** Waits for the result of a job: who does it, or that nobody does yet. @type {(model: RunModel, wait: {resourceId: number, resource: string, by: number}, t: Translate) => string[]} */
function futureLabels(model, { resourceId, resource, by }, t) {
  if (resourceId === 0) return [t("reason.future")];
  const thing = model.resources.get(resourceId);
  const short = thing?.several ? t("bar.future.several", { count: thing.several.length }) : resource;
  if (by > 0) {
    const owner = workerName(model, by);
    return [t("bar.future", { resource, owner }), t("bar.held.short", { resource, owner }), t("bar.held.short", { resource: short, owner: shortName(owner) }), short];
  }
  const pool = (thing?.several ? model.resources.get(thing.several[0]) : thing)?.pool ?? 0;
  return pool > 0 ? [t("bar.future.queued", { resource, pool: resourceName(model, pool) }), resource, short] : [t("bar.wait", { resource }), resource, short];
}

/**
 * What a block of an owned resource says.
 * @param {RunModel} model
 * @param {number} owner
 * @param {Translate} t
 * @returns {string[]}
 */
export function ownerLabels(model, owner, t) {
  const name = workerName(model, owner);
  return [t("bar.held-by", { owner: name }), name, shortName(name)];
}

/**
 * Shorten a name to what tells it apart: `Seller-3` is `S3`, `MainThread` is `M`.
 * @param {string} name
 * @returns {string}
 */
export function shortName(name) {
  const number = /(\d+)\D*$/.exec(name)?.[1] ?? "";
  return `${[...name][0]?.toUpperCase() ?? ""}${number}`;
}

/**
 * Choose the first candidate that fits.
 * @param {readonly string[]} candidates
 * @param {number} room  px
 * @param {(text: string) => number} measure
 * @returns {string | undefined}
 */
export function firstFit(candidates, room, measure) {
  // Four px a letter is narrower than any letter we draw: most bars are sorted out without measuring.
  return candidates.find((text) => text.length * 4 <= room && measure(text) <= room);
}

// Shared data: what value it has at t, who touched it last and with which locks, and the windows from a read to the write of what was made of it.
// Pure: no DOM, no language.

import { EdgeKind, Kind, Reason } from "./kinds.js";

/** Kinds of resources that are data. */
export const DATA_KINDS = Object.freeze(["variable", "value"]);
/** So many windows of one datum are looked at in one picture. */
const MOST_WINDOWS = 2000;

/**
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {{time: number, worker: number, isWrite: boolean, text: string, locks: number[]}} Access
 * @typedef {{t0: number, t1: number, worker: number, isLost: boolean, row: number}} Window  row: which of those that overlap it is, from 0
 */

/** Whether a resource is data. @param {string | undefined} kind @returns {boolean} */
export const isData = (kind) => kind !== undefined && DATA_KINDS.includes(kind);

/**
 * Which locks a worker holds at t, by id.
 * @param {RunModel} model
 * @param {number} worker
 * @param {number} t
 * @returns {number[]}
 */
export function locksHeld(model, worker, t) {
  /** @type {number[]} */
  const held = [];
  for (const [id, steps] of model.steps) {
    if (!steps.isOwned || steps.kind === "gil") continue;
    const index = steps.indexAt(t);
    if (index >= 0 && steps.owner.at(index) === worker) held.push(id);
  }
  return held;
}

/**
 * The last read or write of a datum up to t.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {Access | undefined}
 */
export function lastAccess(model, id, t) {
  const steps = model.steps.get(id);
  if (steps === undefined) return undefined;
  let index = steps.indexAt(t);
  while (index >= 0 && !isAccess(steps.what.at(index))) index -= 1;
  if (index < 0) return undefined;
  const [time, worker] = [steps.time.at(index), steps.worker.at(index)];
  return {
    time, worker, isWrite: steps.what.at(index) === Kind.WRITE, text: model.texts.get(steps.text.at(index)) ?? "", locks: locksHeld(model, worker, time),
  };
}

/** @param {number} kind @returns {boolean} */
export const isAccess = (kind) => kind === Kind.READ || kind === Kind.WRITE;

/**
 * The windows of a datum that touch [t0, t1], each in the first row where it overlaps no other.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t0
 * @param {number} t1
 * @returns {Window[]}
 */
export function windowsOf(model, id, t0, t1) {
  const edges = model.edgesIn(t0, t1, MOST_WINDOWS).filter((edge) => edge.kind === EdgeKind.WINDOW && edge.resource === id).sort((a, b) => a.t0 - b.t0 || a.index - b.index);
  /** @type {number[]} */
  const ends = [];
  return edges.map((edge) => {
    const free = ends.findIndex((end) => end <= edge.t0);
    const row = free < 0 ? ends.length : free;
    ends[row] = edge.t1;
    return { t0: edge.t0, t1: edge.t1, worker: edge.source, isLost: edge.reason === Reason.LOCK, row };
  });
}

/** @type {WeakMap<RunModel, {count: number, ids: Set<number>}>} */
const windowed = new WeakMap();

/**
 * Whether there is any window of a datum, or of a file, in what is known of a run.
 * @param {RunModel} model
 * @param {number} id
 * @returns {boolean}
 */
export function hasWindows(model, id) {
  const known = windowed.get(model) ?? { count: 0, ids: new Set() };
  windowed.set(model, known);
  const { kind, resource } = model.edges;
  for (; known.count < kind.length; known.count += 1) {
    if (kind.at(known.count) === EdgeKind.WINDOW) known.ids.add(resource.at(known.count));
  }
  return known.ids.has(id);
}

/**
 * Where windows of two workers overlap, in order and joined.
 * @param {readonly Window[]} windows  in order of t0
 * @returns {{t0: number, t1: number}[]}
 */
export function overlapsOf(windows) {
  /** @type {{t0: number, t1: number}[]} */
  const found = [];
  /** @type {Window[]} */
  let open = [];
  for (const window of windows) {
    open = open.filter((other) => other.t1 > window.t0);
    for (const other of open) {
      if (other.worker === window.worker) continue;
      const t1 = Math.min(other.t1, window.t1);
      const last = found.at(-1);
      if (last !== undefined && last.t1 >= window.t0) last.t1 = Math.max(last.t1, t1);
      else found.push({ t0: window.t0, t1 });
    }
    open.push(window);
  }
  return found;
}

/**
 * What locks were held whenever several workers could touch a datum: the words of the badge and what is in their gaps.
 * @param {RunModel} model
 * @param {import("./model.js").Resource | undefined} resource
 * @returns {{key: string, params: Record<string, string>} | undefined} undefined as long as one worker has it to itself
 */
export function guardOf(model, resource) {
  const guard = resource?.guard;
  if (guard === undefined) return undefined;
  if (typeof guard === "string") return { key: `data.guard.${guard}`, params: {} };
  const own = guard.includes(resource?.id ?? 0);
  const lock = guard.map((id) => model.resources.get(id)?.name ?? `#${id}`).join(", ");
  return own && guard.length === 1 ? { key: "data.guard.own", params: {} } : { key: "data.guard.lock", params: { lock } };
}

/**
 * Whether a variable deserves a lane: several workers touch it, or several processes have one of the same name, each its own.
 * @param {RunModel} model
 * @param {import("./model.js").Resource} resource
 * @returns {boolean}
 */
export function isShared(model, resource) {
  if (resource.kind !== "variable") return true;
  if ((model.steps.get(resource.id)?.workers.size ?? 0) > 1) return true;
  for (const other of model.resources.values()) {
    if (other.id !== resource.id && other.kind === "variable" && other.name === resource.name && other.process !== resource.process) return true;
  }
  return false;
}

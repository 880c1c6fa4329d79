// The plain words of one instant: which sentences say what is going on at t, and with what in their gaps. Pure: no DOM, no language.
// Each sentence is one whole template of the catalogue; nothing is glued together from pieces.

import { isData, lastAccess } from "./data.js";
import { describeJob, describePool, describePoolWait } from "./describe-jobs.js";
import { describeStrand, isCounted } from "./describe-strands.js";
import { edgeKindName, knownName, reasonName, stateName } from "./kinds.js";
import { Doing } from "./flows.js";
import { blocksThread, findingsAt, isHub, isIdleLoop, isStrand, parentOf, resourceAt, shownWorkers, waitersAt, workerPhase } from "./facts.js";

/**
 * What goes into a gap of a sentence; `sentences.js` turns it into words.
 * @typedef {string | number | {worker: number} | {resource: number} | {ns: number} | {at: number} | {location: number} | {finding: import("./model.js").Finding} | {key: string}} Param
 * @typedef {{key: string, params: Record<string, Param>}} Sentence
 * @typedef {import("./store.js").Selection | null | undefined} Selection
 * @typedef {import("./spans.js").Span} Span
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {import("./model.js").Finding} Finding
 */

/** Reasons to be ready; a worker that is called blocked for one of them is simply blocked. */
const READY_REASONS = new Set(["cpu", "gil", "loop"]);
/** Waits for a resource that somebody may hold. */
const HELD = new Set(["lock", "semaphore", "condition"]);

/**
 * Say what is going on at t, most telling first; at most two sentences.
 * @param {RunModel} model
 * @param {number} t ns
 * @param {Selection} [selection]
 * @returns {Sentence[]}
 */
export function describe(model, t, selection) {
  if (selection && (selection.type === "worker" || selection.type === "span")) {
    return describeWorker(model, Number(selection.id), t);
  }
  if (selection && selection.type === "resource") return [describeResource(model, Number(selection.id), t)];
  if (selection && selection.type === "finding") {
    const finding = model.findings.get(selection.id);
    if (finding) return [describeFinding(finding)];
  }
  if (selection && selection.type === "edge" && Number(selection.id) < model.edgeCount) return [describeEdge(model.edge(Number(selection.id)))];
  return describeEverybody(model, t);
}

/**
 * Say what an arrow stands for.
 * @param {import("./model.js").EdgeRecord} edge
 * @returns {Sentence}
 */
export function describeEdge({ kind, source, target }) {
  return { key: `edge.${edgeKindName(kind)}.sentence`, params: { a: { worker: source }, b: { worker: target } } };
}

/**
 * Say what one worker does at t, and why it cannot go on.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {Sentence[]}
 */
export function describeWorker(model, id, t) {
  const phase = workerPhase(model, id, t);
  if (phase === "absent") return [];
  if (phase === "before") return [{ key: "caption.before", params: { who: { worker: id } } }];
  if (phase === "after") return [describeEnd(model, id)];
  const span = model.spanAt(id, t);
  if (!span) return [{ key: "caption.nothing-known", params: { who: { worker: id } } }];
  const sentences = [describeSpan(model, id, span, t)];
  if (isHub(model.workers.get(id))) return sentences;
  if (isCounted(model, id, span)) return [...sentences, { key: "caption.strand.counted", params: {} }];
  const more = blocksThread(model, id, t)
    ? { key: "caption.strand.blocks", params: { thread: { worker: model.workers.get(id)?.thread ?? 0 } } }
    : describeHolder(model, id, span, t) ?? describeKnown(span);
  if (more) sentences.push(more);
  return sentences;
}

/**
 * Say what a worker does during a span, as of t.
 * @param {RunModel} model
 * @param {number} id
 * @param {Span} span
 * @param {number} t
 * @returns {Sentence}
 */
export function describeSpan(model, id, span, t) {
  const who = { worker: id };
  const special = describeStrand(model, id, span, t);
  if (special) return special;
  switch (stateName(span.state)) {
    case "new":
      return { key: "caption.new", params: { who } };
    case "running":
      return span.cpu === null
        ? { key: "caption.running", params: { who } }
        : { key: "caption.running.cpu", params: { who, cpu: span.cpu } };
    case "ready":
      return describeReady(model, id, span);
    case "blocked":
      return describeBlocked(model, id, span, t);
    default:
      return describeEnd(model, id);
  }
}

/** @type {(model: RunModel, id: number, span: Span) => Sentence} */
function describeReady(model, id, span) {
  const who = { worker: id };
  const reason = reasonName(span.reason);
  const before = model.spanAt(id, span.t0 - 1);
  if (before && stateName(before.state) === "blocked" && before.t1 === span.t0) return describeWoken(model, id, before, span);
  if (reason === "loop") return { key: "caption.ready.loop", params: { who } };
  const base = reason === "gil" ? "caption.ready.gil" : "caption.ready.cpu";
  return span.by ? { key: base, params: { who, other: { worker: span.by } } } : { key: `${base}.alone`, params: { who } };
}

/** @type {(model: RunModel, id: number, before: Span, span: Span) => Sentence} */
function describeWoken(model, id, before, span) {
  const isPool = model.resources.get(before.resource)?.kind === "pool";
  const b = { worker: id };
  const reason = reasonName(before.reason);
  if (!span.by || span.by === id) {
    return { key: reason === "sleep" ? "caption.awake" : "caption.woken", params: { who: b } };
  }
  const a = { worker: span.by };
  const gaps = { a, b, resource: { resource: before.resource } };
  switch (reason) {
    case "lock":
    case "semaphore":
      return { key: "caption.wake.release", params: gaps };
    case "queue-get":
      return { key: isPool ? "caption.wake.submit" : "caption.wake.put", params: gaps };
    case "queue-put":
      return { key: "caption.wake.get", params: gaps };
    case "event":
      return { key: "caption.wake.set", params: gaps };
    case "condition":
      return { key: "caption.wake.notify", params: gaps };
    case "barrier":
      return { key: "caption.wake.barrier", params: gaps };
    case "future":
      return before.resource ? { key: "caption.wake.result", params: gaps } : { key: "caption.wake", params: { a, b } };
    case "join":
    case "process":
      return { key: "caption.wake.end", params: { a, b } };
    default:
      return { key: "caption.wake", params: { a, b } };
  }
}

/** @type {(model: RunModel, id: number, span: Span, t: number) => Sentence} */
function describeBlocked(model, id, span, t) {
  const who = { worker: id };
  const dur = { ns: Math.max(0, Math.min(t, span.t1) - span.t0) };
  const reason = READY_REASONS.has(reasonName(span.reason)) ? "none" : reasonName(span.reason);
  const resource = { resource: span.resource };
  if (reason === "sleep") {
    // A sleep still going on has no known end; then only its length so far is true.
    return span.open
      ? { key: "caption.blocked.sleep.open", params: { who, dur } }
      : { key: "caption.blocked.sleep", params: { who, until: { at: span.t1 } } };
  }
  if (reason === "join" || reason === "process") {
    if (span.target) return { key: "caption.blocked.join", params: { who, target: { worker: span.target }, dur } };
    if (span.resource) return { key: "caption.blocked.join.queue", params: { who, queue: resource, dur } };
    return { key: "caption.blocked.join.some", params: { who, dur } };
  }
  if (reason === "unknown" && span.target) return { key: "caption.blocked.start", params: { who, target: { worker: span.target }, dur } };
  if (reason === "future" && span.target) return { key: "caption.blocked.future.target", params: { who, target: { worker: span.target }, dur } };
  if (isIdleLoop(model, id, span)) return { key: "caption.blocked.loop.idle", params: { who, dur } };
  if (!span.resource) return { key: `caption.blocked.${reason}.some`, params: { who, dur } };
  const wait = describePoolWait(model, reason, span, { who, dur });
  if (wait) return wait;
  if (HELD.has(reason) && span.by) {
    return { key: `caption.blocked.${reason}.held`, params: { who, resource, owner: { worker: span.by }, dur } };
  }
  if (reason === "queue-put") {
    const facts = resourceAt(model, span.resource, t);
    if (facts.depth !== undefined && facts.capacity) {
      return { key: "caption.blocked.queue-put.full", params: { who, resource, n: facts.depth, max: facts.capacity, dur } };
    }
  }
  return { key: `caption.blocked.${reason}${ioKind(model, reason, span.resource)}`, params: { who, resource, dur } };
}

/** What kind of thing a worker waits for data from: a selector covers many, to a listening socket others connect. @type {(model: RunModel, reason: string, id: number) => string} */
function ioKind(model, reason, id) {
  const resource = model.resources.get(id);
  if (reason !== "io" || resource === undefined) return "";
  if (resource.kind === "selector") return ".selector";
  return resource.kind === "socket" && resource.capacity !== null ? ".accept" : "";
}

/** @type {(model: RunModel, id: number, span: Span, t: number) => Sentence | undefined} */
function describeHolder(model, id, span, t) {
  const owner = span.by;
  if (stateName(span.state) !== "blocked" || !owner || owner === id || reasonName(span.reason) !== "lock") return undefined;
  const held = model.spanAt(owner, t);
  const gaps = { owner: { worker: owner }, resource: { resource: span.resource } };
  if (workerPhase(model, owner, t) === "after") return { key: "caption.holder.ended", params: gaps };
  if (!held || stateName(held.state) !== "blocked") return undefined;
  if (reasonName(held.reason) === "sleep") return { key: "caption.holder.sleeps", params: gaps };
  if (held.resource && held.resource !== span.resource) {
    return { key: "caption.holder.waits", params: { ...gaps, other: { resource: held.resource } } };
  }
  return undefined;
}

/** @type {(span: Span) => Sentence | undefined} */
function describeKnown(span) {
  const known = knownName(span.known);
  return known === "measured" ? undefined : { key: `caption.known.${known}`, params: {} };
}

/**
 * Say how a worker ended, or that it had not ended when the recording did.
 * @param {RunModel} model
 * @param {number} id
 * @returns {Sentence}
 */
export function describeEnd(model, id) {
  const worker = model.workers.get(id);
  const who = { worker: id };
  if (!worker || worker.ended === null || worker.ended === undefined) return { key: "caption.still-running", params: { who } };
  const at = { at: worker.ended };
  const parent = parentOf(model, id);
  if (worker.signal) return { key: "caption.end.signal", params: { who, signal: worker.signal, at } };
  if (worker.cut && worker.daemon && parent) return { key: "caption.end.daemon", params: { who, main: { worker: parent }, at } };
  if (worker.cut) return { key: "caption.end.cut", params: { who, at } };
  if (worker.cancelled) return { key: `caption.end.cancelled.${worker.kind}`, params: { who, at } };
  if (worker.exit && isStrand(worker)) return { key: "caption.end.raised", params: { who, at } };
  if (worker.exit) return { key: "caption.end.exit", params: { who, code: worker.exit, at } };
  return { key: "caption.end", params: { who, at } };
}

/**
 * Say what a resource is doing at t.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {Sentence}
 */
export function describeResource(model, id, t) {
  const told = describeJob(model, id, t) ?? describePool(model, id, t);
  if (told) return told;
  const resource = { resource: id };
  if (isData(model.resources.get(id)?.kind)) return describeData(model, id, t);
  const facts = resourceAt(model, id, t);
  const waiting = facts.waiters ?? 0;
  if (facts.doing !== undefined) return describeFlow(resource, facts);
  if (facts.owner) {
    return waiting
      ? { key: "caption.resource.held.waiting", params: { resource, owner: { worker: facts.owner }, n: waiting } }
      : { key: "caption.resource.held", params: { resource, owner: { worker: facts.owner } } };
  }
  if (facts.depth !== undefined) {
    return facts.capacity
      ? { key: "caption.resource.depth.max", params: { resource, n: facts.depth, max: facts.capacity } }
      : { key: "caption.resource.depth", params: { resource, n: facts.depth } };
  }
  if (facts.permits !== undefined) return { key: "caption.resource.permits", params: { resource, n: facts.permits } };
  return waiting
    ? { key: "caption.resource.waiting", params: { resource, n: waiting } }
    : { key: "caption.resource.free", params: { resource } };
}

/** @type {(resource: {resource: number}, facts: import("./facts.js").ResourceFacts) => Sentence} */
function describeFlow(resource, { doing, inside, capacity }) {
  if (doing === Doing.COPY_UNSEEN) return { key: "caption.resource.copy.inferred", params: { resource } };
  if (doing === Doing.COPY) return { key: "caption.resource.copy", params: { resource } };
  if (capacity !== undefined) return { key: "caption.resource.backlog", params: { resource, n: inside ?? 0 } };
  if (inside) return { key: "caption.resource.bytes", params: { resource, n: inside } };
  return { key: doing === Doing.WAIT ? "caption.resource.awaited" : "caption.resource.quiet", params: { resource } };
}

/** @type {(model: RunModel, id: number, t: number) => Sentence} */
function describeData(model, id, t) {
  const access = lastAccess(model, id, t);
  const resource = { resource: id };
  if (access === undefined) return { key: "caption.data.untouched", params: { resource } };
  const done = access.isWrite ? "write" : "read";
  return { key: `caption.data.${done}${access.text ? "" : ".something"}`, params: { resource, who: { worker: access.worker }, text: access.text } };
}

/** @type {(finding: Finding) => Sentence} */
export function describeFinding(finding) {
  const [a, b, more] = finding.ring ?? [];
  if (finding.kind === "deadlock" && a && b && !more) {
    return { key: "caption.deadlock.two", params: { a: { worker: a.worker }, b: { worker: b.worker } } };
  }
  return { key: "caption.finding", params: { message: { finding } } };
}

/** @type {(model: RunModel, t: number) => Sentence[]} */
function describeEverybody(model, t) {
  const sentences = findingsAt(model, t).slice(0, 1).map(describeFinding);
  const spans = shownWorkers(model, t).flatMap((id) => {
    const span = model.spanAt(id, t);
    return span ? [{ id, span }] : [];
  });
  const inState = (/** @type {string} */ state) => spans.filter(({ span }) => stateName(span.state) === state);
  const running = inState("running");
  const ready = inState("ready");
  const blocked = inState("blocked");
  const held = blocked.filter(({ span }) => span.by && HELD.has(reasonName(span.reason))).sort(longestFirst);
  const say = (/** @type {{id: number, span: Span}} */ row) => describeSpan(model, row.id, row.span, t);
  for (const row of held.slice(0, 1)) {
    sentences.push(say(row));
    const holder = describeHolder(model, row.id, row.span, t);
    if (holder) sentences.push(holder);
  }
  if (spans.length && !running.length && !ready.length) sentences.push({ key: "caption.idle", params: { n: blocked.length } });
  sentences.push(...running.sort(longestFirst).slice(0, 1).map(say), ...ready.sort(longestFirst).slice(0, 1).map(say));
  if (!spans.length) sentences.push(...nobody(model, t));
  return sentences.slice(0, 2);
}

/** @type {(one: {span: Span}, other: {span: Span}) => number} */
function longestFirst(one, other) {
  return one.span.t0 - other.span.t0;
}

/** @type {(model: RunModel, t: number) => Sentence[]} */
function nobody(model, t) {
  if (!model.isEnded || t < model.now) return [{ key: model.eventCount && t > 0 ? "caption.nobody" : "caption.not-begun", params: {} }];
  return [{ key: "caption.over", params: {} }, ...longestWait(model)];
}

/** Of a run that is over: what was waited for the longest. @type {(model: RunModel) => Sentence[]} */
function longestWait(model) {
  /** @type {{id: number, kind: string, contended: number, wait_ns: number}[]} */
  const resources = (model.summary?.resources ?? []).filter((/** @type {any} */ one) => one.kind !== "gil" && one.kind !== "pool" && one.contended > 0 && one.wait_ns > 0);
  const most = resources.sort((one, other) => other.wait_ns - one.wait_ns)[0];
  return most ? [{ key: "caption.over.waited", params: { resource: { resource: most.id }, n: most.contended, dur: { ns: most.wait_ns } } }] : [];
}

/**
 * Count the states at t: what the key N reads out.
 * @param {RunModel} model
 * @param {number} t
 * @returns {Sentence}
 */
export function describeCounts(model, t) {
  const ids = shownWorkers(model, t);
  const counts = { ready: 0, running: 0, blocked: 0 };
  for (const id of ids) {
    const span = model.spanAt(id, t);
    const state = span ? stateName(span.state) : "new";
    if (state in counts) counts[/** @type {keyof typeof counts} */ (state)] += 1;
  }
  return { key: "narrate.counts", params: { n: ids.length, ...counts } };
}

/**
 * Say in a few sentences what everybody does at t: counts, then each resource that is waited for and its holder.
 * @param {RunModel} model
 * @param {number} t
 * @returns {Sentence[]}
 */
export function narrate(model, t) {
  const sentences = [{ key: "narrate.at", params: { at: { at: t } } }, describeCounts(model, t)];
  for (const resource of model.resources.values()) {
    const waiters = waitersAt(model, resource.id, t);
    const { owner } = resourceAt(model, resource.id, t);
    if (!waiters.length || !owner || sentences.length > 3) continue;
    sentences.push({ key: "narrate.held", params: { n: waiters.length, resource: { resource: resource.id }, owner: { worker: owner } } });
  }
  return [...sentences, ...findingsAt(model, t).slice(0, 1).map(describeFinding)];
}

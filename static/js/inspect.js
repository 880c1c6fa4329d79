// What the inspector says about the selection: rows of a label and sentences. Pure: no DOM, no language.

import { guardOf, isData, lastAccess } from "./data.js";
import { describeEdge, describeEnd, describeFinding, describeResource, describeWorker } from "./describe.js";
import { isStrand, lastLocation, parentOf, resourceAt, shares, waitersAt, workerPhase } from "./facts.js";
import { jobRows, poolRows } from "./inspect-jobs.js";
import { State, edgeKindName, knownName, reasonName, stateName } from "./kinds.js";
import { findingTitle } from "./sentences.js";

/**
 * @typedef {import("./describe.js").Sentence} Sentence
 * @typedef {import("./describe.js").Param} Param
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {import("./spans.js").Span} Span
 * @typedef {import("./store.js").ViewState} ViewState
 * @typedef {{label: string, values: Sentence[]}} Row
 * @typedef {{t0: number, t1: number, running: number, ready: number, readyGil: number, blocked: number}} Shares
 * @typedef {{title: Sentence, subtitle: Sentence, state?: number, reason?: number, level?: string, sentences: Sentence[], rows: Row[],
 *   shares?: Shares}} Inspection
 */

/** How many links a row lists before it counts the rest. */
const LIST_LIMIT = 8;

/**
 * Say all there is to say about the selection at the cursor.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @returns {Inspection | undefined} undefined when nothing is selected, or nothing that is known
 */
export function inspect(model, state) {
  const { selected, cursor } = state;
  if (!selected) return undefined;
  const id = Number(selected.id);
  switch (selected.type) {
    case "worker":
      return inspectWorker(model, id, cursor, state);
    case "span":
      return inspectWorker(model, id, selected.time, state);
    case "resource":
      return inspectResource(model, id, cursor);
    case "edge":
      return inspectEdge(model, id);
    case "finding":
      return inspectFinding(model, selected.id);
    default:
      return undefined;
  }
}

/** @type {(value: Param) => Sentence} */
export const just = (value) => ({ key: "inspector.just", params: { value } });

/** @type {(label: string, ...values: (Sentence | undefined)[]) => Row[]} */
export function row(label, ...values) {
  const said = values.filter((value) => value !== undefined);
  return said.length ? [{ label: `inspector.${label}`, values: said }] : [];
}

/** @type {(label: string, ids: readonly number[], wrap: (id: number) => Param) => Row[]} */
export function listRow(label, ids, wrap) {
  const more = ids.length - LIST_LIMIT;
  return row(label, ...ids.slice(0, LIST_LIMIT).map((id) => just(wrap(id))), more > 0 ? { key: "inspector.more", params: { n: more } } : undefined);
}

/** @type {(id: number) => Sentence | undefined} */
const place = (id) => (id ? just({ location: id }) : undefined);

/** @type {(model: RunModel, id: number, t: number, state: Readonly<ViewState>) => Inspection | undefined} */
function inspectWorker(model, id, t, state) {
  const worker = model.workers.get(id);
  if (!worker) return undefined;
  const span = model.spanAt(id, t);
  const parent = parentOf(model, id);
  return {
    title: just({ worker: id }),
    subtitle: subtitleOf(worker),
    state: span?.state ?? (workerPhase(model, id, t) === "after" ? State.TERMINATED : State.NEW),
    reason: span?.reason ?? 0,
    sentences: describeWorker(model, id, t),
    rows: [
      ...(span ? spanRows(model, span, t) : []),
      ...row("started-by", parent ? just({ worker: parent }) : undefined),
      ...row("began", just({ at: worker.began })),
      ...row("end", worker.ended === null ? undefined : describeEnd(model, id)),
      ...row("target", place(worker.location)),
      ...longestStep(worker),
      ...row("hand-overs", worker.hand_overs ? just(worker.hand_overs) : undefined, worker.counted ? { key: "caption.strand.counted", params: {} } : undefined),
    ],
    shares: { ...range(state), ...shares(model, id, range(state).t0, range(state).t1) },
  };
}

/** @type {(worker: import("./model.js").Worker) => Row[]} */
function longestStep({ longest_step: step }) {
  if (step === undefined) return [];
  return row("longest-step", just({ ns: step.duration }), { key: "inspector.who-at", params: { who: { worker: step.worker }, at: { at: step.at } } });
}

/** @type {(worker: import("./model.js").Worker) => Sentence} */
function subtitleOf(worker) {
  if (isStrand(worker)) return { key: `inspector.${worker.kind}`, params: { thread: { worker: worker.thread } } };
  return worker.kind === "thread"
    ? { key: worker.daemon ? "inspector.thread.daemon" : "inspector.thread", params: { process: { worker: worker.process }, tid: worker.tid } }
    : { key: `inspector.process.${worker.start_method ?? "program"}`, params: { pid: worker.pid } };
}

/**
 * The rows of one span: state, since, for how long, waiting for, held by, woken by, line, how we know.
 * @param {RunModel} model
 * @param {Span} span
 * @param {number} t the instant looked at
 * @returns {Row[]}
 */
export function spanRows(model, span, t) {
  const resource = span.resource ? just({ resource: span.resource }) : undefined;
  const target = span.target ? just({ worker: span.target }) : undefined;
  const isBlocked = span.state === State.BLOCKED;
  const isFuture = isBlocked && reasonName(span.reason) === "future";
  const isHeld = isBlocked && ["lock", "semaphore", "condition"].includes(reasonName(span.reason));
  const waker = wokenBy(model, span);
  const chain = chainOf(model, span.location);
  return [
    ...row("state", stateSentence(span)),
    ...row("since", just({ at: span.t0 })),
    ...row("for", span.open
      ? { key: "inspector.for.open", params: { dur: { ns: Math.max(0, t - span.t0) } } }
      : { key: "inspector.for.of", params: { dur: { ns: Math.max(0, t - span.t0) }, all: { ns: span.t1 - span.t0 } } }),
    ...(isBlocked ? row("waits-for", resource, target) : []),
    ...(isHeld ? row("held-by", span.by ? just({ worker: span.by }) : { key: "inspector.nobody", params: {} }) : []),
    ...(isFuture && span.by ? row("worked-on-by", just({ worker: span.by })) : []),
    ...(span.state === State.READY && span.by && !waker ? row("instead", just({ worker: span.by })) : []),
    ...row("woken-by", waker ? just({ worker: waker }) : undefined),
    ...row("cpu", span.cpu === null ? undefined : just(span.cpu)),
    ...(span.location ? row("line", place(span.location)) : row("last-line", place(lastLocation(model, span.worker, t)))),
    ...row("chain", chain ? just(chain) : undefined),
    ...row("known", { key: `known.${knownName(span.known)}`, params: {} }),
  ];
}

/** The coroutines through which a task got to where it waits: the engine names them in the place of the function. @type {(model: RunModel, location: number) => string} */
function chainOf(model, location) {
  const name = model.locations.get(location)?.function ?? "";
  return name.includes(" → ") ? name : "";
}

/** @type {(span: Span) => Sentence} */
function stateSentence(span) {
  const state = stateName(span.state);
  const reason = reasonName(span.reason) === "unknown" && span.target ? "start" : reasonName(span.reason);
  return span.reason && (state === "ready" || state === "blocked")
    ? { key: "inspector.state.reason", params: { state: { key: `state.${state}` }, reason: { key: `reason.${reason}` } } }
    : { key: `state.${state}`, params: {} };
}

/**
 * Who ended the wait this span is, or comes from; 0 when nobody did or it is not known.
 * @param {RunModel} model
 * @param {Span} span
 * @returns {number}
 */
export function wokenBy(model, span) {
  const neighbour = (/** @type {Span | null} */ from, /** @type {number} */ time) => (from ? model.spanAt(span.worker, time) : null);
  const isReady = (/** @type {Span | null} */ one) => one?.state === State.READY;
  const before = (/** @type {Span} */ one) => neighbour(one, one.t0 - 1);
  let ready = null;
  if (span.state === State.BLOCKED && !span.open) ready = neighbour(span, span.t1);
  else if (span.state === State.RUNNING) ready = before(span);
  else if (isReady(span)) ready = span;
  if (!ready || !isReady(ready) || before(ready)?.state !== State.BLOCKED) return 0;
  return ready.by === span.worker ? 0 : ready.by;
}

/** @type {(model: RunModel, id: number, t: number) => Inspection | undefined} */
function inspectResource(model, id, t) {
  const resource = model.resources.get(id);
  if (!resource) return undefined;
  const facts = resourceAt(model, id, t);
  const step = model.stepAt(id, t);
  const waiters = waitersAt(model, id, t);
  const total = model.summary?.resources?.find((/** @type {any} */ one) => one.id === id);
  const count = (/** @type {number | null | undefined} */ n) => (n === null || n === undefined ? undefined : just(n));
  const length = (/** @type {number | null | undefined} */ ns) => (ns ? just({ ns }) : undefined);
  return {
    title: just({ resource: id }),
    subtitle: resource.process
      ? { key: "inspector.resource", params: { kind: { key: `resource-kind.${resource.kind}` }, process: { worker: resource.process } } }
      : { key: "inspector.resource.shared", params: { kind: { key: `resource-kind.${resource.kind}` } } },
    sentences: [describeResource(model, id, t)],
    rows: [
      ...row("holder", facts.owner ? just({ worker: facts.owner }) : undefined),
      ...row("since", facts.owner && step ? just({ at: step.t0 }) : undefined),
      ...row("depth", facts.depth === undefined ? undefined : just(facts.depth)),
      ...dataRows(model, resource, t),
      ...row("permits", count(facts.permits)),
      ...row("in-kernel", count(facts.inside)),
      ...row("refused", count(step?.refused || undefined)),
      ...row("bytes-in", count(total?.bytes_in || undefined)),
      ...row("bytes-out", count(total?.bytes_out || undefined)),
      ...row("capacity", count(resource.capacity)),
      ...(resource.kind === "pool" ? poolRows(model, id, step) : row("items", ...(step?.chips ?? []).map((text) => model.texts.get(text)).filter((text) => text !== undefined).map(just))),
      ...jobRows(model, resource),
      ...listRow("waiting", waiters, (worker) => ({ worker })),
      ...row("created", place(resource.location)),
      ...row("acquisitions", count(total?.acquisitions)),
      ...row("contended", count(total?.contended)),
      ...row("wait-time", length(total?.wait_ns)),
      ...row("hold-time", length(total?.hold_ns)),
    ],
  };
}

/** Of data: its last access, with which locks, and those held at all. @type {(model: RunModel, resource: import("./model.js").Resource, t: number) => Row[]} */
function dataRows(model, resource, t) {
  const access = isData(resource.kind) ? lastAccess(model, resource.id, t) : undefined;
  if (access === undefined) return [];
  const locks = access.locks.map((lock) => just({ resource: lock }));
  return [
    ...row("value", access.text ? just(access.text) : undefined),
    ...row(access.isWrite ? "written-by" : "read-by", { key: "inspector.who-at", params: { who: { worker: access.worker }, at: { at: access.time } } }),
    ...row("locks", ...(locks.length ? locks : [{ key: "inspector.no-lock", params: {} }])),
    ...row("guard", guardOf(model, resource)),
  ];
}

/** @type {(model: RunModel, index: number) => Inspection | undefined} */
function inspectEdge(model, index) {
  if (!(index >= 0 && index < model.edgeCount)) return undefined;
  const edge = model.edge(index);
  const kind = edgeKindName(edge.kind);
  const gaps = { a: { worker: edge.source }, b: { worker: edge.target } };
  const text = model.texts.get(edge.text);
  return {
    title: { key: `edge.${kind}`, params: {} },
    subtitle: { key: "inspector.edge", params: gaps },
    sentences: [describeEdge(edge)],
    rows: [
      ...row("from", { key: "inspector.who-at", params: { who: gaps.a, at: { at: edge.t0 } } }),
      ...row("to", { key: "inspector.who-at", params: { who: gaps.b, at: { at: edge.t1 } } }),
      ...row("after", just({ ns: edge.t1 - edge.t0 })),
      ...row("through", edge.resource ? just({ resource: edge.resource }) : undefined),
      ...row("item", text ? just(text) : undefined),
      ...row("line", place(edge.location)),
    ],
  };
}

/** @type {(model: RunModel, id: number | string) => Inspection | undefined} */
function inspectFinding(model, id) {
  const finding = model.findings.get(id);
  if (!finding) return undefined;
  const since = finding.since ?? finding.at;
  return {
    title: { key: findingTitle(finding.kind), params: {} },
    subtitle: { key: `inspector.level.${finding.level}`, params: {} },
    level: finding.level,
    sentences: [describeFinding(finding)],
    rows: [
      ...row("since", just({ at: since })),
      ...row("for", finding.open && model.now > since ? lasting(model, model.now - since) : undefined),
      ...row("line", place(finding.location)),
      ...row("ring", ...(finding.ring ?? []).map((step) => ringStep(step, model))),
      ...listRow("workers", finding.workers ?? [], (worker) => ({ worker })),
      ...listRow("resources", finding.resources ?? [], (resource) => ({ resource })),
    ],
  };
}

/** How long something lasts: "so far" only while the run goes on. @type {(model: RunModel, ns: number) => Sentence} */
const lasting = (model, ns) => (model.isEnded ? just({ ns }) : { key: "inspector.for.open", params: { dur: { ns } } });

/** @type {(step: {worker: number, resource: number, location: number, holder: number}, model: RunModel) => Sentence} */
function ringStep({ worker, resource, location, holder }, model) {
  const gaps = { a: { worker }, b: { worker: holder }, resource: { resource }, line: { location } };
  const isJob = model.resources.get(resource)?.kind === "future";
  const held = holder ? "step" : "alone";
  return { key: `inspector.ring.${isJob ? (holder ? "job" : "queued") : resource ? held : "worker"}${location ? "" : ".nowhere"}`, params: gaps };
}

/**
 * The range shares are counted over: between the two cursors, else what is in view.
 * @param {Readonly<ViewState>} state
 * @returns {{t0: number, t1: number}}
 */
export function range({ cursor, secondCursor, t0, t1 }) {
  if (secondCursor === null || secondCursor === cursor) return { t0: Math.max(0, t0), t1 };
  return { t0: Math.min(cursor, secondCursor), t1: Math.max(cursor, secondCursor) };
}

/**
 * The run as the browser knows it: frames in, columns out. The only writer is `apply`; everybody else reads.
 */

import { Growable, upperBound } from "./columns.js";
import { CpuTable } from "./cpus.js";
import { isHub, isStrand } from "./facts.js";
import { JobTable } from "./jobs.js";
import { FrameKind, Kind, NO_CPU, State } from "./kinds.js";
import { SpanTable } from "./spans.js";
import { StepTable } from "./steps.js";
import { CHANGE_BYTES, EDGE_BYTES, EVENT_BYTES, readChange, readEdge, readEvent, rowCount } from "./wire.js";

/**
 * @typedef {{id: number, kind: "process" | "thread" | "task" | "greenlet" | "generator", parent: number, process: number, thread: number, name: string,
 *   pid: number, tid: number, daemon: boolean, began: number, ended: number | null, exit: number | null, signal: string | null,
 *   location: number, start_method: string | null, cut: boolean, helper?: boolean, hand_overs?: number, counted?: boolean, untold?: boolean, cancelled?: boolean, longest_step?: {duration: number, worker: number, at: number}}} Worker  thread: of a strand, else 0; helper: the library's own; hand_overs: to a strand; counted: and not told one by one; untold: nor counted; cancelled: and therefore ended
 * @typedef {{id: number, kind: string, name: string, process: number, location: number, capacity: number | null, began: number, pool?: number, whole?: number, several?: number[], guard?: string | number[]}} Resource  pool, whole: of a job, else 0; several: jobs that are waited for together; guard: of data, the locks held when several could touch it
 * @typedef {{id: number, file: string, line: number, function: string}} Location
 * @typedef {{time: number, worker: number, stream: number, text: string}} Output
 * @typedef {{id: number | string, kind: string, level: "error" | "warning" | "info", message: string, message_id: string,
 *   parameters: Record<string, any>, workers: number[], resources: number[], at: number, since: number, location: number, open: boolean,
 *   ring: {worker: number, resource: number, location: number, holder: number}[]}} Finding
 * @typedef {{phase: string, now: number, workers: number, events: number, switches: number, dropped: number, status: string | null,
 *   exit_code: number | null, signal: string | null, note: string | null, cut?: boolean}} Status
 * @typedef {import("./spans.js").Span} Span
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./wire.js").EventRow & {index: number}} EventRecord
 * @typedef {import("./wire.js").EdgeRow & {index: number}} EdgeRecord
 */

const EVENT_COLUMNS = /** @type {const} */ (["time", "value", "worker", "resource", "target", "location", "text", "kind", "reason", "flags", "waiters"]);
const EDGE_COLUMNS = /** @type {const} */ (["t0", "t1", "source", "target", "resource", "location", "text", "kind", "reason"]);

/**
 * @template {string} Name
 * @param {readonly Name[]} names
 * @param {readonly string[]} wide
 * @param {readonly string[]} narrow
 * @returns {Record<Name, Growable>}
 */
function table(names, wide, narrow) {
  const type = (/** @type {string} */ name) => (wide.includes(name) ? Float64Array : narrow.includes(name) ? Uint8Array : Uint32Array);
  return /** @type {Record<Name, Growable>} */ (Object.fromEntries(names.map((name) => [name, new Growable(type(name))])));
}

export class RunModel {
  constructor() {
    /** Sequence number of the last frame applied. */
    this.sequence = 0;
    /** Grows with every frame applied. */
    this.version = 0;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {any} */
    this.meta = null;
    /** @type {Status | null} */
    this.status = null;
    /** @type {any} */
    this.summary = null;
    /** All is known up to here, ns. */
    this.now = 0;
    /** The latest time in any row, ns. */
    this.reached = 0;
    /** @type {Map<number, Worker>} */
    this.workers = new Map();
    /** How many of the workers are processes, and how many strands: tasks, greenlets, generators. */
    this.processCount = 0;
    this.strandCount = 0;
    this.loops = /** @type {Set<number>} threads that run an event loop */ (new Set());
    this.resources = /** @type {Map<number, Resource>} */ (new Map());
    /** @type {Map<number, Location>} */
    this.locations = new Map();
    /** @type {Map<number, string>} */
    this.texts = new Map();
    /** @type {Map<number | string, Finding>} */
    this.findings = new Map();
    /** @type {Output[]} */
    this.outputs = [];
    /** @type {Map<number, SpanTable>} */
    this.lanes = new Map();
    /** @type {Map<number, StepTable>} */
    this.steps = new Map();
    this.jobs = new JobTable();
    this.events = table(EVENT_COLUMNS, ["time", "value"], ["kind", "reason", "flags", "waiters"]);
    this.edges = table(EDGE_COLUMNS, ["t0", "t1"], ["kind", "reason"]);
    /** Times at which something happened, without repeats: the columns of the axis by event. */
    this.moments = new Growable(Float64Array);
    /** The longest edge so far, ns: how far back a search for edges must begin. */
    this.longestEdge = 0;
    /** Who ran on which core, where the kernel said so. @type {Map<number, CpuTable>} */
    this.cpus = new Map();
  }

  /**
   * Hear of every frame that is applied.
   * @param {() => void} listener
   * @param {{signal?: AbortSignal}} [options]
   */
  subscribe(listener, { signal } = {}) {
    this.listeners.add(listener);
    signal?.addEventListener("abort", () => this.listeners.delete(listener), { once: true });
  }

  /** Whether the run is over and all of it is here. */
  get isEnded() {
    return this.summary !== null || this.status?.phase === "ended";
  }

  /**
   * When the program itself began to do something, ns: Python's own start before that is real, but rarely what one came to see.
   * @returns {number}
   */
  get programStart() {
    const { kind, time } = this.events;
    const count = Math.min(this.eventCount, 50);
    for (let index = 0; index < count; index += 1) {
      const isStart = kind.at(index) === Kind.PROCESS_BEGIN || kind.at(index) === Kind.THREAD_BEGIN;
      if (!isStart) return time.at(index);
    }
    return count > 0 ? time.at(0) : 0;
  }

  /** When the last worker ended, ns; what is known so far where one has not. @returns {number} */
  get programEnd() {
    let end = 0;
    for (const worker of this.workers.values()) end = Math.max(end, worker.ended ?? this.now);
    return end || this.now;
  }

  /** Whether the kernel's switches were recorded: CPU and GIL lanes are true only then. */
  get isMeasured() {
    return this.meta?.kernel === "measured" || (this.meta?.kernel === undefined && this.cpus.size > 0);
  }

  /**
   * Fold one frame. A frame that was applied before is ignored, so a resumed stream may overlap.
   * @param {import("./wire.js").Frame} frame
   * @returns {boolean} whether it was new
   */
  apply(frame) {
    if (frame.sequence <= this.sequence) return false;
    this.sequence = frame.sequence;
    this.version += 1;
    this.#fold(frame);
    for (const listener of [...this.listeners]) listener();
    return true;
  }

  /** @param {import("./wire.js").Frame} frame */
  #fold(frame) {
    switch (frame.kind) {
      case FrameKind.META:
        this.meta = frame.json();
        break;
      case FrameKind.DEFINE:
        this.#define(frame.json());
        break;
      case FrameKind.EVENTS:
        this.#applyEvents(frame);
        break;
      case FrameKind.CHANGES:
        this.#applyChanges(frame);
        break;
      case FrameKind.EDGES:
        this.#applyEdges(frame);
        break;
      case FrameKind.OUTPUT:
        for (const [time, worker, stream, text] of frame.json()) this.outputs.push({ time, worker, stream, text });
        break;
      case FrameKind.FINDING: {
        const finding = frame.json();
        this.findings.set(finding.id, finding);
        break;
      }
      case FrameKind.STATUS:
        this.status = frame.json();
        this.now = Math.max(this.now, this.status?.now ?? 0);
        break;
      case FrameKind.SUMMARY:
        this.summary = frame.json();
        this.now = this.#lastInstant();
        break;
      default: // a kind of a later version
    }
  }

  /** @param {number} time */
  #reach(time) {
    if (time > this.reached) this.reached = time;
    if (time > this.now) this.now = time;
  }

  /**
   * The end of a run is its last worker's; that the recorder waited a little longer for anything late is no part of it.
   * @returns {number}
   */
  #lastInstant() {
    let last = this.reached;
    for (const { ended } of this.workers.values()) {
      if (ended === null) return this.now;
      last = Math.max(last, ended);
    }
    return this.workers.size === 0 ? this.now : last;
  }

  /** @param {{workers?: Worker[], resources?: Resource[], locations?: [number, string, number, string][], texts?: Record<string, string>}} body */
  #define(body) {
    for (const worker of body.workers ?? []) {
      if (worker.kind === "process" && !this.workers.has(worker.id)) this.processCount += 1;
      if (isStrand(worker) && !this.workers.has(worker.id)) this.strandCount += 1;
      if (worker.kind === "task" || isHub(worker)) this.loops.add(worker.thread);
      this.workers.set(worker.id, worker);
      this.lane(worker.id);
    }
    for (const resource of body.resources ?? []) {
      this.resources.set(resource.id, resource);
      if (!this.steps.has(resource.id) && resource.kind !== "future") this.steps.set(resource.id, new StepTable(resource.id, resource.kind));
    }
    for (const [id, file, line, name] of body.locations ?? []) this.locations.set(id, { id, file, line, function: name });
    for (const [id, text] of Object.entries(body.texts ?? {})) this.texts.set(Number(id), text);
  }

  /**
   * The worker's spans; made when first asked for.
   * @param {number} workerId
   * @returns {SpanTable}
   */
  lane(workerId) {
    let lane = this.lanes.get(workerId);
    if (lane === undefined) this.lanes.set(workerId, (lane = new SpanTable(workerId)));
    return lane;
  }

  /** @param {import("./wire.js").Frame} frame */
  #applyEvents(frame) {
    const view = frame.view();
    const row = /** @type {import("./wire.js").EventRow} */ ({});
    const count = rowCount(frame, EVENT_BYTES);
    for (let index = 0; index < count; index += 1) {
      readEvent(view, index * EVENT_BYTES, row);
      for (const name of EVENT_COLUMNS) this.events[name].push(row[name]);
      if (row.resource > 0) this.#applyToResource(row);
      if (!(row.time <= this.moments.at(this.moments.length - 1))) this.moments.push(row.time);
      this.#reach(row.time);
    }
  }

  /** @param {import("./wire.js").EventRow} row */
  #applyToResource(row) {
    const resource = this.resources.get(row.resource);
    if (resource?.kind !== "future") return this.#stepTable(row.resource).push(row);
    if (this.jobs.push(row, resource.pool ?? 0)) this.#stepTable(resource.pool ?? 0).push(row);
  }

  /**
   * @param {number} id
   * @returns {StepTable}
   */
  #stepTable(id) {
    let steps = this.steps.get(id);
    if (steps === undefined) this.steps.set(id, (steps = new StepTable(id, this.resources.get(id)?.kind ?? "lock")));
    return steps;
  }

  /** @param {import("./wire.js").Frame} frame */
  #applyChanges(frame) {
    const view = frame.view();
    const row = /** @type {import("./wire.js").ChangeRow} */ ({});
    const count = rowCount(frame, CHANGE_BYTES);
    for (let index = 0; index < count; index += 1) {
      readChange(view, index * CHANGE_BYTES, row);
      const lane = this.lane(row.worker);
      this.#leaveCpu(lane, row.time);
      lane.push(row);
      this.#reach(row.time);
    }
  }

  /**
   * A worker's open span gets its end at `time`: if it ran on a known core until then, that core's lane gets the stretch.
   * @param {SpanTable} lane
   * @param {number} time
   */
  #leaveCpu(lane, time) {
    const last = lane.length - 1;
    if (last < 0 || lane.state.at(last) !== State.RUNNING || lane.time.at(last) >= time) return;
    const cpu = lane.cpu.at(last);
    if (cpu === NO_CPU || this.workers.get(lane.worker)?.kind !== "thread") return;
    let table = this.cpus.get(cpu);
    if (table === undefined) this.cpus.set(cpu, (table = new CpuTable(cpu)));
    table.push(lane.time.at(last), time, lane.worker);
  }

  /** @param {import("./wire.js").Frame} frame */
  #applyEdges(frame) {
    const view = frame.view();
    const row = /** @type {import("./wire.js").EdgeRow} */ ({});
    const count = rowCount(frame, EDGE_BYTES);
    for (let index = 0; index < count; index += 1) {
      readEdge(view, index * EDGE_BYTES, row);
      for (const name of EDGE_COLUMNS) this.edges[name].push(row[name]);
      this.longestEdge = Math.max(this.longestEdge, row.t1 - row.t0);
      this.#reach(row.t1);
    }
  }

  /**
   * What a worker is doing at `time`; null before it began, after it ended, and for a worker that is not known.
   * @param {number} workerId
   * @param {number} time
   * @returns {Span | null}
   */
  spanAt(workerId, time) {
    const lane = this.lanes.get(workerId);
    const index = lane?.indexAt(time) ?? -1;
    if (lane === undefined || index < 0 || lane.state.at(index) === State.TERMINATED) return null;
    return lane.span(index, this.now);
  }

  /**
   * A worker's spans that touch [t0, t1], in order; the terminated state is none.
   * @param {number} workerId
   * @param {number} t0
   * @param {number} t1
   * @returns {Span[]}
   */
  spans(workerId, t0, t1) {
    const lane = this.lanes.get(workerId);
    /** @type {Span[]} */
    const found = [];
    if (lane === undefined) return found;
    for (let index = Math.max(0, lane.indexAt(t0)); index < lane.length && lane.time.at(index) <= t1; index += 1) {
      if (lane.state.at(index) !== State.TERMINATED) found.push(lane.span(index, this.now));
    }
    return found;
  }

  /**
   * What a resource is at `time`; null before its first event.
   * @param {number} resourceId
   * @param {number} time
   * @returns {Step | null}
   */
  stepAt(resourceId, time) {
    const steps = this.steps.get(resourceId);
    const index = steps?.indexAt(time) ?? -1;
    return steps === undefined || index < 0 ? null : steps.step(index, this.now);
  }

  /** Read event `index`. @param {number} index @returns {EventRecord} */
  event(index) {
    const row = /** @type {EventRecord} */ ({ index });
    for (const name of EVENT_COLUMNS) row[name] = this.events[name].at(index);
    return row;
  }

  /** How many events are here. */
  get eventCount() {
    return this.events.time.length;
  }

  /** Find the index of the first event after `time`. @param {number} time @returns {number} */
  eventAfter(time) {
    return upperBound(this.events.time.data, time, this.eventCount);
  }

  /** Read edge `index`. @param {number} index @returns {EdgeRecord} */
  edge(index) {
    const row = /** @type {EdgeRecord} */ ({ index });
    for (const name of EDGE_COLUMNS) row[name] = this.edges[name].at(index);
    return row;
  }

  /** How many edges are here. */
  get edgeCount() {
    return this.edges.t0.length;
  }

  /**
   * Edges that begin or end in [t0, t1], at most `limit` (they are kept in order of t1, as they came).
   * @param {number} t0
   * @param {number} t1
   * @param {number} [limit]
   * @returns {EdgeRecord[]}
   */
  edgesIn(t0, t1, limit = 1000) {
    /** @type {EdgeRecord[]} */
    const found = [];
    const ends = this.edges.t1;
    const first = Math.max(0, upperBound(ends.data, t0 - 1, ends.length) - 64);
    for (let index = first; index < ends.length && found.length < limit; index += 1) {
      const begin = this.edges.t0.at(index);
      if (begin <= t1 && ends.at(index) >= t0) found.push(this.edge(index));
      else if (ends.at(index) > t1 + this.longestEdge) break;
    }
    return found;
  }
}

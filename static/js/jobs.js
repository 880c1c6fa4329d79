/** The jobs of pools: what became of each, from submit to callback, and which of a pool's workers did what when. Folded from events. */

import { Growable } from "./columns.js";
import { Kind } from "./kinds.js";

/**
 * A job as far as it is known; times in ns, -1 for not yet. `result` is a text.
 * @typedef {{id: number, submitted: number, submitter: number, began: number, worker: number, ended: number, done: number, cancelled: number,
 *   hasRaised: boolean, result: number, callbacks: {time: number, worker: number, text: number}[]}} Job
 */

/** WAIT_END's outcome of the same number in engine/probe/kinds.py. */
const RAISED = 3;

/** Events about a job that are steps of its pool's backlog too. */
const BACKLOG_KINDS = /** @type {ReadonlySet<number>} */ (new Set([Kind.SUBMIT, Kind.JOB_BEGIN, Kind.WITHDRAW]));

/** One worker of a pool: the jobs it did, one after the other. */
export class SlotTable {
  /** @param {number} worker */
  constructor(worker) {
    this.worker = worker;
    this.time = new Growable(Float64Array);
    this.end = new Growable(Float64Array);
    this.job = new Growable(Uint32Array);
  }

  get length() {
    return this.time.length;
  }
}

export class JobTable {
  constructor() {
    /** @type {Map<number, Job>} */
    this.jobs = new Map();
    /** A pool's workers, in the order of their first job. @type {Map<number, SlotTable[]>} */
    this.slots = new Map();
  }

  /**
   * Fold one event about a job.
   * @param {import("./wire.js").EventRow} row
   * @param {number} pool  the job's; 0 if it has none
   * @returns {boolean} whether it is a step of the pool's backlog, too
   */
  push(row, pool) {
    const job = this.#job(row.resource);
    switch (row.kind) {
      case Kind.CREATE:
      case Kind.SUBMIT:
        if (job.submitted < 0) [job.submitted, job.submitter] = [row.time, row.worker];
        break;
      case Kind.JOB_BEGIN:
        [job.began, job.worker] = [row.time, row.worker];
        if (pool) this.#begin(pool, row);
        break;
      case Kind.JOB_END:
        this.#finish(job, row, pool);
        break;
      case Kind.RESULT:
        if (job.worker === row.worker) this.#finish(job, row, pool);
        [job.done, job.result, job.hasRaised] = [row.time, row.text, row.flags === RAISED];
        break;
      case Kind.WITHDRAW:
        job.cancelled = row.time;
        break;
      case Kind.CALLBACK:
        job.callbacks.push({ time: row.time, worker: row.worker, text: row.text });
        break;
      default: // a wait for its result
    }
    return pool > 0 && BACKLOG_KINDS.has(row.kind);
  }

  /** @type {(id: number) => Job} */
  #job(id) {
    let job = this.jobs.get(id);
    if (job === undefined) {
      job = { id, submitted: -1, submitter: 0, began: -1, worker: 0, ended: -1, done: -1, cancelled: -1, hasRaised: false, result: 0, callbacks: [] };
      this.jobs.set(id, job);
    }
    return job;
  }

  /** @type {(pool: number, row: import("./wire.js").EventRow) => void} */
  #begin(pool, { worker, time, resource }) {
    let slots = this.slots.get(pool);
    if (slots === undefined) this.slots.set(pool, (slots = []));
    let slot = slots.find((one) => one.worker === worker);
    if (slot === undefined) slots.push((slot = new SlotTable(worker)));
    slot.time.push(time);
    slot.end.push(Infinity);
    slot.job.push(resource);
  }

  /** @type {(job: Job, row: import("./wire.js").EventRow, pool: number) => void} */
  #finish(job, row, pool) {
    [job.ended, job.result, job.hasRaised] = [row.time, row.text, row.flags === RAISED];
    const slot = this.slots.get(pool)?.find((one) => one.worker === row.worker);
    const last = (slot?.length ?? 0) - 1;
    if (slot && last >= 0 && slot.job.at(last) === job.id) slot.end.set(last, row.time);
  }

  /**
   * The workers of a pool.
   * @param {number} pool
   * @returns {readonly SlotTable[]}
   */
  slotsOf(pool) {
    return this.slots.get(pool) ?? [];
  }

  /**
   * How many of a pool's workers are at a job at t.
   * @param {number} pool
   * @param {number} t
   * @returns {number}
   */
  busyAt(pool, t) {
    return this.slotsOf(pool).filter((slot) => jobAt(slot, t) !== 0).length;
  }
}

/**
 * What a worker of a pool is at, at t: a job's id, 0 for nothing.
 * @param {SlotTable} slot
 * @param {number} t
 * @returns {number}
 */
export function jobAt(slot, t) {
  let [low, high] = [0, slot.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slot.time.at(middle) <= t) low = middle + 1;
    else high = middle;
  }
  return low > 0 && slot.end.at(low - 1) > t ? slot.job.at(low - 1) : 0;
}

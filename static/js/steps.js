/**
 * What became of one resource: who owned it, how deep it was, how many waited, as steps in time folded from its events.
 */

import { Growable, upperBound } from "./columns.js";
import { FLOWS, Tick, amountOf, doingAfter, inKernel, tickOf } from "./flows.js";
import { Kind } from "./kinds.js";

/** How many queue items a step remembers by name. */
export const CHIPS = 8;
const LOW = 2 ** 32;

/**
 * A resource from t0 to t1. depth: items, permits, arrived, or an rlock's depth; null when not known. chips: text ids (of a pool: its jobs), oldest first.
 * @typedef {{resource: number, index: number, t0: number, t1: number, owner: number, depth: number | null, waiters: number,
 *   kind: number, worker: number, text: number, chips: number[], doing: number, refused: number}} Step  doing, refused: see flows.js
 */

const OWNED = new Set(["lock", "rlock", "condition", "gil"]);

export class StepTable {
  /**
   * @param {number} resource
   * @param {string} kind  as in the resource's definition
   */
  constructor(resource, kind) {
    this.resource = resource;
    this.kind = kind;
    this.time = new Growable(Float64Array);
    this.owner = new Growable(Uint32Array);
    this.depth = new Growable(Float64Array);
    this.waiters = new Growable(Uint8Array);
    this.what = new Growable(Uint8Array);
    this.worker = new Growable(Uint32Array);
    this.text = new Growable(Uint32Array);
    this.chips = new Growable(Uint32Array);
    /** Of what data flows through: what the kernel does (Doing), what happened (Tick), and with how much. */
    this.doing = new Growable(Uint8Array);
    this.tick = new Growable(Uint8Array);
    this.amount = new Growable(Float64Array);
    /** Calls that found nothing, so far. */
    this.refused = new Growable(Float64Array);
    this.isFlow = FLOWS.has(kind);
    /** Whether it is read and written as bytes (a pipe of multiprocessing's carries messages). */
    this.hasCalls = false;
    /** The text of the last read or write so far. */
    this.shown = new Growable(Uint32Array);
    /** Who did something to it. @type {Set<number>} */
    this.workers = new Set();
    this.maxDepth = 0;
    this.maxWaiters = 0;
    /** @type {number[]} */
    this.items = [];
    this.isOwned = OWNED.has(kind);
    /** Whether what is inside is known one by one: a queue's items are texts, a pool's jobs are resources. */
    this.hasItems = kind === "queue" || kind === "pool";
  }

  get length() {
    return this.time.length;
  }

  /** Fold one event of this resource. @param {import("./wire.js").EventRow} row */
  push(row) {
    const last = this.length - 1;
    const owner = this.#owner(row, last < 0 ? 0 : this.owner.at(last));
    const depth = this.#depth(row, last < 0 ? NaN : this.depth.at(last));
    this.#count(row);
    this.time.push(last >= 0 ? Math.max(row.time, this.time.at(last)) : row.time);
    this.owner.push(owner);
    this.depth.push(depth);
    this.waiters.push(row.waiters);
    this.what.push(row.kind);
    this.worker.push(row.worker);
    this.text.push(row.text);
    const isAccess = (row.kind === Kind.READ || row.kind === Kind.WRITE) && row.text > 0;
    this.shown.push(isAccess || last < 0 ? row.text : this.shown.at(last));
    this.workers.add(row.worker);
    if (this.hasItems) for (let index = 0; index < CHIPS; index += 1) this.chips.push(this.items[index] ?? 0);
    if (this.isFlow) this.#flow(row, last);
    if (depth > this.maxDepth) this.maxDepth = depth;
    if (row.waiters > this.maxWaiters) this.maxWaiters = row.waiters;
  }

  /**
   * @param {import("./wire.js").EventRow} row
   * @param {number} before
   * @returns {number}
   */
  #owner(row, before) {
    if (!this.isOwned) return 0;
    if (row.kind === Kind.ACQUIRE) return row.worker;
    if (row.kind !== Kind.RELEASE) return before;
    return this.kind === "rlock" && row.value > 0 ? before : 0;
  }

  /**
   * @param {import("./wire.js").EventRow} row
   * @param {number} before
   * @returns {number}
   */
  #depth(row, before) {
    if (this.isFlow) return inKernel(Number.isNaN(before) && row.kind === Kind.CREATE && this.kind !== "pipe" ? 0 : before, row);
    switch (row.kind) {
      case Kind.SET:
        return 1;
      case Kind.CLEAR:
        return 0;
      case Kind.CREATE:
        return this.hasItems || this.kind === "event" ? 0 : this.kind === "semaphore" ? row.value : before;
      case Kind.ACQUIRE:
      case Kind.RELEASE:
      case Kind.ARRIVE:
        return row.value;
      case Kind.SUBMIT:
      case Kind.JOB_BEGIN:
      case Kind.WITHDRAW:
      case Kind.PUT:
      case Kind.GET:
        return ((row.value % LOW) + LOW) % LOW;
      default:
        return before;
    }
  }

  /** @param {import("./wire.js").EventRow} row */
  #count(row) {
    if (row.kind === Kind.PUT) this.items.push(row.text);
    if (row.kind === Kind.SUBMIT) this.items.push(row.resource);
    if (row.kind === Kind.GET) this.items.splice(Math.max(0, this.items.indexOf(row.text)), 1);
    if (row.kind !== Kind.JOB_BEGIN && row.kind !== Kind.WITHDRAW) return;
    const found = this.items.indexOf(row.resource);
    if (found >= 0) this.items.splice(found, 1);
  }

  /**
   * @param {import("./wire.js").EventRow} row
   * @param {number} last
   */
  #flow(row, last) {
    const tick = tickOf(row);
    const more = tick === Tick.REFUSED ? 1 : tick === Tick.COUNTED ? amountOf(row.value) : 0;
    this.hasCalls ||= row.kind === Kind.CALL;
    this.doing.push(doingAfter(last < 0 ? 0 : this.doing.at(last), row));
    this.tick.push(tick);
    this.amount.push(row.value);
    this.refused.push(this.refusedAt(last) + more);
  }

  /** How many calls found nothing up to step `index`. @param {number} index @returns {number} */
  refusedAt(index) {
    return index < 0 ? 0 : this.refused.at(index);
  }

  /** Find the index of the step that covers `time`: -1 before the first. @param {number} time @returns {number} */
  indexAt(time) {
    return upperBound(this.time.data, time, this.length) - 1;
  }

  /**
   * Describe step `index`.
   * @param {number} index
   * @param {number} now
   * @returns {Step}
   */
  step(index, now) {
    const depth = this.depth.at(index);
    return {
      resource: this.resource,
      index,
      t0: this.time.at(index),
      t1: index + 1 < this.length ? this.time.at(index + 1) : Math.max(now, this.time.at(index)),
      owner: this.owner.at(index),
      depth: Number.isNaN(depth) ? null : depth,
      waiters: this.waiters.at(index),
      kind: this.what.at(index),
      worker: this.worker.at(index),
      text: this.text.at(index),
      chips: this.#chipsAt(index, depth),
      doing: this.isFlow ? this.doing.at(index) : 0,
      refused: this.isFlow ? this.refusedAt(index) : 0,
    };
  }

  /**
   * @param {number} index
   * @param {number} depth
   * @returns {number[]}
   */
  #chipsAt(index, depth) {
    if (!this.hasItems || !(depth > 0 && depth <= CHIPS)) return [];
    return Array.from(this.chips.data.subarray(index * CHIPS, index * CHIPS + depth));
  }
}

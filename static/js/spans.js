/**
 * What one worker did: its changes as columns, with running totals of time by class, kept up to date as changes arrive,
 * so that far zoom reads the shares of any stretch in O(1), exactly.
 */

import { Growable, gallop, upperBound } from "./columns.js";
import { NO_CPU, Reason, State } from "./kinds.js";

/** Classes of state that far zoom can tell apart. */
export const SpanClass = Object.freeze({ RUNNING: 0, READY: 1, READY_GIL: 2, BLOCKED: 3, NOTHING: 4 });

/**
 * Say which class a state is in.
 * @param {number} state
 * @param {number} reason
 * @returns {number}
 */
export function classOf(state, reason) {
  if (state === State.RUNNING) return SpanClass.RUNNING;
  if (state === State.READY) return reason === Reason.GIL ? SpanClass.READY_GIL : SpanClass.READY;
  return state === State.BLOCKED ? SpanClass.BLOCKED : SpanClass.NOTHING;
}

/**
 * One worker in one state from t0 to t1.
 * @typedef {{worker: number, index: number, t0: number, t1: number, state: number, reason: number, known: number, cpu: number | null,
 *   resource: number, target: number, by: number, location: number, open: boolean}} Span
 */

export class SpanTable {
  /** @param {number} worker */
  constructor(worker) {
    this.worker = worker;
    this.time = new Growable(Float64Array);
    this.state = new Growable(Uint8Array);
    this.reason = new Growable(Uint8Array);
    this.known = new Growable(Uint8Array);
    this.cpu = new Growable(Uint8Array);
    this.resource = new Growable(Uint32Array);
    this.target = new Growable(Uint32Array);
    this.by = new Growable(Uint32Array);
    this.location = new Growable(Uint32Array);
    /** Time spent in each class before span i: totals[class].at(i). */
    this.totals = [0, 1, 2, 3].map(() => new Growable(Float64Array));
  }

  get length() {
    return this.time.length;
  }

  /**
   * Append a change; one at the time of the last replaces it, an older one is put at the last's time (it was known too late).
   * @param {import("./wire.js").ChangeRow} row
   */
  push(row) {
    const last = this.time.length - 1;
    if (last >= 0 && row.time <= this.time.at(last)) {
      this.#write(last, row);
      return;
    }
    this.time.push(row.time);
    this.#close(last);
    for (const column of [this.state, this.reason, this.known, this.cpu, this.resource, this.target, this.by, this.location]) column.push(0);
    this.#write(last + 1, row);
  }

  /**
   * @param {number} index
   * @param {import("./wire.js").ChangeRow} row
   */
  #write(index, row) {
    this.state.set(index, row.state);
    this.reason.set(index, row.reason);
    this.known.set(index, row.known);
    this.cpu.set(index, row.cpu);
    this.resource.set(index, row.resource);
    this.target.set(index, row.target);
    this.by.set(index, row.by);
    this.location.set(index, row.location);
  }

  /** @param {number} last  the span that has just got an end */
  #close(last) {
    const duration = last < 0 ? 0 : this.time.at(last + 1) - this.time.at(last);
    const kind = last < 0 ? SpanClass.NOTHING : this.classAt(last);
    this.totals.forEach((column, index) => column.push((last < 0 ? 0 : column.at(last)) + (index === kind ? duration : 0)));
  }

  /** @param {number} index @returns {number} */
  classAt(index) {
    return classOf(this.state.at(index), this.reason.at(index));
  }

  /**
   * Find the index of the span that covers `time`: -1 before the first.
   * @param {number} time
   * @param {number} [near]  an index at or before the answer
   * @returns {number}
   */
  indexAt(time, near = -1) {
    const data = this.time.data;
    return (near < 0 ? upperBound(data, time, this.length) : gallop(data, time, this.length, near)) - 1;
  }

  /**
   * Say where span `index` ends.
   * @param {number} index
   * @param {number} now  the end of what is known
   * @returns {number}
   */
  endOf(index, now) {
    return index + 1 < this.length ? this.time.at(index + 1) : Math.max(now, this.time.at(index));
  }

  /**
   * Describe span `index`.
   * @param {number} index
   * @param {number} now  the end of what is known, where the last span ends so far
   * @returns {Span}
   */
  span(index, now) {
    const cpu = this.cpu.at(index);
    return {
      worker: this.worker,
      index,
      t0: this.time.at(index),
      t1: this.endOf(index, now),
      state: this.state.at(index),
      reason: this.reason.at(index),
      known: this.known.at(index),
      cpu: cpu === NO_CPU ? null : cpu,
      resource: this.resource.at(index),
      target: this.target.at(index),
      by: this.by.at(index),
      location: this.location.at(index),
      open: index + 1 === this.length,
    };
  }

  /**
   * Write the time in each class before `time` into `into` (one number a SpanClass).
   * @param {number} time
   * @param {number} index  indexAt(time)
   * @param {Float64Array} into
   */
  totalsAt(time, index, into) {
    for (let kind = 0; kind < 4; kind += 1) into[kind] = index < 0 ? 0 : /** @type {Growable} */ (this.totals[kind]).at(index);
    if (index < 0) return;
    const kind = this.classAt(index);
    if (kind < 4) into[kind] = (into[kind] ?? 0) + time - this.time.at(index);
  }
}

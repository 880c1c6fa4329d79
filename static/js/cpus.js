/** Who ran on which core: the running spans of threads turned round, one table a core, in order of time. */

import { Growable } from "./columns.js";

export class CpuTable {
  /** @param {number} cpu */
  constructor(cpu) {
    this.cpu = cpu;
    this.time = new Growable(Float64Array);
    this.end = new Growable(Float64Array);
    this.worker = new Growable(Uint32Array);
  }

  get length() {
    return this.time.length;
  }

  /**
   * Put a stretch in its place; stretches come nearly in order, so its place is near the end.
   * @param {number} t0
   * @param {number} t1
   * @param {number} worker
   */
  push(t0, t1, worker) {
    let index = this.length;
    this.time.push(t0);
    this.end.push(t1);
    this.worker.push(worker);
    for (; index > 0 && this.time.at(index - 1) > t0; index -= 1) {
      for (const column of [this.time, this.end, this.worker]) column.set(index, column.at(index - 1));
    }
    this.time.set(index, t0);
    this.end.set(index, t1);
    this.worker.set(index, worker);
  }
}

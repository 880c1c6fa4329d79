/** Who ran on which core: the running spans of threads turned round, one table a core, in order of time. */

import { Growable, upperBound } from "./columns.js";

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
    const isLast = !(this.time.at(this.length - 1) > t0);
    const index = isLast ? this.length : upperBound(this.time.data, t0, this.length);
    this.time.insert(index, t0);
    this.end.insert(index, t1);
    this.worker.insert(index, worker);
  }
}

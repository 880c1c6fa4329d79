/**
 * Growable typed arrays: a table of columns that grow together. A million rows cost no objects and no garbage.
 */

/**
 * @typedef {Float64ArrayConstructor | Float32ArrayConstructor | Uint32ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor} ColumnType
 * @typedef {Float64Array | Float32Array | Uint32Array | Int32Array | Uint8Array} Column
 */

/** One column. Read `data` up to `length`; a later push may replace `data` by a longer array. */
export class Growable {
  /**
   * @param {ColumnType} Type
   * @param {number} [capacity]
   */
  constructor(Type, capacity = 16) {
    this.Type = Type;
    /** @type {Column} */
    this.data = new Type(capacity);
    this.length = 0;
  }

  /** Append a value. @param {number} value */
  push(value) {
    if (this.length === this.data.length) {
      const longer = new this.Type(this.data.length * 2);
      longer.set(this.data);
      this.data = longer;
    }
    this.data[this.length] = value;
    this.length += 1;
  }

  /** Put a value before the one at `index`. @param {number} index @param {number} value */
  insert(index, value) {
    this.push(value);
    if (index >= this.length - 1) return;
    this.data.copyWithin(index + 1, index, this.length - 1);
    this.data[index] = value;
  }

  /** Read a value; NaN behind the end. @param {number} index @returns {number} */
  at(index) {
    return index >= 0 && index < this.length ? /** @type {number} */ (this.data[index]) : NaN;
  }

  /** Replace a value that is there. @param {number} index @param {number} value */
  set(index, value) {
    this.data[index] = value;
  }

  /** View what is there. @returns {Column} */
  view() {
    return this.data.subarray(0, this.length);
  }
}

/**
 * Find how many of the first `length` values of a sorted column are ≤ `value`: the index behind the last one.
 * @param {Column} data
 * @param {number} value
 * @param {number} length
 * @param {number} [from]  known to be a lower bound of the answer
 * @returns {number}
 */
export function upperBound(data, value, length, from = 0) {
  let low = from;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (/** @type {number} */ (data[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * As `upperBound`, but quick when the answer is near `from`: doubles its step, then halves.
 * @param {Column} data
 * @param {number} value
 * @param {number} length
 * @param {number} from
 * @returns {number}
 */
export function gallop(data, value, length, from) {
  let step = 1;
  let low = from;
  let high = from;
  while (high < length && /** @type {number} */ (data[high]) <= value) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  return upperBound(data, value, Math.min(high, length), low);
}

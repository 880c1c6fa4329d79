/** Makes frames for tests: the write side of the frame format, as `engine/wire.py` has it. */

import { FrameKind } from "../../static/js/kinds.js";
import { decodeFrames } from "../../static/js/wire.js";

/**
 * Put a header in front of a body.
 * @param {number} kind
 * @param {Uint8Array} body
 * @param {number} sequence
 * @returns {Uint8Array}
 */
export function encodeFrame(kind, body, sequence) {
  const bytes = new Uint8Array(16 + body.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x4c, 0x53, 1, kind]);
  view.setUint32(4, body.length, true);
  view.setBigUint64(8, BigInt(sequence), true);
  bytes.set(body, 16);
  return bytes;
}

/** @param {any} value @returns {Uint8Array} */
export const encodeJson = (value) => new TextEncoder().encode(JSON.stringify(value));

/**
 * @param {Record<string, number>[]} rows
 * @param {number} size
 * @param {[string, 8 | 4 | 1][]} layout
 * @returns {Uint8Array}
 */
function encodeRows(rows, size, layout) {
  const bytes = new Uint8Array(rows.length * size);
  const view = new DataView(bytes.buffer);
  rows.forEach((row, index) => {
    let at = index * size;
    for (const [name, width] of layout) {
      const value = row[name] ?? 0;
      if (width === 8) view.setBigInt64(at, BigInt(value), true);
      else if (width === 4) view.setUint32(at, value, true);
      else view.setUint8(at, value);
      at += width;
    }
  });
  return bytes;
}

/** @param {Record<string, number>[]} rows @returns {Uint8Array} */
export const encodeEvents = (rows) =>
  encodeRows(rows, 40, [["time", 8], ["value", 8], ["worker", 4], ["resource", 4], ["target", 4], ["location", 4], ["text", 4], ["kind", 1], ["reason", 1], ["flags", 1], ["waiters", 1]]);

/** @param {Record<string, number>[]} rows @returns {Uint8Array} */
export const encodeChanges = (rows) =>
  encodeRows(rows.map((row) => ({ cpu: 255, ...row })), 32, [["time", 8], ["worker", 4], ["resource", 4], ["target", 4], ["by", 4], ["location", 4], ["state", 1], ["reason", 1], ["known", 1], ["cpu", 1]]);

/** @param {Record<string, number>[]} rows @returns {Uint8Array} */
export const encodeEdges = (rows) =>
  encodeRows(rows, 40, [["t0", 8], ["t1", 8], ["source", 4], ["target", 4], ["resource", 4], ["location", 4], ["text", 4], ["kind", 1], ["reason", 1]]);

/** Numbers frames and keeps their bytes. */
export class Recording {
  constructor() {
    /** @type {Uint8Array[]} */
    this.frames = [];
  }

  /** @param {number} kind @param {Uint8Array} body @returns {this} */
  add(kind, body) {
    this.frames.push(encodeFrame(kind, body, this.frames.length + 1));
    return this;
  }

  /** @param {any} value */
  meta(value = {}) {
    return this.add(FrameKind.META, encodeJson({ format: 1, run: "r", program: "p.py", kernel: "measured", cpus: 2, ...value }));
  }

  /** @param {any} value */
  define(value) {
    return this.add(FrameKind.DEFINE, encodeJson(value));
  }

  /** @param {Record<string, number>[]} rows */
  events(rows) {
    return this.add(FrameKind.EVENTS, encodeEvents(rows));
  }

  /** @param {Record<string, number>[]} rows */
  changes(rows) {
    return this.add(FrameKind.CHANGES, encodeChanges(rows));
  }

  /** @param {Record<string, number>[]} rows */
  edges(rows) {
    return this.add(FrameKind.EDGES, encodeEdges(rows));
  }

  /** @param {any} value */
  status(value) {
    return this.add(FrameKind.STATUS, encodeJson({ phase: "running", now: 0, ...value }));
  }

  /** All bytes, as a `.lockstep` file has them. */
  bytes() {
    const whole = new Uint8Array(this.frames.reduce((sum, frame) => sum + frame.length, 0));
    let at = 0;
    for (const frame of this.frames) {
      whole.set(frame, at);
      at += frame.length;
    }
    return whole;
  }

  /**
   * Feed everything to a model.
   * @template {{apply: (frame: import("../../static/js/wire.js").Frame) => boolean}} Model
   * @param {Model} model
   * @returns {Model}
   */
  into(model) {
    for (const frame of decodeFrames(this.bytes()).frames) model.apply(frame);
    return model;
  }
}

/** A worker's row with what tests do not care about filled in. @param {any} value */
export const worker = (value) => ({
  kind: "thread", parent: 0, process: 1, thread: 0, name: `worker-${value.id}`, pid: 100, tid: 100 + value.id, daemon: false, began: 0, ended: null, exit: null,
  signal: null, location: 0, start_method: null, cut: false, ...value,
});

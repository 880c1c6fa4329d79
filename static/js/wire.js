/**
 * The frame format, read side (see `engine/wire.py`): cuts bytes into frames and reads rows of fixed size. No I/O.
 * Times are ns as plain numbers: exact up to 2^53 ns, which is 104 days.
 */

export const HEADER_BYTES = 16;
export const FORMAT_VERSION = 1;
export const MAX_BODY = 16 * 1024 * 1024;
export const EVENT_BYTES = 40;
export const CHANGE_BYTES = 32;
export const EDGE_BYTES = 40;

const HIGH = 2 ** 32;
const DECODER = new TextDecoder();

/** A stream that is damaged or of another version. */
export class WireError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "WireError";
  }
}

/** One frame: its kind (FrameKind), its sequence number and its body. */
export class Frame {
  /**
   * @param {number} kind
   * @param {number} sequence
   * @param {Uint8Array} body
   */
  constructor(kind, sequence, body) {
    this.kind = kind;
    this.sequence = sequence;
    this.body = body;
  }

  /** Decode a JSON body. @returns {any} */
  json() {
    return JSON.parse(DECODER.decode(this.body));
  }

  /** View the body for reading rows. @returns {DataView} */
  view() {
    return new DataView(this.body.buffer, this.body.byteOffset, this.body.byteLength);
  }
}

/**
 * Cut bytes into whole frames; `rest` is the beginning of a frame whose end has not arrived.
 * @param {ArrayBuffer | Uint8Array} data
 * @returns {{frames: Frame[], rest: Uint8Array}}
 */
export function decodeFrames(data) {
  const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @type {Frame[]} */
  const frames = [];
  let start = 0;
  while (bytes.length - start >= HEADER_BYTES) {
    const length = bodyLength(view, start);
    const end = start + HEADER_BYTES + length;
    if (bytes.length < end) break;
    const sequence = view.getUint32(start + 8, true) + view.getUint32(start + 12, true) * HIGH;
    frames.push(new Frame(view.getUint8(start + 3), sequence, bytes.subarray(start + HEADER_BYTES, end)));
    start = end;
  }
  return { frames, rest: bytes.subarray(start) };
}

/**
 * @param {DataView} view
 * @param {number} start
 * @returns {number}
 */
function bodyLength(view, start) {
  if (view.getUint8(start) !== 0x4c || view.getUint8(start + 1) !== 0x53) {
    throw new WireError("this is not a Lockstep stream: a frame does not begin with 'LS'");
  }
  const version = view.getUint8(start + 2);
  if (version !== FORMAT_VERSION) throw new WireError(`this stream has frame format ${version}; this page reads ${FORMAT_VERSION}`);
  const length = view.getUint32(start + 4, true);
  if (length > MAX_BODY) throw new WireError(`a frame claims a body of ${length} bytes, over the limit of ${MAX_BODY}`);
  return length;
}

/** Cuts a stream that arrives in pieces into frames. */
export class FrameReader {
  constructor() {
    /** @type {Uint8Array} */
    this.rest = new Uint8Array(0);
  }

  /**
   * Take bytes as they arrived and return the frames they complete.
   * @param {ArrayBuffer | Uint8Array} data
   * @returns {Frame[]}
   */
  feed(data) {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
    let whole = bytes;
    if (this.rest.length > 0) {
      whole = new Uint8Array(this.rest.length + bytes.length);
      whole.set(this.rest);
      whole.set(bytes, this.rest.length);
    }
    const { frames, rest } = decodeFrames(whole);
    this.rest = rest.slice();
    return frames;
  }
}

/** Read a signed 64-bit number. @param {DataView} view @param {number} at @returns {number} */
export function readInt64(view, at) {
  return view.getUint32(at, true) + view.getInt32(at + 4, true) * HIGH;
}

/**
 * Count the rows of a body, refusing a body that is no whole number of them.
 * @param {Frame} frame
 * @param {number} size
 * @returns {number}
 */
export function rowCount(frame, size) {
  if (frame.body.byteLength % size !== 0) {
    throw new WireError(`a body of ${frame.body.byteLength} bytes is no whole number of ${size}-byte rows`);
  }
  return frame.body.byteLength / size;
}

/**
 * @typedef {{time: number, value: number, worker: number, resource: number, target: number, location: number, text: number,
 *   kind: number, reason: number, flags: number, waiters: number}} EventRow
 * @typedef {{time: number, worker: number, resource: number, target: number, by: number, location: number, state: number,
 *   reason: number, known: number, cpu: number}} ChangeRow
 * @typedef {{t0: number, t1: number, source: number, target: number, resource: number, location: number, text: number,
 *   kind: number, reason: number}} EdgeRow
 */

/**
 * Read an EVENTS row into `row` (one object is reused: a million events make no garbage).
 * @param {DataView} view
 * @param {number} at
 * @param {EventRow} row
 */
export function readEvent(view, at, row) {
  row.time = readInt64(view, at);
  row.value = readInt64(view, at + 8);
  row.worker = view.getUint32(at + 16, true);
  row.resource = view.getUint32(at + 20, true);
  row.target = view.getUint32(at + 24, true);
  row.location = view.getUint32(at + 28, true);
  row.text = view.getUint32(at + 32, true);
  row.kind = view.getUint8(at + 36);
  row.reason = view.getUint8(at + 37);
  row.flags = view.getUint8(at + 38);
  row.waiters = view.getUint8(at + 39);
}

/**
 * Read a CHANGES row into `row`.
 * @param {DataView} view
 * @param {number} at
 * @param {ChangeRow} row
 */
export function readChange(view, at, row) {
  row.time = readInt64(view, at);
  row.worker = view.getUint32(at + 8, true);
  row.resource = view.getUint32(at + 12, true);
  row.target = view.getUint32(at + 16, true);
  row.by = view.getUint32(at + 20, true);
  row.location = view.getUint32(at + 24, true);
  row.state = view.getUint8(at + 28);
  row.reason = view.getUint8(at + 29);
  row.known = view.getUint8(at + 30);
  row.cpu = view.getUint8(at + 31);
}

/**
 * Read an EDGES row into `row`.
 * @param {DataView} view
 * @param {number} at
 * @param {EdgeRow} row
 */
export function readEdge(view, at, row) {
  row.t0 = readInt64(view, at);
  row.t1 = readInt64(view, at + 8);
  row.source = view.getUint32(at + 16, true);
  row.target = view.getUint32(at + 20, true);
  row.resource = view.getUint32(at + 24, true);
  row.location = view.getUint32(at + 28, true);
  row.text = view.getUint32(at + 32, true);
  row.kind = view.getUint8(at + 36);
  row.reason = view.getUint8(at + 37);
}

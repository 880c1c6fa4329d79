/**
 * What the kernel does for a socket, a pipe, a selector or a file, folded from events: the phase of the call on it, and what just happened.
 * Pure.
 */

import { Call, Flag, Kind, Outcome, Phase } from "./kinds.js";

/** The kinds of resources that data flows through. */
export const FLOWS = new Set(["socket", "pipe", "selector", "file"]);

/** What the kernel does at one instant. WAIT: phase 1, for data; COPY: phase 2, into the program; a COPY_UNSEEN we only infer. */
export const Doing = Object.freeze({ NOTHING: 0, WAIT: 1, COPY_UNSEEN: 2, COPY: 3 });

/** What happened at one instant. */
export const Tick = Object.freeze({ NONE: 0, ARRIVED: 1, TAKEN: 2, SENT: 3, REFUSED: 4, COUNTED: 5, READY: 6, END: 7 });

const LOW = 2 ** 32;
const WAITING = /** @type {ReadonlySet<number>} */ (new Set([Call.RECV, Call.ACCEPT, Call.CONNECT, Call.SELECT, Call.READ, Call.SUBMITTED]));
const ENDS = /** @type {ReadonlySet<number>} */ (new Set([Kind.RECV, Kind.READ, Kind.ACCEPT, Kind.CONNECT, Kind.WAIT_END, Kind.CLOSE]));

/**
 * @typedef {{kind: number, flags: number, value: number}} Row
 */

/**
 * What the kernel does after an event.
 * @param {number} before
 * @param {Row} row
 * @returns {number} one of Doing
 */
export function doingAfter(before, { kind, flags }) {
  if (kind === Kind.CALL) return WAITING.has(flags) ? Doing.WAIT : before;
  if (kind === Kind.PHASE) {
    const phase = flags & ~Flag.INFERRED;
    if (phase === Phase.COPY) return flags & Flag.INFERRED ? Doing.COPY_UNSEEN : Doing.COPY;
    return phase === Phase.COPIED ? Doing.NOTHING : before;
  }
  return ENDS.has(kind) ? Doing.NOTHING : before;
}

/**
 * What an event is a tick for.
 * @param {Row} row
 * @returns {number} one of Tick
 */
export function tickOf({ kind, flags, value }) {
  switch (kind) {
    case Kind.PHASE:
      return flags === Phase.ARRIVED ? Tick.ARRIVED : Tick.NONE;
    case Kind.RECV:
      return flags & Flag.STREAM && amountOf(value) === 0 ? Tick.END : Tick.TAKEN;
    case Kind.READ:
    case Kind.ACCEPT:
      return Tick.TAKEN;
    case Kind.SEND:
    case Kind.WRITE:
      return Tick.SENT;
    case Kind.READY:
      return Tick.READY;
    case Kind.COUNTED:
      return Tick.COUNTED;
    case Kind.WAIT_END:
      return (flags & 3) === Outcome.REFUSED ? Tick.REFUSED : Tick.NONE;
    case Kind.CLOSE:
      return Tick.END;
    default:
      return Tick.NONE;
  }
}

/**
 * How much is in the kernel after an event: bytes nobody has read, or connections nobody has accepted; NaN while that is not known.
 * @param {number} before
 * @param {Row} row
 * @returns {number}
 */
export function inKernel(before, { kind, flags, value }) {
  if (kind === Kind.PHASE) return value < 0 ? before : value;
  if (kind === Kind.ACCEPT) return value;
  if (kind === Kind.RECV && flags & Flag.STREAM) return Math.max(0, before - amountOf(value));
  return before;
}

/** The number in a value that may have more above it. @param {number} value @returns {number} */
export const amountOf = (value) => ((value % LOW) + LOW) % LOW;

/** How long the calls of a COUNTED took, ns. @param {number} value @returns {number} */
export const countedFor = (value) => Math.floor(value / LOW) * 1000;

/**
 * The numbers on the wire, as in `engine/probe/kinds.py`, `engine/events.py` and `engine/wire.py` (a test compares them).
 */

export const FrameKind = Object.freeze({
  META: 1, DEFINE: 2, EVENTS: 3, CHANGES: 4, EDGES: 5, OUTPUT: 6, FINDING: 7, STATUS: 8, SUMMARY: 9,
});

export const State = Object.freeze({ NEW: 0, READY: 1, RUNNING: 2, BLOCKED: 3, TERMINATED: 4 });

export const Known = Object.freeze({ MEASURED: 0, INFERRED: 1, SAMPLED: 2 });

export const Reason = Object.freeze({
  NONE: 0, CPU: 1, GIL: 2, LOOP: 3, LOCK: 10, QUEUE_GET: 11, QUEUE_PUT: 12, JOIN: 13, SLEEP: 14, IO: 15, FUTURE: 16, EVENT: 17,
  CONDITION: 18, SEMAPHORE: 19, BARRIER: 20, PROCESS: 21, PIPE: 22, PAGE: 23, UNKNOWN: 24, RESUME: 25, SIGNAL: 26,
});

export const EdgeKind = Object.freeze({ START: 1, JOIN: 2, WAKE: 3, MESSAGE: 4, SIGNAL: 5, SUBMIT: 6, CALLBACK: 7, CONNECT: 8, WINDOW: 10 });

export const Flag = Object.freeze({ WAITED: 1, PROCESS: 2, NONBLOCKING: 4, PREEMPTED: 8, DAEMON: 16, INFERRED: 32, STRAND: 64, STREAM: 128 });

export const Kind = Object.freeze({
  NONE: 0, END_SEGMENT: 1, DEFINE: 2, LOST: 3,
  PROCESS_BEGIN: 10, PROCESS_END: 11, THREAD_BEGIN: 12, THREAD_END: 13, START: 14, REAP: 15, SIGNAL: 16, EXCEPTION: 17, NAME: 18,
  WAIT: 20, WAIT_END: 21,
  CREATE: 30, ACQUIRE: 31, RELEASE: 32, PUT: 33, GET: 34, TASK_DONE: 35, NOTIFY: 36, SET: 37, CLEAR: 38, ARRIVE: 39, SEND: 40, RECV: 41,
  CLOSE: 42, RESIZE: 43, READ: 44, WRITE: 45, HANDLE: 46,
  OUTPUT: 50,
  SUBMIT: 80, JOB_BEGIN: 81, JOB_END: 82, RESULT: 83, WITHDRAW: 84, CALLBACK: 85, ASK: 86, SERVE: 87, REPLY: 88, RETURN: 89,
  SWITCH_IN: 60, SWITCH_OUT: 61, KERNEL_FORK: 62, KERNEL_EXIT: 63, KERNEL_LOST: 64, KERNEL_COMM: 65, SAMPLE: 66,
  STEP: 70, STEPS: 71, QUEUED: 72, STRAND_END: 73, CANCEL: 74,
  CALL: 90, COUNTED: 91, CONNECT: 92, ACCEPT: 93, READY: 94, PHASE: 95, LISTEN: 96, ADDRESS: 97, HANDLER: 98, ARM: 99,
  UNSEEN: 100, AMONG: 102, UNASKED: 103, LOOKED: 104, PRESENCE: 105,
  ALSO: 110, UNAWAITED: 111, FORSAKEN: 112, FOREIGN_LOOP: 113,
});

export const Call = Object.freeze({ RECV: 1, SEND: 2, ACCEPT: 3, CONNECT: 4, SELECT: 5, READ: 6, WRITE: 7, SUBMITTED: 8 });

export const Phase = Object.freeze({ COPY: 1, COPIED: 2, ARRIVED: 3 });

/** Which part of a file is read or written: flags of READ and WRITE of a file. */
export const Extent = Object.freeze({ START: 1, EMPTIED: 2, REPLACED: 4 });

export const Outcome = Object.freeze({ DONE: 0, TIMEOUT: 1, REFUSED: 2, RAISED: 3 });

export const NO_CPU = 255;

/**
 * Make a table from number to name, spelled as the screen does: `queue-get`.
 * @param {Readonly<Record<string, number>>} numbers
 * @returns {ReadonlyMap<number, string>}
 */
function namesOf(numbers) {
  return new Map(Object.entries(numbers).map(([name, number]) => [number, name.toLowerCase().replaceAll("_", "-")]));
}

const REASON_NAMES = namesOf(Reason);
const STATE_NAMES = namesOf(State);
const KIND_NAMES = namesOf(Kind);
const EDGE_NAMES = namesOf(EdgeKind);
const KNOWN_NAMES = namesOf(Known);
const CALL_NAMES = namesOf(Call);
const PHASE_NAMES = namesOf(Phase);

/** Spell a reason, e.g. `queue-get`. @param {number} reason @returns {string} */
export const reasonName = (reason) => REASON_NAMES.get(reason) ?? "unknown";
/** Spell a state, e.g. `blocked`. @param {number} state @returns {string} */
export const stateName = (state) => STATE_NAMES.get(state) ?? "unknown";
/** Spell an event's kind, e.g. `wait-end`. @param {number} kind @returns {string} */
export const kindName = (kind) => KIND_NAMES.get(kind) ?? "unknown";
/** Spell an edge's kind, e.g. `wake`. @param {number} kind @returns {string} */
export const edgeKindName = (kind) => EDGE_NAMES.get(kind) ?? "unknown";
/** Spell what an I/O call is for, e.g. `recv`. @param {number} call @returns {string} */
export const callName = (call) => CALL_NAMES.get(call) ?? "recv";
/** Spell what the kernel does for a call: `copy`, `copied`, `arrived`. @param {number} phase @returns {string} */
export const phaseName = (phase) => PHASE_NAMES.get(phase) ?? "arrived";
/** Spell how a span is known: `measured`, `inferred`, `sampled`. @param {number} known @returns {string} */
export const knownName = (known) => KNOWN_NAMES.get(known) ?? "unknown";

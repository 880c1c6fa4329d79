// One event in words: what was done (a verb phrase; who did it stands in the column before) and why. Pure: no DOM, no language.

import { isAccess, locksHeld } from "./data.js";
import { amountOf } from "./flows.js";
import { Call, Extent, Flag, Kind, Reason, callName, kindName, phaseName, reasonName } from "./kinds.js";

/**
 * @typedef {import("./describe.js").Sentence} Sentence
 * @typedef {import("./describe.js").Param} Param
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {import("./model.js").EventRecord} EventRecord
 */

/** WAIT_END's flags, in the order of engine/probe/kinds.py's Outcome. */
const OUTCOMES = ["done", "timeout", "refused", "raised"];

/** STRAND_END's and FORSAKEN's flags, in the order of Ending and Trouble. */
const ENDINGS = ["returned", "raised", "cancelled", "dropped"];
const TROUBLES = ["destroyed", "unretrieved", "left"];

/** Names of the signals that end programs; others show their number. @type {Readonly<Record<number, string>>} */
const SIGNALS = {
  1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM",
  10: "SIGUSR1", 12: "SIGUSR2", 15: "SIGTERM", 17: "SIGCHLD", 18: "SIGCONT", 19: "SIGSTOP", 29: "SIGIO",
};

/** Kinds whose template is the same whatever their flags. */
const PLAIN = /** @type {ReadonlySet<number>} */ (new Set([
  Kind.LOST, Kind.PROCESS_BEGIN, Kind.PROCESS_END, Kind.THREAD_BEGIN, Kind.THREAD_END, Kind.START, Kind.NAME, Kind.CREATE, Kind.TASK_DONE,
  Kind.SET, Kind.CLEAR, Kind.ARRIVE, Kind.SEND, Kind.CLOSE, Kind.RESIZE, Kind.UNSEEN, Kind.EXCEPTION, Kind.SWITCH_IN,
  Kind.KERNEL_FORK, Kind.KERNEL_EXIT, Kind.KERNEL_LOST, Kind.KERNEL_COMM, Kind.SAMPLE, Kind.READY, Kind.LISTEN,
  Kind.SUBMIT, Kind.JOB_BEGIN, Kind.WITHDRAW, Kind.CALLBACK, Kind.ASK, Kind.SERVE, Kind.REPLY, Kind.RETURN,
]));

/**
 * Say what an event is.
 * @param {RunModel} model
 * @param {EventRecord} event
 * @returns {Sentence}
 */
export function describeEvent(model, event) {
  const params = gaps(model, event);
  const name = kindName(event.kind);
  if (model.resources.get(event.resource)?.kind === "file") return describeFile(event, params);
  if (PLAIN.has(event.kind)) return { key: `event.${name}`, params };
  switch (event.kind) {
    case Kind.WAIT:
      return describeWait(event, params);
    case Kind.CALL:
      return { key: `event.call.${callName(event.flags)}`, params };
    case Kind.PHASE:
      return { key: phaseKey(event.flags), params };
    case Kind.COUNTED:
      return { key: "event.counted", params: { ...params, n: amountOf(event.value) } };
    case Kind.RECV:
      return { key: event.value === 0 && event.flags & Flag.STREAM ? "event.recv.end" : "event.recv", params };
    case Kind.ACCEPT:
      return { key: params.item ? "event.accept" : "event.accept.something", params };
    case Kind.CONNECT:
      return { key: connectKey(event, String(params.text)), params };
    case Kind.HANDLER:
      return { key: event.flags === 1 ? "event.handler.end" : "event.handler", params };
    case Kind.ARM:
      return { key: event.flags === 1 ? "event.arm" : "event.disarm", params };
    case Kind.WAIT_END:
      return describeWaitEnd(event, params);
    case Kind.ACQUIRE:
      if (event.flags & Flag.INFERRED) return { key: "event.acquire.gil", params };
      return { key: event.flags & Flag.WAITED ? "event.acquire.waited" : "event.acquire", params };
    case Kind.RELEASE:
      return { key: "event.release", params };
    case Kind.PUT:
    case Kind.GET:
      return { key: params.item ? `event.${name}` : `event.${name}.something`, params };
    case Kind.READ:
    case Kind.WRITE:
      return { key: `event.${name}${params.item ? "" : ".something"}`, params };
    case Kind.NOTIFY:
      return { key: event.value < 0 ? "event.notify.all" : "event.notify", params };
    case Kind.JOB_END:
    case Kind.RESULT:
      return { key: OUTCOMES[event.flags & 3] === "raised" ? `event.${name}.raised` : params.item ? `event.${name}` : `event.${name}.something`, params };
    case Kind.REAP:
      return { key: event.value < 0 ? "event.reap.signal" : "event.reap", params };
    case Kind.SIGNAL:
      return { key: "event.signal", params };
    case Kind.HANDLE:
      return { key: "event.handle", params };
    case Kind.OUTPUT:
      return { key: outputKey(event, String(params.text)), params: { text: String(params.text).trimEnd() } };
    case Kind.SWITCH_OUT:
      return { key: event.flags & Flag.PREEMPTED ? "event.switch-out.preempted" : "event.switch-out", params };
    case Kind.QUEUED:
    case Kind.CANCEL:
    case Kind.STEPS:
    case Kind.UNASKED:
    case Kind.UNAWAITED:
    case Kind.FOREIGN_LOOP:
      return { key: `event.${name}`, params };
    case Kind.STRAND_END:
      return { key: `event.strand-end.${ENDINGS[event.flags] ?? "returned"}`, params };
    case Kind.FORSAKEN:
      return { key: `event.forsaken.${TROUBLES[event.flags] ?? "destroyed"}`, params };
    default:
      return { key: "event.unknown", params: { n: event.kind } };
  }
}

/** @type {(event: EventRecord, params: Record<string, Param>) => Sentence} */
function describeFile(event, params) {
  switch (event.kind) {
    case Kind.CREATE:
      return { key: "event.open", params };
    case Kind.READ:
      return { key: event.value === 0 ? "event.read.end" : params.item ? "event.read.content" : "event.read.bytes", params };
    case Kind.WRITE:
      if (event.flags & Extent.REPLACED) return { key: "event.write.replaced", params };
      return { key: params.item ? "event.write.content" : "event.write.bytes", params };
    case Kind.CALL:
      return { key: `event.call.${callName(event.flags)}`, params };
    case Kind.PHASE:
      return { key: phaseKey(event.flags), params };
    case Kind.WAIT_END:
      return describeWaitEnd(event, params);
    default:
      return { key: "event.close", params };
  }
}

/** A local socket has no address to show; who called upon it is known, or not. @type {(event: EventRecord, pair: string) => string} */
function connectKey({ flags }, pair) {
  if (flags === Call.CONNECT) return "event.connect";
  if (pair.startsWith("unix:") && pair.endsWith(">")) return "event.connected.unknown";
  return pair.includes("inode:") ? "event.connected.local" : "event.connected";
}

/** Of white space, such as the line end that `print` writes by itself, no text is kept. @type {(event: EventRecord, text: string) => string} */
function outputKey({ flags }, text) {
  return `event.output${flags === 2 ? ".error" : ""}${text.trim() === "" ? ".something" : ""}`;
}

/** @type {(event: EventRecord, params: Record<string, Param>) => Sentence} */
function describeWait(event, params) {
  const reason = reasonName(event.reason);
  if (reason === "sleep") return { key: event.value < 0 ? "event.wait.sleep.open" : "event.wait.sleep", params };
  if (event.target) return { key: "event.wait.target", params };
  if (event.resource) return { key: `event.wait.${reason}`, params };
  return { key: "event.wait.some", params: { reason: { key: `reason.${reason}` } } };
}

/** @type {(event: EventRecord, params: Record<string, Param>) => Sentence} */
function describeWaitEnd(event, params) {
  const outcome = `event.wait-end.${OUTCOMES[event.flags & 3] ?? "done"}`;
  if (event.target) return { key: `${outcome}.target`, params };
  if (event.reason === Reason.IO && event.resource && !outcome.endsWith("raised")) return { key: `${outcome}.io`, params };
  if (event.resource) return { key: `${outcome}.resource`, params };
  return { key: event.reason === Reason.SLEEP && outcome.endsWith("done") ? "event.wait-end.awake" : outcome, params: {} };
}

/** @type {(model: RunModel, event: EventRecord) => Record<string, Param>} */
function gaps(model, event) {
  const signal = Math.abs(event.value);
  /** @type {Record<string, Param>} */
  const params = {
    resource: { resource: event.resource },
    target: { worker: event.target },
    value: event.value,
    n: event.value,
    dur: { ns: event.value },
    cpu: event.value,
    signal: SIGNALS[signal] ?? signal,
  };
  const text = model.texts.get(event.text);
  params.text = text ?? "";
  if (text) params.item = text;
  return params;
}

/**
 * Say why it happened or what it left behind, where there is something to say.
 * @param {EventRecord} event
 * @param {number | undefined} capacity of the resource
 * @returns {Sentence | undefined}
 */
export function explainEvent(event, capacity) {
  switch (event.kind) {
    case Kind.PUT:
    case Kind.GET:
      return capacity
        ? { key: "why.depth.max", params: { n: event.value, max: capacity } }
        : { key: "why.depth", params: { n: event.value } };
    case Kind.SUBMIT:
    case Kind.JOB_BEGIN:
    case Kind.WITHDRAW:
      return { key: "why.backlog", params: { n: event.value } };
    case Kind.WAIT:
      if (event.value > 0 && reasonName(event.reason) !== "sleep") return { key: "why.timeout", params: { dur: { ns: event.value } } };
      return event.reason ? { key: `reason.${reasonName(event.reason)}`, params: {} } : undefined;
    case Kind.WAIT_END:
    case Kind.ACQUIRE:
    case Kind.RELEASE:
    case Kind.NOTIFY:
    case Kind.SET:
      return event.waiters ? { key: "why.waiters", params: { n: event.waiters } } : undefined;
    case Kind.SWITCH_OUT:
      return { key: event.flags & Flag.PREEMPTED ? "why.preempted" : "why.gave-up", params: {} };
    default:
      return event.flags & Flag.INFERRED && event.kind !== Kind.OUTPUT ? { key: "why.inferred", params: {} } : undefined;
  }
}

/**
 * The same with what the model knows: of a read or write, which locks its worker held.
 * @param {RunModel} model
 * @param {EventRecord} event
 * @returns {Sentence | undefined}
 */
export function explainIn(model, event) {
  const resource = model.resources.get(event.resource);
  if (!isAccess(event.kind)) return explainEvent(event, resource?.capacity ?? undefined);
  const locks = locksHeld(model, event.worker, event.time).map((id) => model.resources.get(id)?.name ?? `#${id}`);
  return locks.length > 0 ? { key: "why.locks", params: { locks: locks.join(", ") } } : { key: "why.no-lock", params: {} };
}

/**
 * The group of an event, for the filter: what workers do to one another and to what they share, and how they share the CPU and the GIL.
 * @param {number} kind
 * @param {number} flags
 * @returns {string} one of EVENT_GROUPS
 */
export function groupOf(kind, flags) {
  if ((kind === Kind.ACQUIRE || kind === Kind.RELEASE) && flags & Flag.INFERRED) return "kernel"; // the GIL's
  return GROUP_BY_KIND.get(kind) ?? "kernel";
}

export const EVENT_GROUPS = Object.freeze(["life", "wait", "resource", "output", "kernel"]);

/** @type {ReadonlyMap<number, string>} */
const GROUP_BY_KIND = new Map(/** @type {[number, string][]} */ ([
  [Kind.HANDLER, "life"],
  ...[Kind.PROCESS_BEGIN, Kind.PROCESS_END, Kind.THREAD_BEGIN, Kind.THREAD_END, Kind.START, Kind.REAP, Kind.SIGNAL, Kind.HANDLE, Kind.EXCEPTION, Kind.NAME].map((kind) => [kind, "life"]),
  ...[Kind.QUEUED, Kind.STRAND_END, Kind.CANCEL, Kind.STEPS, Kind.UNAWAITED, Kind.FORSAKEN, Kind.FOREIGN_LOOP].map((kind) => [kind, "life"]),
  ...[Kind.WAIT, Kind.WAIT_END].map((kind) => [kind, "wait"]),
  ...[
    Kind.CREATE, Kind.ACQUIRE, Kind.RELEASE, Kind.PUT, Kind.GET, Kind.TASK_DONE, Kind.NOTIFY, Kind.SET, Kind.CLEAR, Kind.ARRIVE, Kind.SEND, Kind.RECV,
    Kind.CLOSE, Kind.RESIZE, Kind.READ, Kind.WRITE, Kind.UNSEEN, Kind.CALL, Kind.COUNTED, Kind.CONNECT, Kind.ACCEPT, Kind.READY, Kind.LISTEN, Kind.ARM,
    Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END, Kind.RESULT, Kind.WITHDRAW, Kind.CALLBACK, Kind.ASK, Kind.SERVE, Kind.REPLY, Kind.RETURN, Kind.UNASKED,
  ].map((kind) => [kind, "resource"]),
  [Kind.OUTPUT, "output"],
]));

/** @type {(flags: number) => string} */
function phaseKey(flags) {
  const name = phaseName(flags & ~Flag.INFERRED);
  return flags & Flag.INFERRED && name !== "arrived" ? `event.phase.${name}.inferred` : `event.phase.${name}`;
}

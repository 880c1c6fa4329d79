// What is special to greenlets and generators in the words of one instant: the hub, and hand-overs that are only counted. Pure.

import { isHub } from "./facts.js";
import { Known, State, reasonName } from "./kinds.js";

/**
 * @typedef {import("./describe.js").Sentence} Sentence
 * @typedef {import("./model.js").RunModel} RunModel
 */

/**
 * Whether a span stands for hand-overs that were too many to be told one by one.
 * @param {RunModel} model
 * @param {number} id
 * @param {{state: number, known: number}} span
 * @returns {boolean}
 */
export const isCounted = (model, id, span) =>
  model.workers.get(id)?.counted === true && span.state === State.RUNNING && span.known === Known.SAMPLED;

/**
 * Say what a strand does during a span, where that takes words of its own.
 * @param {RunModel} model
 * @param {number} id
 * @param {import("./spans.js").Span} span
 * @param {number} t
 * @returns {Sentence | undefined}
 */
export function describeStrand(model, id, span, t) {
  const worker = model.workers.get(id);
  const who = { worker: id };
  if (isCounted(model, id, span)) return { key: `caption.running.${worker?.untold ? "untold" : "counted"}`, params: { who, n: worker?.hand_overs ?? 0 } };
  if (!isHub(worker)) return undefined;
  const dur = { ns: Math.max(0, Math.min(t, span.t1) - span.t0) };
  if (span.state === State.RUNNING) return { key: "caption.hub.running", params: { who } };
  if (span.state !== State.BLOCKED) return undefined;
  if (reasonName(span.reason) === "resume") return { key: "caption.hub.suspended", params: { who } };
  return reasonName(span.reason) === "io" && !span.resource ? { key: "caption.hub.idle", params: { who, dur } } : undefined;
}

/**
 * What the bar of such a span says; undefined where it says what others do.
 * @param {RunModel} model
 * @param {number} id
 * @param {{state: number, reason: number, resource: number, known: number}} span
 * @param {(key: string, params?: Record<string, any>) => string} t
 * @returns {string[] | undefined}
 */
export function strandLabels(model, id, span, t) {
  const worker = model.workers.get(id);
  if (isCounted(model, id, span)) {
    const n = worker?.hand_overs ?? 0;
    return worker?.untold ? [t("bar.untold", { n }), t("bar.untold.short", { n })] : [t("bar.counted", { n }), t("bar.counted.short", { n })];
  }
  if (!isHub(worker) || span.state !== State.BLOCKED) return undefined;
  if (reasonName(span.reason) === "resume") return [t("bar.hub.suspended")];
  return reasonName(span.reason) === "io" && !span.resource ? [t("bar.hub.idle")] : undefined;
}

/**
 * What is said of a run's expectations, in the reader's language, as rows to be drawn. Pure.
 */

import { sentenceOf } from "../worded.js";

/**
 * @typedef {import("../worded.js").Said} Said
 * @typedef {{text: string, message: Said | null, worker: number, worker_name: string, time_ns: number, line: number | null, step: string | null}} Evidence
 * @typedef {{number: number, pointer: string, verdict: "passed" | "failed" | "unknown", says: Said, because: Record<string, string> | null, measured: unknown,
 *   seen: Said, why: Said | null, evidence: Evidence[]}} Judgement
 * @typedef {{verdict: "passed" | "failed" | "unknown", why: Said | null, expectations: Judgement[], seed: number | null}} Verdict
 * @typedef {{pointer: string, verdict: "passed" | "failed" | "unknown", says: string, lines: string[], evidence: (Evidence & {said: string})[]}} Row
 * @typedef {Pick<import("../i18n.js").Messages, "t" | "has" | "language">} Words
 */

/** The signs of the three outcomes; each stands beside a word. */
export const SIGNS = Object.freeze({ passed: "✓", failed: "✗", unknown: "?" });

/**
 * One row for each expectation: what it says; what was measured, why it is unknown, what it means that it failed; what shows it.
 * @param {Verdict} verdict @param {Words} messages @returns {Row[]}
 */
export function rowsOf(verdict, messages) {
  return verdict.expectations.map((one) => {
    const lines = [sentenceOf(one.seen, messages)];
    if (one.why !== null) lines.push(sentenceOf(one.why, messages));
    const because = one.because?.[messages.language] ?? one.because?.en;
    if (because !== undefined && one.verdict === "failed") lines.push(messages.t("scenario.because", { text: because }));
    const evidence = one.evidence.map((each) => ({ ...each, said: each.message === null ? each.text : sentenceOf(each.message, messages) }));
    return { pointer: one.pointer, verdict: one.verdict, says: sentenceOf(one.says, messages), lines, evidence };
  });
}

/**
 * The verdict in one line.
 * @param {Verdict} verdict @param {Words} messages @returns {string}
 */
export function summaryOf({ verdict, expectations }, messages) {
  const count = (/** @type {string} */ outcome) => expectations.filter((one) => one.verdict === outcome).length;
  const all = expectations.length;
  if (all === 0) return messages.t("scenario.verdict.none");
  return messages.t(`scenario.verdict.${verdict}`, { all, failed: count("failed"), unknown: count("unknown") });
}

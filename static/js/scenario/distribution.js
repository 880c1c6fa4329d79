/**
 * What several runs of one scenario say together, as rows to be drawn: how often each expectation held, what was measured, which seeds failed. Pure.
 */

import { sentenceOf } from "../worded.js";

/** @typedef {import("./verdict.js").Words} Words */

/** Outcomes in the order of a bar. */
export const OUTCOMES = /** @type {const} */ (["passed", "failed", "unknown"]);

/**
 * @typedef {{outcome: "passed" | "failed" | "unknown", count: number, from: number, share: number}} Part   of a bar that is 100 long
 * @typedef {{says: string, counts: string, measured: string, parts: Part[], failedSeeds: number[], unknownSeeds: number[]}} Row
 */

/**
 * Cut a bar into its parts.
 * @param {Readonly<Record<string, any>>} counts @returns {Part[]}
 */
export function partsOf(counts) {
  const all = OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
  let from = 0;
  return OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => {
    const part = { outcome, count: counts[outcome], from, share: (counts[outcome] / all) * 100 };
    from += part.share;
    return part;
  });
}

/**
 * A row for all expectations together, and one for each.
 * @param {Readonly<Record<string, any>>} verdicts as a series tells them @param {Words} messages @returns {Row[]}
 */
export function rowsOf(verdicts, messages) {
  const rows = verdicts.expectations.map((/** @type {any} */ one) => rowOf(one, sentenceOf(one.says, messages), messages));
  return [rowOf(verdicts, messages.t("scenario.series.all"), messages), ...rows];
}

/** @type {(counts: Readonly<Record<string, any>>, says: string, messages: Words) => Row} */
function rowOf(counts, says, messages) {
  const told = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => messages.t(`scenario.series.${outcome}`, { count: counts[outcome] }));
  return { says, counts: told.join(messages.t("scenario.series.and")), measured: measuredOf(counts, messages), parts: partsOf(counts), failedSeeds: counts.failed_seeds, unknownSeeds: counts.unknown_seeds };
}

/** @type {(counts: Readonly<Record<string, any>>, messages: Words) => string} */
function measuredOf({ measured, texts }, messages) {
  if (measured) {
    const spread = { least: spelled(measured.min), middle: spelled(measured.median), most: spelled(measured.max) };
    return measured.min === measured.max ? messages.t("scenario.series.always", { value: spread.least }) : messages.t("scenario.series.spread", spread);
  }
  const listed = Object.entries(texts ?? {}).slice(0, 3).map(([text, count]) => messages.t("scenario.series.text", { text, times: Number(count) }));
  return listed.join(messages.t("scenario.series.and"));
}

/** @type {(value: number) => string} */
function spelled(value) {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(3)));
}

/**
 * The panel that says of each expectation whether it held, what was measured, and shows it: each piece of evidence leads to its instant.
 */

import { element } from "../dom.js";
import { formatDuration } from "../durations.js";
import { sentenceOf } from "../worded.js";
import { SIGNS, rowsOf } from "./verdict.js";

/**
 * Draw a verdict.
 * @param {HTMLElement} host @param {import("./verdict.js").Verdict} verdict
 * @param {{messages: import("../i18n.js").Messages, show: (evidence: import("./verdict.js").Evidence) => void, showExpectation: (pointer: string) => void}} parts
 */
export function drawVerdict(host, verdict, { messages, show, showExpectation }) {
  const rows = rowsOf(verdict, messages);
  const why = verdict.why === null ? [] : [element("p", { class: "ls-verdict__summary", text: sentenceOf(verdict.why, messages) })];
  host.replaceChildren(...why, element("ol", { class: "ls-verdict__rows" }, ...rows.map((row) => rowFor(row, { messages, show, showExpectation }))));
}

/** A sign with its word for those who do not see it. @type {(outcome: "passed" | "failed" | "unknown", messages: import("../i18n.js").Messages) => HTMLElement} */
export function signOf(outcome, messages) {
  const sign = element("span", { "aria-hidden": "true", text: SIGNS[outcome] });
  return element("span", { class: `ls-outcome ls-outcome--${outcome}` }, sign, element("span", { class: "ls-hidden", text: messages.t(`scenario.outcome.${outcome}`) }));
}

/** @type {(row: import("./verdict.js").Row, parts: Parameters<typeof drawVerdict>[2]) => HTMLElement} */
function rowFor(row, { messages, show, showExpectation }) {
  const says = element("button", { class: "ls-verdict__says", type: "button", title: messages.t("scenario.verdict.show"), text: row.says, onclick: () => showExpectation(row.pointer) });
  const lines = row.lines.map((text) => element("p", { class: "ls-verdict__line", text }));
  const evidence = row.evidence.map((each) => element("li", {}, evidenceOf(each, messages, show)));
  const list = evidence.length === 0 ? null : element("ul", { class: "ls-verdict__evidence", "aria-label": messages.t("scenario.verdict.evidence") }, ...evidence);
  return element("li", { class: `ls-verdict__row ls-verdict__row--${row.verdict}` }, signOf(row.verdict, messages), element("div", { class: "ls-verdict__words" }, says, ...lines, list));
}

/** @type {(evidence: import("./verdict.js").Row["evidence"][number], messages: import("../i18n.js").Messages, show: (evidence: import("./verdict.js").Evidence) => void) => HTMLElement} */
function evidenceOf(evidence, messages, show) {
  const place = evidence.line === null ? "" : messages.t("scenario.verdict.line", { line: evidence.line });
  const who = evidence.said.includes(evidence.worker_name) ? "" : evidence.worker_name; // its sentence names it already
  return element("button", { class: "ls-jump ls-evidence", type: "button", onclick: () => show(evidence) },
    element("span", { class: "ls-evidence__time", text: formatDuration(evidence.time_ns, messages.t) }),
    who === "" ? null : element("strong", { translate: "no", text: who }),
    element("span", { text: evidence.said }),
    place === "" ? null : element("span", { class: "ls-evidence__place", text: place }));
}

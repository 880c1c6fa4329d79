/**
 * The numbers: policies side by side, each job's times, each decision as a row. They are also what a screen reader reads instead of the picture.
 */

import { element } from "../dom.js";
import { figure, say } from "./words.js";

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("../i18n.js").Messages} Messages
 * @typedef {{answers: readonly Answer[], titles: readonly string[], messages: Messages}} Results
 */

const MEASURES = /** @type {const} */ (["waiting", "turnaround", "response", "longest", "switches", "busy", "throughput"]);
const LESS_IS_BETTER = new Set(["waiting", "turnaround", "response", "longest", "switches"]);
const SMALL = 1e-9;

/** @type {(answer: Answer, measure: (typeof MEASURES)[number]) => number} */
function valueOf(answer, measure) {
  switch (measure) {
    case "longest": return answer.longest_wait.waiting;
    case "switches": return answer.switches;
    case "busy": return answer.cpu_busy;
    case "throughput": return answer.throughput;
    default: return answer.mean[measure];
  }
}

/** @type {(text: string, attributes?: Record<string, any>) => HTMLElement} */
const number = (text, attributes = {}) => element("td", { class: "ls-table__number", text, ...attributes });

/** The policies side by side; the best of each column stands out, with a mark that needs no colour. @param {Results} results @returns {HTMLElement} */
export function comparison({ answers, titles, messages }) {
  const { language } = messages;
  const best = MEASURES.map((measure) => (LESS_IS_BETTER.has(measure) ? Math.min : Math.max)(...answers.map((answer) => valueOf(answer, measure))));
  const differs = MEASURES.map((measure) => answers.some((answer) => Math.abs(valueOf(answer, measure) - valueOf(answers[0], measure)) > SMALL));
  const rows = answers.map((answer, at) => element("tr", {}, element("th", { scope: "row", text: titles[at] }), ...MEASURES.map((measure, column) => {
    const value = valueOf(answer, measure);
    const isBest = differs[column] && Math.abs(value - best[column]) < SMALL;
    const unit = measure === "busy" ? " %" : "";
    const words = `${figure(value, language, measure === "throughput" ? 3 : 2)}${unit}`;
    return number("", { class: isBest ? "ls-table__number ls-best" : "ls-table__number", text: isBest ? messages.t("schedule.best", { value: words }) : words });
  })));
  return tableOf([messages.t("schedule.policy"), ...MEASURES.map((measure) => messages.t(`schedule.measure.${measure}`))], rows, messages.t("schedule.comparison"));
}

/** Each job's times under one policy. @param {Answer} answer @param {string} title @param {Messages} messages @returns {HTMLElement} */
export function jobTimes(answer, title, messages) {
  const { language } = messages;
  const numbers = /** @type {const} */ (["arrival", "burst", "first_run", "finish", "response", "waiting", "turnaround"]);
  const rows = answer.jobs.map((job) => element("tr", {}, element("th", { scope: "row", translate: "no", text: job.name }), ...numbers.map((name) => number(figure(job[name], language)))));
  const mean = element("tr", { class: "ls-table__sum" }, element("th", { scope: "row", text: messages.t("schedule.mean") }), ...numbers.map((name) => number(name in answer.mean ? figure(answer.mean[/** @type {"waiting"} */ (name)], language) : "")));
  return tableOf([messages.t("schedule.column.name"), ...numbers.map((name) => messages.t(`schedule.column.${name}`))], [...rows, mean], title);
}

/** Each decision of one policy, with its reason and the queues behind it. @param {Answer} answer @param {string} title @param {Messages} messages @returns {HTMLElement} */
export function decisionRows(answer, title, messages) {
  const { language } = messages;
  const rows = answer.decisions.map((one) => element("tr", {},
    number(figure(one.time, language)),
    element("td", { text: one.chosen ?? "–", translate: "no" }),
    element("td", { class: "ls-table__wrap", text: say("reason", one.reason, messages) }),
    element("td", { class: "ls-table__wrap", translate: "no", text: one.queues.map((queue) => (queue.level === null ? queue.jobs.join(" ") : `${queue.level}: ${queue.jobs.join(" ") || "–"}`)).join(" · ") || "–" })));
  const heads = ["time", "chosen", "reason", "queued"].map((name) => messages.t(`schedule.column.${name}`));
  return tableOf(heads, rows, title);
}

/** @type {(heads: readonly string[], rows: readonly HTMLElement[], caption: string) => HTMLElement} */
function tableOf(heads, rows, caption) {
  const head = element("tr", {}, ...heads.map((text, at) => element("th", { scope: "col", class: at === 0 ? null : "ls-table__number", text })));
  return element("div", { class: "ls-table-frame", tabindex: "0", role: "region", "aria-label": caption },
    element("table", { class: "ls-table ls-table--dense" }, element("caption", { class: "ls-table__caption", text: caption }), element("thead", {}, head), element("tbody", {}, ...rows)));
}

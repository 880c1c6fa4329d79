/**
 * What a schedule decides at the instant that is looked at, in words, and who waits in its queues.
 */

import { element } from "../dom.js";
import { decidedAt, leftAt, queuesAt } from "./steps.js";
import { figure, say } from "./words.js";

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("../i18n.js").Messages} Messages
 */

/**
 * Make the sentence and the queues of an instant.
 * @param {Answer} answer @param {number} time @param {Messages} messages @returns {HTMLElement[]}
 */
export function nowOf(answer, time, messages) {
  return [sentenceOf(answer, time, messages), ...(time >= answer.end ? [] : [queueRow(answer, time, messages)])];
}

/** @type {(answer: Answer, time: number, messages: Messages) => HTMLElement} */
function sentenceOf(answer, time, messages) {
  const { decisions, isNew, isOver } = decidedAt(answer, time);
  const { language } = messages;
  if (isOver) return element("p", { class: "ls-now__said", text: messages.t("schedule.now.over", { time: figure(answer.end, language) }) });
  const said = decisions.map((one) => {
    const words = say("reason", one.reason, messages);
    return one.cpu !== null && Number(answer.knobs.cpus) > 1 ? messages.t("schedule.now.cpu", { cpu: one.cpu, words }) : words;
  });
  const key = isNew ? "schedule.now" : "schedule.now.since";
  const when = messages.t(key, { time: figure(time, language), since: figure(decisions[0]?.time ?? 0, language) });
  return element("p", { class: "ls-now__said" }, element("span", { class: "ls-now__time", text: when }), element("span", { text: said.join(language.startsWith("zh") ? "" : " ") }));
}

/** @type {(answer: Answer, time: number, messages: Messages) => HTMLElement} */
function queueRow(answer, time, messages) {
  const queues = queuesAt(answer, time);
  return element("dl", { class: "ls-queues" }, ...queues.map((queue) => {
    const name = queue.level === null ? messages.t("schedule.ready-queue") : messages.t("schedule.queue", { level: queue.level });
    const chips = queue.jobs.map((job) => element("li", { class: "ls-chip", title: messages.t("schedule.left", { name: job, left: figure(leftAt(answer, job, time), messages.language) }) },
      element("span", { class: "ls-chip__name", translate: "no", text: job }), element("span", { class: "ls-chip__left", text: figure(leftAt(answer, job, time), messages.language) })));
    const list = chips.length > 0 ? element("ol", { class: "ls-queues__chips" }, ...chips) : element("span", { class: "ls-muted", text: messages.t("schedule.queue.empty") });
    return element("div", { class: "ls-queues__queue" }, element("dt", { text: name }), element("dd", {}, list));
  }));
}

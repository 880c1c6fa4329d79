/**
 * The card that asks before anything is shown: one question, an answer, reveal; or skip.
 */

import { element } from "../dom.js";
import { judge, topicsFor } from "./predict.js";
import { figure } from "./words.js";

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./predict.js").Topic} Topic
 * @typedef {import("../i18n.js").Messages} Messages
 */

/**
 * Mount the card.
 * @param {{messages: Messages, signal: AbortSignal, onReveal: () => void}} parts
 */
export function mountPredictCard({ messages, signal, onReveal }) {
  const card = /** @type {HTMLFormElement} */ (document.getElementById("predict-card"));
  /** @type {{answers: readonly Answer[], titles: readonly string[]}} */
  let asked = { answers: [], titles: [] };
  /** @type {Topic} */
  let topic = "waiting";
  const verdict = element("p", { class: "ls-predict__verdict", role: "status" });

  const render = () => {
    const topics = topicsFor(asked.answers.length);
    if (!topics.includes(topic)) topic = "waiting";
    const select = element("select", { class: "ls-select", "aria-label": messages.t("schedule.predict.topic"), onchange: () => { topic = /** @type {Topic} */ (select.value); render(); } },
      ...topics.map((one) => element("option", { value: one, selected: one === topic, text: messages.t(`schedule.predict.topic.${one}`) })));
    verdict.textContent = "";
    card.replaceChildren(
      element("h2", { class: "ls-predict__title", text: messages.t("schedule.predict.title") }), select,
      element("p", { class: "ls-predict__question", text: messages.t(`schedule.predict.ask.${topic}`, { policy: asked.titles[0] ?? "" }) }),
      answerField(topic, asked.titles, messages),
      element("button", { class: "ls-button ls-button--primary", type: "submit", text: messages.t("schedule.predict.reveal") }),
      element("button", { class: "ls-button ls-button--quiet", type: "button", text: messages.t("schedule.predict.skip"), onclick: onReveal }), verdict);
  };
  card.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = String(new FormData(card).get("prediction") ?? "");
    const found = judge(topic, given, asked.answers, (at) => asked.titles[at]);
    if (found === undefined) {
      verdict.textContent = messages.t("schedule.predict.unreadable");
      return;
    }
    onReveal();
    const key = found.isRight ? "schedule.predict.right" : "schedule.predict.wrong";
    const off = found.difference === undefined || found.isRight ? "" : ` ${messages.t("schedule.predict.off", { difference: figure(Math.abs(found.difference), messages.language) })}`;
    const said = topic === "best" ? asked.titles[Number(given)] : given;
    card.replaceChildren(element("p", { class: `ls-predict__verdict is-${found.isRight ? "right" : "wrong"}`, role: "status", text: messages.t(key, { given: said, expected: found.expected }) + off }));
    card.hidden = false;
  }, { signal });
  return {
    /** @param {readonly Answer[]} answers @param {readonly string[]} titles */
    ask(answers, titles) {
      asked = { answers, titles };
      card.hidden = false;
      render();
    },
    hide() { card.hidden = true; },
  };
}

/** @type {(topic: Topic, titles: readonly string[], messages: Messages) => HTMLElement} */
function answerField(topic, titles, messages) {
  if (topic !== "best") {
    return element("input", { class: "ls-input ls-predict__input", name: "prediction", "aria-label": messages.t("schedule.predict.answer"), inputmode: topic === "order" ? "text" : "decimal", autocomplete: "off", placeholder: messages.t(topic === "order" ? "schedule.predict.order-hint" : "schedule.predict.number-hint") });
  }
  const options = titles.map((title, at) => element("label", { class: "ls-knob ls-knob--switch" }, element("input", { type: "radio", name: "prediction", value: at }), element("span", { text: title })));
  return element("div", { class: "ls-predict__options", role: "radiogroup", "aria-label": messages.t("schedule.predict.answer") }, ...options);
}

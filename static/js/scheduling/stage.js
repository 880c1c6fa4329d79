/**
 * The schedules on the page: every panel's picture on the one axis, its means, its rules, and the instant that is looked at.
 */

import { element } from "../dom.js";
import { timeAt, xOf } from "./axis.js";
import { draw, drawCursor, measure, readSizes } from "./draw.js";
import { ghostOf, levelStretches, MOST_LANES } from "./lanes.js";
import { labelWidth, layOut, layOutAxis } from "./layout.js";
import { nowOf } from "./now.js";
import { figure, readOut, say } from "./words.js";

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("../i18n.js").Messages} Messages
 * @typedef {{answers: readonly Answer[], isHidden: boolean, time: number | undefined}} Shown
 */

const MEANS = /** @type {const} */ (["waiting", "turnaround", "response"]);

/**
 * The one frame for all panels of the page.
 * @param {readonly Answer[]} answers @param {number} width @param {Messages} messages @param {number} [least] end of the axis: what was measured may end later
 * @returns {import("./layout.js").Frame}
 */
export function frameOf(answers, width, messages, least = 0) {
  const sizes = readSizes();
  const cpus = Math.max(...answers.map((answer) => Number(answer.knobs.cpus ?? 1)));
  const words = {
    cpu: (/** @type {number} */ number) => (cpus > 1 ? messages.t("schedule.cpu.numbered", { number }) : messages.t("schedule.cpu")),
    queue: (/** @type {number} */ level) => messages.t("schedule.queue", { level }),
    idle: messages.t("schedule.idle"), waiting: messages.t("schedule.waiting-jobs"),
  };
  const levels = Math.max(0, ...answers.map((answer) => levelStretches(answer).length));
  const { jobs } = answers[0];
  const labels = [...(jobs.length > MOST_LANES ? [words.waiting] : jobs.map((job) => job.name)), words.cpu(cpus - 1), ...(levels > 0 ? [words.queue(levels - 1)] : [])];
  const left = labelWidth(labels, sizes, measure, width);
  const end = Math.max(least, ...answers.map((answer) => answer.end));
  return { axis: { left, width: Math.max(40, width - left - 6), end }, sizes, measure, words, language: messages.language };
}

/**
 * Mount the stage.
 * @param {{messages: Messages, signal: AbortSignal, onPick: (time: number) => void, measuredEnd: () => number, onDrawn: () => void}} parts
 */
export function mountStage({ messages, signal, onPick, measuredEnd, onDrawn }) {
  const host = /** @type {HTMLElement} */ (document.getElementById("policies"));
  const axis = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.querySelector("#axis svg")));
  /** @type {Shown} */
  let shown = { answers: [], isHidden: false, time: undefined };
  /** @type {import("./layout.js").Frame | undefined} */
  let frame;

  const panels = () => /** @type {HTMLElement[]} */ ([...host.querySelectorAll(".ls-policy")]);
  const showAll = () => {
    if (shown.answers.length === 0 || panels().length !== shown.answers.length) return;
    const width = Math.floor(host.clientWidth - 2 * Number.parseFloat(getComputedStyle(panels()[0]).paddingInlineStart));
    if (width <= 0) return;
    frame = frameOf(shown.answers, width, messages, measuredEnd());
    for (const [at, panel] of panels().entries()) showPanel(panel, shown.answers[at], frame, shown, width, messages);
    draw(axis, { ...layOutAxis(frame), width });
    showNow();
    onDrawn();
  };
  const showNow = () => {
    if (frame === undefined) return;
    for (const [at, panel] of panels().entries()) {
      const answer = shown.answers[at];
      const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (panel.querySelector(".ls-policy__figure svg")));
      const isLooking = shown.time !== undefined && !shown.isHidden && answer !== undefined;
      drawCursor(svg, isLooking ? { x: xOf(frame.axis, Number(shown.time)), right: frame.axis.left + frame.axis.width, height: svg.height.baseVal.value } : undefined);
      panel.querySelector(".ls-policy__now")?.replaceChildren(...(isLooking ? nowOf(answer, Number(shown.time), messages) : []));
    }
  };
  host.addEventListener("click", (event) => {
    const svg = /** @type {Element} */ (event.target).closest(".ls-policy__figure svg");
    if (svg === null || frame === undefined || shown.isHidden) return;
    onPick(timeAt(frame.axis, event.clientX - svg.getBoundingClientRect().left));
  }, { signal });
  const observer = new ResizeObserver(showAll);
  observer.observe(host);
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  messages.onChange(showAll, signal);
  return {
    /** @param {Shown} next */
    show(next) {
      const isSame = next.answers === shown.answers && next.isHidden === shown.isHidden && frame !== undefined;
      shown = next;
      if (isSame) showNow();
      else showAll();
    },
    redraw: showAll,
    frame: () => frame,
  };
}

/** @type {(panel: HTMLElement, answer: Answer, frame: import("./layout.js").Frame, shown: Shown, width: number, messages: Messages) => void} */
function showPanel(panel, answer, frame, { isHidden }, width, messages) {
  const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (panel.querySelector(".ls-policy__figure svg")));
  draw(svg, { ...layOut(isHidden ? ghostOf(answer) : answer, frame), width });
  svg.setAttribute("aria-label", isHidden ? messages.t("schedule.predict.hidden") : readOut(answer, messages));
  /** @type {HTMLElement} */ (panel.querySelector("[data-real]")).hidden = isHidden; // what really happens gives the answer away
  const means = isHidden ? [] : MEANS.map((metric) => element("span", { class: "ls-mean" }, element("span", { class: "ls-mean__name", text: messages.t(`schedule.measure.${metric}`) }), element("strong", { class: "ls-mean__value", text: figure(answer.mean[metric], messages.language) })));
  panel.querySelector(".ls-policy__means")?.replaceChildren(...means);
  panel.querySelector(".ls-rules")?.replaceChildren(...answer.rules.map((rule) => element("li", { text: say("rule", rule, messages) })));
}

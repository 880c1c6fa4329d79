/**
 * "Run it for real" on each panel: starts the processes, says how long it takes and where to watch, then shows measured beside textbook.
 */

import { drawing, element } from "../dom.js";
import { stopRun } from "../program.js";
import { faultText } from "./compute.js";
import { draw } from "./draw.js";
import { layOutCpus } from "./layout.js";
import { awaitReal, beside, measuredAnswer, startReal } from "./real.js";
import { figure, readOut } from "./words.js";

/**
 * @typedef {import("./real.js").Comparison} Comparison
 * @typedef {import("../i18n.js").Messages} Messages
 * @typedef {{state: ReturnType<typeof import("./state.js").createState>, facts: import("./policies.js").Facts, messages: Messages, signal: AbortSignal,
 *   frame: () => import("./layout.js").Frame | undefined, onMeasured: () => void}} Parts  onMeasured: the axis may have to grow
 */

const TIMES = /** @type {const} */ (["waiting", "turnaround", "response"]);

/** Mount the buttons. @param {Parts} parts */
export function mountReal({ state, facts, messages, signal, frame, onMeasured }) {
  const host = /** @type {HTMLElement} */ (document.getElementById("policies"));
  const unit = /** @type {HTMLInputElement} */ (document.getElementById("unit-ms"));
  /** @type {Map<number, Comparison>} */
  const done = new Map();
  /** @type {Set<string>} */
  const running = new Set();
  let life = new AbortController();

  const placeOf = (/** @type {number} */ at) => /** @type {HTMLElement | null} */ (host.querySelector(`[data-at="${at}"] .ls-policy__real`));
  const fail = (/** @type {number} */ at, /** @type {import("./compute.js").Fault} */ fault) => placeOf(at)?.replaceChildren(element("p", { class: "ls-fault", role: "alert", text: faultText(fault, messages) }));
  const show = (/** @type {number} */ at) => {
    const [place, comparison, drawn] = [placeOf(at), done.get(at), frame()];
    if (place === null || comparison === undefined || drawn === undefined) return;
    place.replaceChildren(...comparedNodes(comparison, drawn, messages));
  };
  const run = async (/** @type {number} */ at, /** @type {HTMLButtonElement} */ button) => {
    const started = life;
    button.disabled = true;
    const start = await startReal(facts, state.get(), at, Number(unit.value), started.signal);
    if (start === undefined) return;
    if ("run" in start) {
      const said = messages.t("schedule.real.running", { seconds: figure(start.seconds, messages.language, 1) });
      placeOf(at)?.replaceChildren(element("p", { role: "status" }, `${said} `, element("a", { href: start.run.page, target: "_blank", text: messages.t("schedule.real.watch") })));
      running.add(start.run.id);
      const end = await awaitReal(start.run, started.signal);
      running.delete(start.run.id);
      if (end !== undefined && "comparison" in end) {
        done.set(at, end.comparison);
        onMeasured();
      } else if (end !== undefined) fail(at, end.fault);
    } else fail(at, start.fault);
    button.disabled = false;
  };
  host.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (target).closest("[data-real]"));
    if (button !== null) void run(Number(button.dataset.real), button);
  }, { signal });
  return {
    /** Other jobs or knobs: what was measured is of another schedule, and what still runs is for nobody. */
    forget() {
      for (const id of running) void stopRun(id);
      running.clear();
      life.abort();
      life = new AbortController();
      done.clear();
      for (const place of host.querySelectorAll(".ls-policy__real")) place.replaceChildren();
      for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (host.querySelectorAll("[data-real]"))) button.disabled = false;
    },
    redraw() { for (const at of done.keys()) show(at); },
    /** The latest end that was measured. */
    end: () => Math.max(0, ...[...done.values()].map((one) => one.measured.end)),
  };
}

/** @type {(comparison: Comparison, frame: import("./layout.js").Frame, messages: Messages) => Element[]} */
function comparedNodes(comparison, frame, messages) {
  const { language } = messages;
  const answer = measuredAnswer(comparison);
  const svg = drawing("svg", { class: "ls-gantt", role: "img", "aria-label": readOut(answer, messages) });
  draw(svg, { ...layOutCpus(answer, frame), width: frame.axis.left + frame.axis.width + 6 });
  const { jitter, unit_ms: unit, same_order: isSame } = comparison;
  const facts = { largest: figure(jitter.largest, language, 3), ms: figure(jitter.largest * unit, language, 0), unit: figure(unit, language), work: figure(jitter.work, language, 3) };
  return [
    element("h3", { class: "ls-real__title", text: messages.t(`schedule.real.title.${comparison.measured.known}`) }), svg,
    element("p", { class: "ls-real__said", text: messages.t(isSame ? "schedule.real.same" : "schedule.real.other", facts) }),
    besideTable(comparison, messages),
  ];
}

/** @type {(comparison: Comparison, messages: Messages) => HTMLElement} */
function besideTable(comparison, messages) {
  const { language } = messages;
  const signed = (/** @type {number} */ value) => `${value < 0 ? "−" : "+"}${figure(Math.abs(value), language, 3)}`;
  const columns = TIMES.map((name) => beside(comparison, name));
  const heads = TIMES.flatMap((name) => [messages.t(`schedule.column.${name}`), messages.t("schedule.real.measured"), messages.t("schedule.real.difference")]);
  const rows = columns[0].map(({ name }, at) => element("tr", { class: name === undefined ? "ls-table__sum" : null }, element("th", { scope: "row", text: name ?? messages.t("schedule.mean") }),
    ...columns.flatMap((column) => [figure(column[at].textbook, language), figure(column[at].measured, language, 3), signed(column[at].difference)]).map((text) => element("td", { class: "ls-table__number", text }))));
  const head = element("tr", {}, ...[messages.t("schedule.column.name"), ...heads].map((text, at) => element("th", { scope: "col", class: at === 0 ? null : "ls-table__number", text })));
  return element("div", { class: "ls-table-frame", tabindex: "0", role: "region", "aria-label": messages.t("schedule.real.beside") }, element("table", { class: "ls-table ls-table--dense" }, element("caption", { class: "ls-table__caption", text: messages.t("schedule.real.beside") }), element("thead", {}, head), element("tbody", {}, ...rows)));
}

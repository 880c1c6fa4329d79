/**
 * The sweep: one knob through a range of values against the means, one chart for each policy that reads the knob. A point opens its schedule.
 */

import { drawing, element } from "../dom.js";
import { draw, measure, readSizes } from "./draw.js";
import { sweepable } from "./policies.js";
import { layOutSweep, markPath, METRICS } from "./sweep.js";
import { figure } from "./words.js";

/**
 * @typedef {import("./sweep.js").Point} Point
 * @typedef {{at: number, title: string, points: Point[], current: number}} Swept
 * @typedef {import("../i18n.js").Messages} Messages
 */

/**
 * Mount the card's fields.
 * @param {{state: ReturnType<typeof import("./state.js").createState>, facts: import("./policies.js").Facts, messages: Messages, signal: AbortSignal}} parts
 */
export function mountSweepFields({ state, facts, messages, signal }) {
  const [knob, from, to] = ["sweep-knob", "sweep-from", "sweep-to"].map((id) => /** @type {HTMLInputElement} */ (document.getElementById(id)));
  const render = () => {
    const names = sweepable(facts, state.get().chosen);
    const { sweep } = state.get();
    knob.replaceChildren(...names.map((name) => element("option", { value: name, selected: name === sweep.knob, text: messages.t(`schedule.knob.${name}`) })));
    if (document.activeElement !== from) from.value = sweep.from;
    if (document.activeElement !== to) to.value = sweep.to;
    if (!names.includes(sweep.knob) && names.length > 0) state.set({ sweep: { ...sweep, knob: names[0] } });
  };
  const change = () => state.set({ sweep: { knob: knob.value, from: from.value, to: to.value } });
  for (const field of [knob, from, to]) field.addEventListener("change", change, { signal });
  state.subscribe((now, before) => { if (now.chosen !== before.chosen || now.sweep !== before.sweep) render(); });
  messages.onChange(render, signal);
  render();
}

/**
 * Draw the charts.
 * @param {HTMLElement} host @param {readonly Swept[]} swept @param {{knob: string, messages: Messages, onOpen: (at: number, value: number) => void}} parts
 */
export function showSweep(host, swept, { knob, messages, onOpen }) {
  const size = readSizes().small;
  const names = Object.fromEntries(METRICS.map((metric) => [metric, messages.t(`schedule.measure.${metric}`)]));
  const gap = 24;
  const columns = host.clientWidth >= 760 && swept.length > 1 ? 2 : 1;
  const width = Math.max(260, (host.clientWidth - gap * (columns - 1)) / columns);
  host.replaceChildren(...swept.map((one) => {
    const frame = { width, height: size * 17, size, names, language: messages.language, measure };
    const { shapes, marks } = layOutSweep(one.points, frame);
    const svg = drawing("svg", { class: "ls-gantt ls-sweep__chart", role: "group", "aria-label": messages.t("schedule.sweep.of", { knob: messages.t(`schedule.knob.${knob}`), policy: one.title }) });
    draw(svg, { shapes, width, height: frame.height });
    svg.append(...marks.map(({ metric, x, y }) => drawing("path", { class: `ls-gantt__mark ls-gantt__mark--${metric}`, d: markPath(metric, x, y, size * 0.3) })));
    svg.append(...one.points.map((point, at) => columnOf(one, at, marks, frame, { knob, messages, names, onOpen })));
    return element("figure", { class: "ls-sweep__figure" }, element("figcaption", { text: one.title }), svg, twinOf(one, names, knob, messages));
  }));
}

/** One value's strip of the chart: a button, from top to bottom. @type {(one: Swept, at: number, marks: readonly import("./sweep.js").Mark[], frame: {height: number, size: number}, parts: {knob: string, messages: Messages, names: Record<string, string>, onOpen: (at: number, value: number) => void}) => SVGElement} */
function columnOf(one, at, marks, frame, { knob, messages, names, onOpen }) {
  const own = marks.filter((mark) => mark.metric === "waiting");
  const x = own[at].x;
  const half = Math.min(24, own.length < 2 ? 24 : (own[own.length - 1].x - own[0].x) / (own.length - 1) / 2);
  const point = one.points[at];
  const means = METRICS.map((metric) => `${names[metric]} ${figure(point.mean[metric], messages.language)}`).join(messages.t("schedule.title.joint"));
  const label = messages.t("schedule.sweep.point", { knob: messages.t(`schedule.knob.${knob}`), value: figure(point.value, messages.language), means });
  const open = () => onOpen(one.at, point.value);
  return drawing("rect", {
    class: `ls-gantt__column${point.value === one.current ? " is-current" : ""}`, x: x - half, y: 0, width: half * 2, height: frame.height - frame.size * 2,
    role: "button", tabindex: "0", "aria-label": label, "aria-pressed": String(point.value === one.current), "data-value": point.value,
    onclick: open,
    onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } },
  }, drawing("title", { text: label }));
}

/** @type {(one: Swept, names: Record<string, string>, knob: string, messages: Messages) => HTMLElement} */
function twinOf(one, names, knob, messages) {
  const { language } = messages;
  const rows = one.points.map((point) => element("tr", {}, element("th", { scope: "row", text: figure(point.value, language) }), ...METRICS.map((metric) => element("td", { class: "ls-table__number", text: figure(point.mean[metric], language) })), element("td", { class: "ls-table__number", text: figure(point.switches, language) })));
  const heads = [messages.t(`schedule.knob.${knob}`), ...METRICS.map((metric) => names[metric]), messages.t("schedule.measure.switches")];
  return element("details", {}, element("summary", { class: "ls-options__summary", text: messages.t("schedule.as-table") }),
    element("div", { class: "ls-table-frame", tabindex: "0", role: "region", "aria-label": one.title }, element("table", { class: "ls-table ls-table--dense" }, element("thead", {}, element("tr", {}, ...heads.map((text, at) => element("th", { scope: "col", class: at === 0 ? null : "ls-table__number", text })))), element("tbody", {}, ...rows))));
}

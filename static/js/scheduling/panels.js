/**
 * One panel for each policy: its name and knobs above, its schedule in the middle, what it decides at the instant below.
 */

import { drawing, element, icon } from "../dom.js";
import { knobsOf, MOST_POLICIES, valueOf } from "./policies.js";

/**
 * @typedef {import("./policies.js").Facts} Facts
 * @typedef {import("../i18n.js").Messages} Messages
 * @typedef {{state: ReturnType<typeof import("./state.js").createState>, facts: Facts, messages: Messages, signal: AbortSignal, onBuilt: () => void}} Parts
 */

/** Mount the panels. @param {Parts} parts */
export function mountPanels({ state, facts, messages, signal, onBuilt }) {
  const host = /** @type {HTMLElement} */ (document.getElementById("policies"));
  const add = /** @type {HTMLButtonElement} */ (document.getElementById("add-policy"));
  let isTyping = false;
  const build = () => {
    host.replaceChildren(...state.get().chosen.map((_, at) => panelOf(at, { state, facts, messages })));
    add.hidden = state.get().chosen.length >= MOST_POLICIES;
    onBuilt();
  };
  const setKnob = (/** @type {number} */ at, /** @type {string} */ name, /** @type {string | boolean} */ value) => {
    const chosen = state.get().chosen.map((one, index) => (index === at ? { ...one, knobs: { ...one.knobs, [name]: value } } : one));
    isTyping = true;
    state.set({ chosen, at: undefined });
    isTyping = false;
  };
  host.addEventListener("input", ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    const [, at, name] = field.dataset.place?.split("/") ?? [];
    if (name === undefined) return;
    setKnob(Number(at), name, field.type === "checkbox" ? field.checked : field.value);
  }, { signal });
  host.addEventListener("change", ({ target }) => {
    const field = /** @type {HTMLSelectElement} */ (target);
    if (field.dataset.policy === undefined) return;
    const at = Number(field.dataset.policy);
    state.set({ chosen: state.get().chosen.map((one, index) => (index === at ? { policy: field.value, knobs: {} } : one)), at: undefined });
    /** @type {HTMLElement | null} */ (host.querySelector(`[data-policy="${at}"]`))?.focus();
  }, { signal });
  host.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-remove]"));
    if (button === null) return;
    state.set({ chosen: state.get().chosen.filter((_, index) => index !== Number(button.dataset.remove)), at: undefined });
    add.focus();
  }, { signal });
  add.addEventListener("click", () => {
    const used = new Set(state.get().chosen.map((one) => one.policy));
    const next = ["fcfs", "rr", "sjf", "srtf", ...facts.policies.map((one) => one.name)].find((name) => !used.has(name)) ?? "rr";
    state.set({ chosen: [...state.get().chosen, { policy: next, knobs: {} }], at: undefined });
    /** @type {HTMLElement | null} */ (host.querySelector(`[data-policy="${state.get().chosen.length - 1}"]`))?.focus();
  }, { signal });
  state.subscribe((now, before) => { if (now.chosen !== before.chosen && !isTyping) build(); });
  messages.onChange(build, signal);
  build();
}

/** @type {(at: number, parts: {state: Parts["state"], facts: Facts, messages: Messages}) => HTMLElement} */
function panelOf(at, { state, facts, messages }) {
  const { chosen } = state.get();
  const one = chosen[at];
  const { numbers, switches } = knobsOf(facts, one.policy);
  const name = messages.t(`schedule.policy.${one.policy}`);
  const options = facts.policies.map((policy) => element("option", { value: policy.name, selected: policy.name === one.policy, text: messages.t(`schedule.policy.${policy.name}`) }));
  const remove = messages.t("schedule.policy.remove", { policy: name });
  return element("article", { class: "ls-policy", "data-at": at, "aria-label": name },
    element("div", { class: "ls-policy__head" },
      element("select", { class: "ls-select ls-policy__name", "data-policy": at, "aria-label": messages.t("schedule.policy") }, ...options),
      ...numbers.map((knob) => numberOf(knob, `policies/${at}/${knob.name}`, valueOf(facts, one, knob.name), messages)),
      element("div", { class: "ls-policy__end" }, element("p", { class: "ls-policy__means" }),
        element("button", { class: "ls-button", type: "button", "data-real": at, title: messages.t("schedule.real.hint") }, icon("process"), element("span", { text: messages.t("schedule.real") })), chosen.length > 1 ? element("button", { class: "ls-button ls-button--quiet ls-button--icon", type: "button", "data-remove": at, "aria-label": remove, title: remove }, icon("close")) : null)),
    element("div", { class: "ls-policy__figure" }, drawing("svg", { class: "ls-gantt", role: "img" })),
    element("div", { class: "ls-policy__now" }),
    element("div", { class: "ls-policy__real" }),
    element("details", { class: "ls-policy__rules" },
      element("summary", { class: "ls-options__summary", text: messages.t("schedule.rules") }),
      element("div", { class: "ls-policy__switches" }, ...switches.map((knob) => switchOf(knob, `policies/${at}/${knob.name}`, valueOf(facts, one, knob.name) === true, messages))),
      element("ul", { class: "ls-rules" })));
}

/** A field for a number. @param {import("./policies.js").Knob} knob @param {string} place @param {string | boolean} value @param {Messages} messages @returns {HTMLElement} */
export function numberOf(knob, place, value, messages) {
  const isList = knob.kind === "times" || knob.kind === "counts";
  return element("label", { class: "ls-knob", title: messages.t(`schedule.knob.${knob.name}.hint`) },
    element("span", { text: messages.t(`schedule.knob.${knob.name}`) }),
    element("input", { class: `ls-input ls-knob__input${isList ? " ls-knob__input--list" : ""}`, type: isList ? "text" : "number", min: isList ? null : knob.least, step: knob.kind === "time" ? "any" : isList ? null : "1", value: String(value), "data-place": place, autocomplete: "off", placeholder: isList ? messages.t("schedule.knob.list") : null }));
}

/** A field for a switch. @param {import("./policies.js").Knob} knob @param {string} place @param {boolean} isOn @param {Messages} messages @returns {HTMLElement} */
export function switchOf(knob, place, isOn, messages) {
  return element("label", { class: "ls-knob ls-knob--switch" }, element("input", { type: "checkbox", checked: isOn, "data-place": place }), element("span", { text: messages.t(`schedule.knob.${knob.name}`) }));
}

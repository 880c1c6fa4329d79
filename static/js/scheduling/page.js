/**
 * The scheduling page: what is typed goes into the state, the state to the server, the answers onto the stage.
 */

import { element } from "../dom.js";
import { markMounted, mountShell } from "../shell.js";
import { faultsOf } from "./check.js";
import { compute, computeSweep, faultText } from "./compute.js";
import { mountExports } from "./exports.js";
import { mountJobTable } from "./jobtable.js";
import { decode, encode } from "./link.js";
import { mountMachine } from "./machine.js";
import { mountPanels } from "./panels.js";
import { titleKnobs } from "./policies.js";
import { mountPredictCard } from "./predictcard.js";
import { PRESETS, unfold } from "./presets.js";
import { mountReal } from "./realcard.js";
import { comparison, decisionRows, jobTimes } from "./results.js";
import { mountStage } from "./stage.js";
import { createState, differ, emptyState } from "./state.js";
import { instantsOf, placeAt } from "./steps.js";
import { mountStepper, stepTo } from "./stepper.js";
import { mountSweepFields, showSweep } from "./sweepcard.js";
import { titleOf } from "./words.js";

const SETTLE_MS = 120; // after the last key, so that a number being typed is not computed digit by digit

/** @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);

const life = new AbortController();
const { signal } = life;
/** @type {import("./policies.js").Facts} */
const facts = JSON.parse(byId("lockstep-data").textContent);
const state = createState({ ...emptyState(), ...unfold(PRESETS[0]), ...decode(location.hash, facts) });
const { messages, theme } = await mountShell(signal);

/** @type {import("./steps.js").Answer[]} */
let answers = [];
/** @type {import("./compute.js").Sweeps} */
let sweeps = [];
/** @type {number[]} */
let instants = [];
/** What the answers were computed from. */
let computed = state.get();
let isRevealed = !state.get().isPredicting;
let pending = new AbortController();
let timer = 0;

const titles = () => answers.map((answer, at) => titleOf(answer, titleKnobs(facts, computed.chosen[at]), messages));
const announce = (/** @type {string} */ text) => { byId("announcer").textContent = text; byId("said").textContent = text; };
/** @type {ReturnType<typeof mountReal> | undefined} */
let real;
const stage = mountStage({ messages, signal, onPick: (time) => state.set({ at: placeAt(instants, time) }), measuredEnd: () => real?.end() ?? 0, onDrawn: () => real?.redraw() });
const stepper = mountStepper({ messages, signal, onStep: (way) => { if (isRevealed) state.set({ at: stepTo(state.get().at, instants.length, way) }); } });
const card = mountPredictCard({ messages, signal, onReveal: () => { isRevealed = true; card.hide(); show(); } });

real = mountReal({ state, facts, messages, signal, frame: stage.frame, onMeasured: stage.redraw });

/** Ask the server for what the state says now. */
async function renew() {
  pending.abort();
  pending = new AbortController();
  const asked = state.get();
  const faults = faultsOf(facts, asked);
  showFaults(faults);
  if (faults.length > 0 || asked.chosen.length === 0) return;
  const outcome = await compute(facts, asked, pending.signal);
  if (outcome === undefined) return;
  if ("fault" in outcome) return showFaults([outcome.fault]);
  answers = outcome.answers;
  computed = asked;
  instants = instantsOf(answers);
  isRevealed = !asked.isPredicting;
  if (asked.at !== undefined && asked.at >= instants.length) state.set({ at: undefined });
  if (isRevealed) card.hide();
  else card.ask(answers, titles());
  show();
  await renewSweep();
}

/** Ask for the sweep. */
async function renewSweep() {
  const outcome = await computeSweep(facts, state.get(), pending.signal);
  if (outcome === undefined) return;
  byId("sweep-trouble").textContent = "fault" in outcome ? faultText(outcome.fault, messages) : "";
  sweeps = "fault" in outcome ? [] : outcome.sweeps;
  showSweeps();
}

/** Show the answers. */
function show() {
  if (answers.length === 0) return;
  const { at } = state.get();
  stage.show({ answers, isHidden: !isRevealed, time: at === undefined ? undefined : instants[at] });
  stepper.show(at, instants, !isRevealed);
  byId("results").hidden = !isRevealed;
  byId("policies").dataset.shown = String(answers.length); // a test waits for it
  if (!isRevealed) return;
  byId("comparison").replaceChildren(comparison({ answers, titles: titles(), messages }));
  byId("job-times").replaceChildren(...answers.map((answer, index) => jobTimes(answer, titles()[index], messages)));
  if (byId("decisions").open) showDecisions();
  showSweeps();
}

function showDecisions() {
  byId("decision-rows").replaceChildren(...answers.map((answer, index) => decisionRows(answer, titles()[index], messages)));
}

function showSweeps() {
  const { knob } = state.get().sweep;
  const swept = sweeps.filter(({ at }) => answers[at] !== undefined).map(({ at, points }) => ({ at, points, title: titles()[at], current: Number(answers[at].knobs[knob]) }));
  if (isRevealed) showSweep(byId("sweep"), swept, { knob, messages, onOpen: openPoint });
}

/** Open the schedule of a point of the sweep. @type {(at: number, value: number) => void} */
function openPoint(at, value) {
  const { chosen, machine, sweep } = state.get();
  const { knob } = sweep;
  if (knob in facts.machine) state.set({ machine: { ...machine, [knob]: String(value) }, at: undefined });
  else state.set({ chosen: chosen.map((one, index) => (index === at ? { ...one, knobs: { ...one.knobs, [knob]: String(value) } } : one)), at: undefined });
}

/** Mark the fields that are wrong and say what is. @type {(faults: readonly import("./check.js").Fault[]) => void} */
function showFaults(faults) {
  const places = new Set(faults.map((fault) => fault.place));
  for (const field of document.querySelectorAll("[data-place]")) field.setAttribute("aria-invalid", String(places.has(/** @type {HTMLElement} */ (field).dataset.place ?? "")));
  const lines = [...new Set(faults.map(({ params, ...fault }) => faultText({ ...fault, params: "knob" in params ? { ...params, knob: messages.t(`schedule.knob.${params.knob}`) } : params }, messages)))];
  byId("faults").replaceChildren(...lines.slice(0, 5).map((text) => element("li", { text })));
  byId("faults").hidden = faults.length === 0;
  document.documentElement.classList.toggle("is-stale", faults.length > 0 && answers.length > 0);
}

state.subscribe((now, before) => {
  const hash = `#${encode(now)}`;
  if (hash !== location.hash) history.replaceState(history.state, "", hash);
  if (differ(now, before)) real?.forget();
  if (differ(now, before) || now.isPredicting !== before.isPredicting) {
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), SETTLE_MS);
  } else if (now.sweep !== before.sweep) void renewSweep();
  else if (now.at !== before.at) show();
});

/** The list of examples. */
function showExamples() {
  const options = PRESETS.map(({ id, source }) => element("option", { value: id, text: [messages.t(`schedule.example.${id}`), source].filter(Boolean).join(" · ") }));
  byId("example").replaceChildren(element("option", { value: "", text: messages.t("schedule.example.choose") }), ...options);
}
byId("example").addEventListener("change", () => {
  const preset = PRESETS.find((one) => one.id === byId("example").value);
  if (preset !== undefined) state.set({ ...unfold(preset), seed: "", at: undefined });
});
byId("predict").checked = state.get().isPredicting;
byId("predict").addEventListener("change", () => state.set({ isPredicting: byId("predict").checked, at: undefined }));
byId("large").addEventListener("click", () => {
  const isLarge = document.body.classList.toggle("is-large");
  byId("large").setAttribute("aria-pressed", String(isLarge));
  stage.redraw();
  showSweeps();
});
byId("decisions").addEventListener("toggle", showDecisions);
addEventListener("hashchange", () => state.set({ at: undefined, ...decode(location.hash, facts) }), { signal });

mountMachine({ state, facts, messages, signal });
mountJobTable({ state, messages, signal });
mountPanels({ state, facts, messages, signal, onBuilt: stage.redraw });
mountSweepFields({ state, facts, messages, signal });
mountExports({ taken: () => (answers.length === 0 || !isRevealed ? undefined : { answers, titles: titles(), state: state.get() }), messages, signal, announce });
theme.onChange(() => stage.redraw());
messages.onChange(() => { showExamples(); show(); if (!isRevealed && answers.length > 0) card.ask(answers, titles()); }, signal);
showExamples();
markMounted();
await renew();

/**
 * The page of a scenario: its script, the Python program that it becomes, and the run of it with the verdict, side by side.
 */

import { commonActions } from "../actions.js";
import { element } from "../dom.js";
import { fileName, save } from "../download.js";
import { countWorkers } from "../facts.js";
import { OPEN_SOURCE, moveTo } from "../jump.js";
import { stopRun } from "../program.js";
import { mountFacts, mountRibbons } from "../ribbons.js";
import { isLive, statusOf } from "../runstate.js";
import { mountRunView } from "../runview.js";
import { markMounted, mountShell } from "../shell.js";
import { showCount, sidesOf, toggleEvents } from "../sides.js";
import { mountSplitters } from "../splitter.js";
import { mountTabs } from "../tabs.js";
import { say } from "../toast.js";
import { linkTo } from "../url.js";
import { watch } from "../watch.js";
import { ask, bodyOf, check, isRefusal, whyNot } from "./ask.js";
import { mountChoices } from "./choices.js";
import { linesOf, placeOf, stepAt } from "./linking.js";
import { ofFields, ofText, placed, worded } from "./problems.js";
import { mountRepeats } from "./repeats.js";
import { mountProgram, mountScript, showProblems } from "./texts.js";
import { summaryOf } from "./verdict.js";
import { drawVerdict, signOf } from "./verdictpanel.js";

const CHECK_AFTER_MS = 250;
const life = new AbortController();
const { signal } = life;
/** Every element with an id, by it; they are of many kinds. @type {Record<string, any>} */
const page = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));
const data = JSON.parse(page["lockstep-data"].textContent);
mountSplitters(page.main, { storage: localStorage, signal });
const { messages, theme } = await mountShell(signal);
const news = new EventTarget();
const schema = ask("scenarios/schema").then((answer) => (answer.ok ? answer.body : null));
const script = await mountScript(page["script-editor"], { schema, facts: data.facts, run, messages, signal });
const program = await mountProgram(page["program-editor"], { messages, signal });
const tabs = mountTabs(/** @type {HTMLElement} */ (document.querySelector(".ls-tabs")), { signal });
if (data.seed !== null) page.seed.value = String(data.seed);
const choices = mountChoices({ parameters: page.parameters, seed: page.seed, dice: page.dice }, { initial: data.parameters, messages, onChange: changed, signal });
const repeats = mountRepeats(page["panel-repeats"], { messages, runSeed, onRefused: refused, signal });

/** What the text is as a program, as long as nothing is wrong with it. @type {{lines: Record<string, string>, places: Record<string, number>}} */
let links = { lines: {}, places: {} };
/** What is wrong with the text. @type {{told: import("./problems.js").Told[], count: number}} */
let wrong = { told: [], count: 0 };
/** The scenario's own title. @type {string | Record<string, string> | null} */
let title = null;
let row = data.run;
/** What the run was ordered with, as JSON; undefined until what the page was opened with is known. @type {string | undefined | null} */
let ranWith = row === null ? null : undefined;
/** @type {import("./verdict.js").Verdict | null} */
let verdict = null;
/** The evidence that is shown. @type {import("./verdict.js").Evidence | null} */
let shown = null;
/** The run whose verdict has been asked for. @type {string | null} */
let askedFor = null;
/** The line that is marked in each text. @type {Map<import("../editor.js").Editor, number | null>} */
const marked = new Map();
let isStopping = false;
/** @type {import("../runview.js").RunView} */
let view;
let checking = new AbortController();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
const sides = sidesOf(page);
const phone = matchMedia("(width < 48em)");

const common = commonActions({ theme, messages, root: document.documentElement, storage: localStorage, store: () => view?.store ?? null });
const actions = {
  ...common.actions,
  run: () => page["run-form"].requestSubmit(),
  stop,
  "toggle-code": () => sides.toggle("code"),
  "toggle-inspector": () => sides.toggle("inspector"),
  "toggle-events": () => toggleEvents(tabs, view.companions.focusEvents),
  "copy-link": copyLink,
  present: () => { if (row !== null) location.assign(linkTo(view.store.get(), `/present/${row.id}`)); },
};

script.onChange(changed);
script.onLine(linkStep);
program.onLine((line) => link(script, [placeOf(links.places, links.lines[line])]));
page["run-form"].addEventListener("submit", (/** @type {Event} */ event) => { event.preventDefault(); void run(); }, { signal });
page.repeat.addEventListener("click", repeat, { signal });
page.stop.addEventListener("click", stop, { signal });
page.share.addEventListener("click", copyLink, { signal });
page["save-script"].addEventListener("click", () => keep(script.text, ".yaml"), { signal });
page["save-program"].addEventListener("click", () => keep(program.text, ".py"), { signal });
page.views.addEventListener("click", (/** @type {Event} */ event) => showPart(/** @type {Element} */ (event.target).closest("button")?.dataset.part), { signal });
document.addEventListener(OPEN_SOURCE, (event) => showSource(/** @type {CustomEvent<{file: string, line: number}>} */ (event).detail), { signal });
messages.onChange(() => { nameTab(); showWrong(); showVerdict(); }, signal);
phone.addEventListener("change", () => showPart(page.main.dataset.part), { signal });
addEventListener("popstate", () => location.reload(), { signal });
sides.set("inspector", false);
showPart(row === null ? "script" : "run");
showRun();
await checkNow();
markMounted();

/** @returns {import("./ask.js").Ordered} */
function ordered() {
  return { scenario: script.text, parameters: choices.chosen, seed: choices.seed };
}

function changed() {
  clearTimeout(waiting);
  checking.abort();
  waiting = setTimeout(checkNow, CHECK_AFTER_MS);
  news.dispatchEvent(new Event("change"));
}

/** Check the text as it is; an answer that comes when it has changed again is let go. */
async function checkNow() {
  clearTimeout(waiting);
  checking.abort();
  checking = new AbortController();
  const stillWanted = checking.signal;
  const answer = await check(ordered(), stillWanted).catch(() => null);
  if (answer === null || stillWanted.aborted) return;
  if ("checked" in answer) take(answer);
  else if (isRefusal(answer)) wrong = { told: answer.errors, count: answer.count };
  else refused(answer);
  showWrong();
}

/** @param {{checked: any, program: any}} answer */
function take({ checked, program: made }) {
  wrong = { told: [], count: 0 };
  links = { lines: made.lines, places: made.places };
  if (program.text !== made.source) program.text = made.source;
  page["program-name"].textContent = made.program;
  choices.show(checked.scenario.parameters);
  page.seed.placeholder = String(checked.seed);
  title = checked.scenario.title;
  nameTab();
  if (page["script-editor"].contains(document.activeElement)) linkStep();
  if (ranWith === undefined) ranWith = JSON.stringify(bodyOf(ordered()));
  news.dispatchEvent(new Event("change"));
}

function showWrong() {
  const told = worded(wrong.told, messages);
  const ofTheText = ofText(told);
  showProblems({ editor: script, list: page.problems }, placed(ofTheText, script.text), wrong.count - (told.length - ofTheText.length), messages);
  choices.mark(ofFields(told));
  page.main.classList.toggle("is-wrong", wrong.told.length > 0);
  page["program-old"].hidden = ofTheText.length === 0;
}

/** What is wrong with a request: with the scenario, or why there is no answer at all. @param {Extract<import("./ask.js").Answer, {ok: false}>} answer */
function refused(answer) {
  if (isRefusal(answer) && answer.errors.length > 0) {
    wrong = { told: answer.errors, count: answer.count };
    showWrong();
  }
  const { text, small } = whyNot(answer, messages);
  say(text, small);
}

async function run() {
  if (page.run.disabled || page.run.hidden) return;
  page.run.disabled = true;
  const body = bodyOf(ordered());
  const answer = await ask("runs", { method: "POST", body });
  page.run.disabled = false;
  if (!answer.ok) return refused(answer);
  row = answer.body;
  ranWith = JSON.stringify(body);
  verdict = shown = null;
  history.pushState(null, "", `/scenarios/run/${row.id}`);
  showPart("run");
  tabs.show("verdict");
  showRun();
}

/** @param {number} seed */
function runSeed(seed) {
  choices.setSeed(seed);
  void run();
}

async function repeat() {
  if (repeats.isLive || !page.times.reportValidity()) return;
  const { seed, ...body } = bodyOf(ordered());
  tabs.show("repeats");
  showPart("run");
  await repeats.start(body, Number(page.times.value), Number(seed ?? page.seed.placeholder));
}

function showRun() {
  view?.end();
  view = mountRunView({ runId: row?.id ?? null, initial: { theme: theme.theme, fontScale: common.fontScale() }, messages, actions, news, signal });
  const parts = { model: view.model, store: view.store, messages, signal: view.signal, news, page: pageFacts };
  mountRibbons(page.ribbons, parts);
  mountFacts(page.facts, parts);
  showVerdict();
  watch(parts, showState);
}

function pageFacts() {
  const since = view.offlineSince();
  const isStale = typeof ranWith === "string" && !isLive(statusOf(view.model, row)) && JSON.stringify(bodyOf(ordered())) !== ranWith;
  return { row, offlineSince: since === null ? null : since.toLocaleTimeString(messages.language), isSignedOut: view.isSignedOut(), isStale };
}

/** Everything about the page that follows from the run: buttons, counts, the ghost, marks in the texts, the verdict when it has ended. */
function showState() {
  const { model } = view;
  const live = isLive(statusOf(model, row));
  if (!live) isStopping = false;
  page.run.hidden = live;
  page.stop.hidden = !live;
  page.stop.disabled = isStopping;
  page.share.hidden = page.present.hidden = page.export.hidden = row === null;
  if (row !== null) page.present.href = `/present/${row.id}`;
  page.ghost.hidden = row !== null && model.workers.size > 0;
  document.documentElement.classList.toggle("is-stale", pageFacts().isStale);
  showCount(page["count-output"], view.lineCount(), messages.language);
  showCount(page["count-workers"], countWorkers(model), messages.language);
  showCount(page["count-findings"], model.findings.size, messages.language, [...model.findings.values()].some(({ level }) => level === "error"));
  markRun();
  if (row !== null && !live) void fetchVerdict();
}

async function fetchVerdict() {
  const { id } = row;
  if (askedFor === id) return;
  askedFor = id;
  const answer = await ask(`runs/${id}/verdict`);
  if (row.id !== id) return;
  if (answer.ok) verdict = answer.body;
  else refused(answer);
  showVerdict();
}

function showVerdict() {
  page.verdict.hidden = verdict === null;
  if (verdict === null) {
    const key = row === null ? "scenario.verdict.empty" : "scenario.verdict.waiting";
    return page["panel-verdict"].replaceChildren(element("p", { class: "ls-verdict__empty", text: messages.t(key) }));
  }
  page.verdict.replaceChildren(signOf(verdict.verdict, messages), element("span", { text: summaryOf(verdict, messages) }));
  drawVerdict(page["panel-verdict"], verdict, { messages, show: showEvidence, showExpectation: (pointer) => link(script, [placeOf(links.places, pointer)]) });
}

/** Put the timeline's cursor at the instant, select who did it, and mark the line and the step. @param {import("./verdict.js").Evidence} evidence */
function showEvidence(evidence) {
  shown = evidence;
  view.store.set({ ...moveTo(view.store.get(), evidence.time_ns), selected: { type: "worker", id: evidence.worker, time: evidence.time_ns } });
  markRun();
}

/** Mark what is selected on the timeline, or the evidence that is shown, in both texts, as long as they are those that ran. */
function markRun() {
  const { selected, cursor } = view.store.get();
  if (shown !== null && (selected?.id !== shown.worker || cursor !== shown.time_ns)) shown = null;
  const isSame = !pageFacts().isStale && wrong.told.length === 0;
  const span = selected !== null && (selected.type === "worker" || selected.type === "span") ? view.model.spanAt(Number(selected.id), cursor) : null;
  const line = isSame ? shown?.line ?? lineOf(span?.location) : null;
  const step = isSame ? placeOf(links.places, shown?.step ?? links.lines[line ?? 0]) : null;
  mark(program, line);
  mark(script, step);
}

/** @type {(editor: import("../editor.js").Editor, line: number | null) => void} */
function mark(editor, line) {
  if ((marked.get(editor) ?? null) === line) return;
  marked.set(editor, line);
  editor.markLine("selected", line);
  if (line !== null) editor.showLine(line);
}

/** Show the program's lines of the step at the scenario's caret. */
function linkStep() {
  link(program, linesOf(links.lines, stepAt(links.places, script.line, script.text)));
}

/** Show in one text what the caret in the other stands for. @type {(editor: import("../editor.js").Editor, lines: readonly (number | null)[]) => void} */
function link(editor, lines) {
  const there = lines.filter((line) => line !== null);
  const other = editor === script ? program : script;
  other.markLines("linked", []);
  editor.markLines("linked", there);
  if (there[0] !== undefined) editor.showLine(there[0]);
}

/** The line of a location if it lies in the program's own text. @type {(locationId: number | undefined) => number | null} */
function lineOf(locationId) {
  const location = view.model.locations.get(locationId ?? 0);
  return location !== undefined && location.file.split("/").at(-1) === row?.program ? location.line : null;
}

/** @param {{file: string, line: number}} place */
function showSource({ file, line }) {
  if (file.split("/").at(-1) !== row?.program) return say(`${file}:${line}`);
  if (phone.matches) showPart("program");
  else sides.set("code", true);
  mark(program, line);
  mark(script, placeOf(links.places, links.lines[line]));
}

async function stop() {
  if (row === null || isStopping) return;
  isStopping = true;
  showState();
  if (await stopRun(row.id)) return;
  isStopping = false;
  showState();
}

/** Give the reader a text as a file. @type {(text: string, suffix: string) => void} */
function keep(text, suffix) {
  save(new Blob([text], { type: "text/plain" }), fileName(page["program-name"].textContent, suffix));
}

async function copyLink() {
  if (row === null) return;
  try {
    await navigator.clipboard.writeText(linkTo(view.store.get(), `${location.origin}/scenarios/run/${row.id}`));
    say(messages.t("lab.share.done"));
  } catch {
    say(messages.t("lab.share.failed")); // browsers may refuse the clipboard; the address bar has the same link
  }
}

/** What the scenario is called, for the page and its tab, in whichever language the page turns to. */
function nameTab() {
  if (title === null) return;
  const name = typeof title === "string" ? title : title[messages.language] ?? title.en ?? "";
  page.title.textContent = name;
  const head = /** @type {HTMLElement} */ (document.querySelector("title"));
  head.dataset.i18nParams = JSON.stringify({ title: name });
  head.textContent = messages.t("page.title.scenario", { title: name });
}

/** A phone shows one part at a time. @param {string | undefined} part */
function showPart(part) {
  if (part === undefined) return;
  page.main.dataset.part = part;
  for (const button of page.views.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.part === part));
  sides.set("code", !phone.matches || part !== "run");
}

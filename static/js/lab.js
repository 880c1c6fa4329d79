/**
 * The lab: a program on the left, what it does in the middle, what it means on the right.
 */

import { commonActions } from "./actions.js";
import { mountEditor } from "./editor.js";
import { countWorkers } from "./facts.js";
import { mountImport } from "./importing.js";
import { mountInput, readsInput, sendInput } from "./input.js";
import { OPEN_SOURCE } from "./jump.js";
import { mountKnobs } from "./knobfields.js";
import { fetchLesson, fetchRecording, requestOf, startRun, stopRun } from "./program.js";
import { sayRefusal } from "./problems.js";
import { mountFacts, mountRibbons } from "./ribbons.js";
import { isLive, statusOf } from "./runstate.js";
import { mountRunView } from "./runview.js";
import { whyRefused } from "./session.js";
import { markMounted, mountShell } from "./shell.js";
import { showCount, sidesOf, toggleEvents } from "./sides.js";
import { linkTo } from "./url.js";
import { mountSplitters } from "./splitter.js";
import { mountTabs } from "./tabs.js";
import { say } from "./toast.js";
import { watch } from "./watch.js";

const OWN_PROGRAM = "program.py";
const life = new AbortController();
const { signal } = life;
/** Every element with an id, by it; they are of many kinds. @type {Record<string, any>} */
const page = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));
const data = JSON.parse(page["lockstep-data"].textContent);
mountSplitters(page.main, { storage: localStorage, signal });
const { messages, theme } = await mountShell(signal);
const editor = await mountEditor(page.editor, { messages, signal });
const tabs = mountTabs(/** @type {HTMLElement} */ (document.querySelector(".ls-tabs")), { signal });

const knobs = mountKnobs(page.knobs, { line: page.arguments, form: "run-form", messages, signal });
knobs.show(data.knobs);

const news = new EventTarget();
let row = data.run;
let ranSource = data.run === null ? null : data.source;
let program = data.program;
let lesson = data.lesson;
let lessonSource = data.source;
let isStopping = false;
let hasShownTrouble = false;
/** @type {import("./runview.js").RunView} */
let view;
const sides = sidesOf(page);
const narrow = matchMedia("(width < 75em)");
const phone = matchMedia("(width < 48em)");
/** The lines that are marked. @type {Record<"selected" | "alarm", number | null>} */
const marked = { selected: null, alarm: null };

const importing = mountImport({ messages, signal });
const common = commonActions({ theme, messages, root: document.documentElement, storage: localStorage, store: () => view?.store ?? null });
const actions = {
  ...common.actions,
  run: () => page["run-form"].requestSubmit(),
  stop,
  "toggle-code": () => sides.toggle("code"),
  "toggle-inspector": () => sides.toggle("inspector"),
  "toggle-events": () => toggleEvents(tabs, view.companions.focusEvents),
  "copy-link": copyLink,
  import: importing.choose,
  present: () => { if (row !== null) location.assign(presentAddress()); },
};

editor.onChange(() => news.dispatchEvent(new Event("change")));
page["run-form"].addEventListener("submit", run, { signal });
page.stop.addEventListener("click", stop, { signal });
page.share.addEventListener("click", copyLink, { signal });
page.lesson.addEventListener("change", chooseLesson, { signal });
page["open-recording"].addEventListener("click", openRecording, { signal });
document.addEventListener(OPEN_SOURCE, (event) => showSource(/** @type {CustomEvent<{file: string, line: number}>} */ (event).detail), { signal });
addEventListener("popstate", () => location.reload(), { signal });
closePanels();
showRun();
markMounted();

/** A narrow window has no room beside the timeline: panels open when asked for. Without a run, the program is what there is to see. */
function closePanels() {
  if (narrow.matches) sides.set("inspector", false);
  if (phone.matches) sides.set("code", row === null);
}

function showRun() {
  view?.end();
  hasShownTrouble = false;
  view = mountRunView({ runId: row?.id ?? null, initial: { theme: theme.theme, fontScale: common.fontScale() }, messages, actions, news, signal });
  const parts = { model: view.model, store: view.store, messages, signal: view.signal, news, page: pageFacts };
  mountRibbons(page.ribbons, parts);
  mountFacts(page.facts, parts);
  mountInput(page["input-line"], {
    ...parts, isOpen: canType, send: (what) => sendInput(row.id, what), onRefused: () => say(messages.t("input.refused")),
  });
  watch(parts, showState);
}

/** The program's input can be typed while it runs if it was not given all of it before. */
function canType() {
  if (row === null || !isLive(statusOf(view.model, row))) return false;
  const isOpen = "stdin" in row ? row.stdin === null : data.stdin === "";
  return isOpen && readsInput(ranSource ?? "", view.model);
}

function pageFacts() {
  return { row, offlineSince: offlineTime(), isSignedOut: view.isSignedOut(), isStale: ranSource !== null && !isLive(statusOf(view.model, row)) && editor.text !== ranSource };
}

/** The first trouble opens its panel, and the inspector tells of it while nothing else is looked at. */
function showTrouble() {
  const { model, store } = view;
  const finding = [...model.findings.values()].find(({ level }) => level === "error");
  tabs.show("findings");
  if (finding === undefined) return;
  if (store.get().selected === null && store.get().follow) store.set({ selected: { type: "finding", id: finding.id, time: finding.at } });
}

function offlineTime() {
  const since = view.offlineSince();
  return since === null ? null : since.toLocaleTimeString(messages.language);
}

/** Everything about the page that follows from the run: buttons, counts, the ghost, marks in the code. */
function showState() {
  const { model } = view;
  const status = statusOf(model, row);
  const live = isLive(status);
  if (!live) isStopping = false;
  page.run.hidden = live;
  page.stop.hidden = !live;
  page.stop.disabled = isStopping;
  setText(page.stop.querySelector("[data-i18n]"), isStopping ? "lab.stopping" : "lab.stop");
  page.share.hidden = page.present.hidden = page.export.hidden = row === null;
  if (row !== null) page.present.href = presentAddress();
  showGhost(live);
  page.ghost.hidden = row !== null && model.workers.size > 0;
  document.documentElement.classList.toggle("is-stale", pageFacts().isStale);
  showCount(page["count-output"], view.lineCount(), messages.language);
  showCount(page["count-workers"], countWorkers(model), messages.language);
  const isTrouble = [...model.findings.values()].some((finding) => finding.level === "error");
  showCount(page["count-findings"], model.findings.size, messages.language, isTrouble);
  if (isTrouble && !hasShownTrouble) showTrouble();
  hasShownTrouble ||= isTrouble;
  markLines();
}

/** @param {boolean} live */
function showGhost(live) {
  setText(page["ghost-title"].firstElementChild, live ? "run.starting" : "run.empty.title");
}

/** Give an element another text of the catalogue. @type {(node: HTMLElement, key: string) => void} */
function setText(node, key) {
  if (node.dataset.i18n === key) return;
  node.dataset.i18n = key;
  node.textContent = messages.t(key);
}

/** Mark the line of what is selected, and the line an exception came from, as long as the text is the one that ran. */
function markLines() {
  const { model, store } = view;
  const { selected, cursor } = store.get();
  const isSame = editor.text === ranSource;
  const span = selected !== null && (selected.type === "worker" || selected.type === "span") ? model.spanAt(Number(selected.id), cursor) : null;
  const raised = [...model.findings.values()].find((finding) => finding.kind === "uncaught-exception");
  mark("selected", isSame ? lineOf(span?.location) : null);
  mark("alarm", isSame ? lineOf(raised?.location) : null);
}

/** @type {(kind: "selected" | "alarm", line: number | null) => void} */
function mark(kind, line) {
  if (marked[kind] === line) return;
  marked[kind] = line;
  editor.markLine(kind, line);
  if (line !== null) editor.showLine(line);
}

/** The line of a location if it lies in the program's own text. @type {(locationId: number | undefined) => number | null} */
function lineOf(locationId) {
  const location = view.model.locations.get(locationId ?? 0);
  return location !== undefined && isProgram(location.file) ? location.line : null;
}

/** @param {string} file */
function isProgram(file) {
  const base = file.split("/").at(-1);
  return base === (view.model.meta?.program ?? program).split("/").at(-1) || base === "<string>";
}

/** @param {{file: string, line: number}} place */
function showSource({ file, line }) {
  if (!isProgram(file)) return say(`${file}:${line}`);
  if (page.main.dataset.code === "closed") sides.toggle("code");
  editor.showLine(line);
  editor.markLine("selected", line);
  marked.selected = line;
}

/** Put an example into the editor, where undo brings the former program back. Without an example, the text stays and becomes your own. */
async function chooseLesson() {
  const id = page.lesson.value;
  const chosen = id === "" ? { source: editor.text, program: OWN_PROGRAM, args: page.arguments.value, stdin: page.stdin.value, data: page["watch-data"].checked, knobs: [], recorded: false } : await fetchLesson(id);
  if (chosen === null) return say(messages.t(await whyRefused()));
  row = null;
  ranSource = null;
  lesson = id;
  lessonSource = chosen.source;
  program = page["program-name"].textContent = chosen.program;
  editor.text = chosen.source;
  page.arguments.value = chosen.args;
  page.stdin.value = chosen.stdin;
  page["watch-data"].checked = chosen.data;
  page.recorded.hidden = !chosen.recorded;
  knobs.show(chosen.knobs);
  history.pushState(null, "", id === "" ? "/lab" : `/lab?lesson=${id}`);
  closePanels();
  showRun();
}

/** The recorded run of the example becomes a run like any imported one. */
async function openRecording() {
  const file = await fetchRecording(lesson);
  if (file === null) say(messages.t(await whyRefused()));
  else await importing.open(file);
}

/** @param {SubmitEvent} event */
async function run(event) {
  event.preventDefault();
  if (page.run.disabled) return;
  page.run.disabled = true;
  const source = editor.text;
  const own = source !== lessonSource;
  const answer = await startRun(requestOf({
    source, program, lesson: own ? "" : lesson, args: page.arguments.value, stdin: page.stdin.value, data: page["watch-data"].checked,
    seconds: Number(page.limit.value),
  }));
  page.run.disabled = false;
  showProblem("run" in answer ? null : answer);
  if (!("run" in answer)) return;
  row = answer.run;
  ranSource = source;
  nameTab();
  history.pushState(null, "", `/lab/${row.id}`);
  closePanels();
  showRun();
}

/** The tab's title names the program, in whichever language the page turns to. */
function nameTab() {
  const title = document.querySelector("title");
  if (title === null) return;
  title.dataset.i18n = "page.title.lab";
  title.dataset.i18nParams = JSON.stringify({ program: row.program });
  title.textContent = messages.t("page.title.lab", { program: row.program });
}

/** @param {{field: string, key: string} | {field: string, refusal: import("./problems.js").Refusal} | null} problem */
function showProblem(problem) {
  const fields = { source: page.source, args: page.arguments, stdin: page.stdin, limits: page.limit };
  for (const [name, field] of Object.entries(fields)) field.setAttribute("aria-invalid", String(problem !== null && problem.field.startsWith(name)));
  if (problem === null) return;
  if (["args", "stdin", "limits"].some((name) => problem.field.startsWith(name))) page.options.open = true;
  const { text, small } = "key" in problem ? { text: messages.t(problem.key), small: "" } : sayRefusal(problem.refusal, messages, "form.failed");
  say(text, small);
}

async function stop() {
  if (row === null || isStopping) return;
  isStopping = true;
  showState();
  if (await stopRun(row.id)) return;
  isStopping = false;
  showState();
}

function presentAddress() {
  return linkTo(view.store.get(), `/present/${row.id}`);
}

async function copyLink() {
  if (row === null) return;
  try {
    await navigator.clipboard.writeText(linkTo(view.store.get(), `${location.origin}/lab/${row.id}`));
    say(messages.t("lab.share.done"));
  } catch {
    say(messages.t("lab.share.failed")); // browsers may refuse the clipboard; the address bar has the same link
  }
}

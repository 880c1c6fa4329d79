// The legend: the marks this run has, each drawn as on the timeline; a press hides or shows its state. Behind them stand the signs in ink.

import { element } from "./dom.js";
import { countThreads } from "./facts.js";
import { State } from "./kinds.js";
import { foldLegend } from "./legendfold.js";
import { pictureOf } from "./markpicture.js";
import { signPicture } from "./signpicture.js";
import { signsPresent } from "./signs.js";
import { markOf } from "./timeline/marks.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./timeline/marks.js").Mark} Mark
 * @typedef {import("./model.js").RunModel} RunModel
 */

const FAMILIES = ["running", "ready", "blocked", "new", "done"];

/**
 * Collect the marks a run has, looking at each change once however often it is asked.
 * @param {RunModel} model
 * @returns {() => readonly Mark[]} in the order of the legend; the same array while nothing is new
 */
export function marksPresent(model) {
  /** @type {Map<string, Mark>} */
  const found = new Map();
  /** @type {Map<number, number>} */
  const looked = new Map();
  /** @type {readonly Mark[]} */
  let sorted = [];
  return () => {
    const before = found.size;
    for (const [worker, lane] of model.lanes) {
      // The last change may yet be replaced by one of the same time, so it is looked at again.
      for (let index = Math.max(0, (looked.get(worker) ?? 0) - 1); index < lane.length; index += 1) collect(found, lane.state.at(index), lane.reason.at(index));
      looked.set(worker, lane.length);
    }
    if (found.size !== before) sorted = [...found.values()].sort(byOrder);
    return sorted;
  };
}

/** @type {(found: Map<string, Mark>, state: number, reason: number) => void} */
function collect(found, state, reason) {
  if (state === State.TERMINATED) return;
  const mark = markOf(state, reason);
  if (!found.has(mark.key)) found.set(mark.key, mark);
}

/** @type {(one: Mark, other: Mark) => number} */
function byOrder(one, other) {
  return FAMILIES.indexOf(one.family) - FAMILIES.indexOf(other.family) || (one.key < other.key ? -1 : 1);
}

/**
 * Hide a shown mark, show a hidden one.
 * @param {readonly string[]} hidden
 * @param {string} key
 * @returns {readonly string[]}
 */
export function toggleHidden(hidden, key) {
  return hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key];
}

/**
 * Show the legend.
 * @param {HTMLElement} host
 * @param {{model: RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 */
export function mountLegend(host, context) {
  const { model, store, messages } = context;
  const present = marksPresent(model);
  const presentSigns = signsPresent(model);
  const list = element("ul", { class: "ls-legend" });
  const all = element("button", { class: "ls-button ls-button--quiet ls-legend__all", type: "button", onclick: () => store.set({ hiddenStates: [] }) });
  const library = libraryButton(context);
  host.setAttribute("role", "group");
  const fold = foldLegend(list, context);
  host.replaceChildren(list, element("div", { class: "ls-legend__side" }, library, fold.button, all));
  let drawn = "";
  /** @type {ReadonlySet<string>} */
  let known = new Set();
  watch(context, () => {
    const { hiddenStates } = store.get();
    const [marks, signs] = [present(), presentSigns()];
    const key = JSON.stringify([messages.language, marks.map((mark) => mark.key), signs, hiddenStates]);
    if (key === drawn) return;
    drawn = key;
    host.setAttribute("aria-label", messages.t("legend.label"));
    all.textContent = messages.t("legend.all");
    all.hidden = hiddenStates.length === 0;
    drawList(list, { marks, signs }, context);
    fold.refresh();
    // The first use of a mark is pointed out once; those that are there from the beginning are not news.
    if (known.size) for (const mark of marks) if (!known.has(mark.key)) list.querySelector(`[data-mark="${mark.key}"]`)?.classList.add("is-new");
    known = new Set(marks.map((mark) => mark.key));
  });
}

/**
 * The one control that shows and hides the standard library's own workers; absent where a run has none.
 * @param {{model: RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 * @returns {HTMLElement}
 */
export function libraryButton(context) {
  const { model, store, messages } = context;
  const button = element("button", { class: "ls-button ls-button--quiet ls-library", type: "button", hidden: true, onclick: () => store.set({ showHelpers: !store.get().showHelpers }) });
  watch(context, () => {
    const count = countThreads(model).library;
    const text = messages.t(store.get().showHelpers ? "library.hide" : "library.show", { count });
    button.hidden = count === 0;
    if (button.textContent !== text) button.textContent = text;
  });
  return button;
}

/** @type {(list: HTMLElement, entries: {marks: readonly Mark[], signs: readonly string[]}, context: {store: import("./store.js").Store, messages: import("./i18n.js").Messages}) => void} */
function drawList(list, { marks, signs }, { store, messages }) {
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && list.contains(active) ? active.dataset.mark : undefined;
  const { hiddenStates } = store.get();
  list.replaceChildren(...marks.map((mark) => {
    const isShown = !hiddenStates.includes(mark.key);
    const name = messages.t(`mark.${mark.key}`);
    const button = element(
      "button",
      {
        class: "ls-legend__entry", type: "button", "data-mark": mark.key, "aria-pressed": String(isShown),
        "data-tip": messages.t(isShown ? "legend.hide" : "legend.show", { name }),
        onclick: () => store.set({ hiddenStates: toggleHidden(store.get().hiddenStates, mark.key) }),
      },
      pictureOf(mark),
      element("span", { class: "ls-legend__name", text: name }),
    );
    return element("li", {}, button);
  }), ...signs.map((name) => element("li", { class: "ls-legend__sign", "data-sign": name }, signPicture(name), element("span", { text: messages.t(`sign.${name}`) }))));
  if (focused !== undefined) /** @type {HTMLElement | null} */ (list.querySelector(`[data-mark="${focused}"]`))?.focus();
}

/**
 * The workers, by who started whom: names, PIDs, how each ended. Choosing one selects its lane.
 */

import { element, icon } from "./dom.js";
import { formatInstant } from "./durations.js";
import { isHelper, isStrand } from "./facts.js";
import { go } from "./jump.js";
import { libraryButton } from "./legend.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./said.js").Context} Context
 * @typedef {import("./model.js").Worker} Worker
 * @typedef {{worker: Worker, children: Branch[]}} Branch
 */

/** Of a thread's strands the tree lists this many; a program may have ten thousand. */
const MOST_STRANDS = 50;

/**
 * Arrange workers as a tree: a process holds its threads, and a worker that was started by a thread stands below that thread.
 * @param {Map<number, Worker>} workers
 * @returns {Branch[]}
 */
export function arrange(workers) {
  const nodes = new Map([...workers.values()].map((worker) => [worker.id, /** @type {Branch} */ ({ worker, children: [] })]));
  /** @type {Branch[]} */
  const roots = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.worker.parent);
    if (parent === undefined || parent === node) roots.push(node);
    else parent.children.push(node);
  }
  for (const node of nodes.values()) node.children.sort((a, b) => a.worker.began - b.worker.began || a.worker.id - b.worker.id);
  return roots;
}

/**
 * Say how a worker stands, as the keys and parameters of short marks, most telling first.
 * @param {import("./model.js").Worker} worker
 * @returns {{key: string, params?: Record<string, string | number>, isTrouble?: boolean}[]}
 */
export function marksOf(worker) {
  /** @type {ReturnType<typeof marksOf>} */
  const marks = [];
  const hasEnded = worker.ended !== null && worker.ended !== undefined;
  if (worker.daemon) marks.push({ key: "tree.daemon" });
  if (worker.cut) marks.push({ key: "tree.cut" });
  if (worker.cancelled) marks.push({ key: `tree.cancelled.${worker.kind}` });
  if (worker.signal) marks.push({ key: "status.signal", params: { signal: worker.signal }, isTrouble: true });
  else if (worker.kind === "process" && worker.exit !== null && worker.exit !== undefined) {
    marks.push({ key: "tree.exit", params: { code: worker.exit }, isTrouble: worker.exit !== 0 });
  } else if (worker.kind !== "process" && worker.exit) marks.push({ key: "tree.exception", isTrouble: true });
  if (!hasEnded) marks.push({ key: "tree.alive" });
  return marks;
}

/**
 * Show the tree.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 */
export function mountTree(host, context) {
  const { model, store, messages, signal } = context;
  const library = libraryButton(context);
  let drawn = "";
  watch({ model, store, messages, signal }, () => {
    const selected = store.get().selected;
    const selectedId = selected?.type === "worker" || selected?.type === "span" ? Number(selected.id) : 0;
    const state = JSON.stringify([messages.language, selectedId, [...listed(context).values()]]);
    if (state === drawn) return;
    drawn = state;
    const focused = host.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.worker : undefined;
    host.replaceChildren(treeOf(context, selectedId), library);
    if (focused !== undefined) /** @type {HTMLElement | null} */ (host.querySelector(`[data-worker="${focused}"]`))?.focus();
  });
}

/** The workers to show: the library's own only when asked for, of a thread's strands the first. @type {(context: Context) => Map<number, Worker>} */
function listed({ model, store }) {
  const { showHelpers } = store.get();
  if (showHelpers && model.strandCount === 0) return model.workers;
  const strands = new Map();
  return new Map([...model.workers].filter(([id, worker]) => {
    if (!showHelpers && isHelper(model, id)) return false;
    if (!isStrand(worker)) return true;
    const count = (strands.get(worker.thread) ?? 0) + 1;
    strands.set(worker.thread, count);
    return count <= MOST_STRANDS;
  }));
}

/** @type {(context: Context, selectedId: number) => HTMLElement} */
function treeOf(context, selectedId) {
  const { model, messages } = context;
  if (model.workers.size === 0) return element("p", { class: "ls-empty", text: messages.t("tree.empty") });
  return element("ul", { class: "ls-tree", "aria-label": messages.t("tree.label") }, ...arrange(listed(context)).map((node) => itemOf(node, context, selectedId)));
}

/** @type {(branch: Branch, context: Context, selectedId: number) => HTMLElement} */
function itemOf({ worker, children }, context, selectedId) {
  const branches = children.map((child) => itemOf(child, context, selectedId));
  const more = leftOut(worker, context);
  if (more > 0) branches.push(element("li", { class: "ls-tree__item ls-tree__more", text: context.messages.t("timeline.others", { count: more }) }));
  return element("li", { class: "ls-tree__item" }, rowOf(worker, context, selectedId), branches.length ? element("ul", { class: "ls-tree__branch" }, ...branches) : null);
}

/** How many strands of a thread are not listed. @type {(worker: Worker, context: Context) => number} */
function leftOut({ id, kind }, { model }) {
  if (kind !== "thread" || model.strandCount <= MOST_STRANDS) return 0;
  let count = 0;
  for (const worker of model.workers.values()) if (isStrand(worker) && worker.thread === id) count += 1;
  return Math.max(0, count - MOST_STRANDS);
}

/** @type {(worker: Worker, context: Context, selectedId: number) => HTMLElement} */
function rowOf(worker, context, selectedId) {
  const { messages } = context;
  const name = worker.name || messages.t("name.worker", { id: worker.id });
  const kind = worker.kind;
  const number = kind === "process" ? messages.t("tree.pid", { pid: worker.pid }) : worker.tid ? messages.t("tree.tid", { tid: worker.tid }) : "";
  const facts = [messages.t(`tree.${kind}`), number, worker.start_method ?? "", endOf(worker, messages)];
  return element(
    "button",
    {
      class: `ls-tree__row ls-tree__row--${kind}`, type: "button", "data-worker": worker.id, "aria-pressed": String(worker.id === selectedId),
      title: messages.t("tree.select", { name }), onclick: () => go({ type: "worker", id: worker.id, time: undefined }, context),
    },
    icon(kind === "process" ? "process" : "thread"),
    element("span", { class: "ls-tree__name", text: name }),
    element("span", { class: "ls-tree__facts", text: facts.filter(Boolean).join(" · ") }),
    ...marksOf(worker).map((mark) => element("span", { class: `ls-badge${mark.isTrouble ? " ls-badge--alarm" : ""}`, text: messages.t(mark.key, mark.params) })),
  );
}

/** @type {(worker: Worker, messages: Context["messages"]) => string} */
function endOf(worker, messages) {
  if (worker.ended === null || worker.ended === undefined) return "";
  return messages.t("tree.ended", { time: formatInstant(worker.ended, messages.t, 1e6) });
}

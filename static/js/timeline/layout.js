/**
 * Which lanes there are and where they stand: model and view state in, rows out. Pure; all numbers are CSS pixels.
 */

/**
 * kind: "thread" and "process" (a folded process, or one without threads) are workers' lanes; "resource" and "cpu" what they share;
 * "density" stands for the workers folded away. `top` … `top + height` is the row; the bar area is `barTop` … `barTop + barHeight`.
 * @typedef {{kind: "thread" | "process" | "resource" | "cpu" | "density", id: number, top: number, height: number, labelTop: number,
 *   barTop: number, barHeight: number, name: string, note: string, resourceKind: string, hasWaiters: boolean, folded: readonly number[]}} Row
 * @typedef {{process: number, top: number, height: number, headTop: number, headHeight: number}} ProcessFrame
 * @typedef {{mode: "laptop" | "projector" | "phone", rows: readonly Row[], frames: readonly ProcessFrame[], width: number, height: number,
 *   left: number, right: number, axisHeight: number, contentHeight: number, maxScroll: number,
 *   rowOf: ReadonlyMap<number, Row>, resourceRowOf: ReadonlyMap<number, Row>}} Layout
 * @typedef {import("../model.js").RunModel} RunModel
 * @typedef {import("./tokens.js").Tokens} Tokens
 * @typedef {import("../store.js").ViewState} ViewState
 */

import { isHelper } from "../facts.js";
import { laneName } from "./labels.js";

/** What a projector can show to the back row. */
export const PROJECTOR_LIMITS = Object.freeze({ threads: 6, resources: 3 });
/** Above this many threads a laptop folds the rest of a process away only if asked; below it nothing is ever folded. */
const OWNED = new Set(["lock", "rlock", "condition", "semaphore"]);

/**
 * @typedef {{kind: Row["kind"], id: number, name: string, note: string, resourceKind: string, hasWaiters: boolean, folded: readonly number[]}} Item
 * @typedef {{process: number, items: Item[]}} Group
 */

/**
 * Lay the lanes out.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {Tokens} tokens
 * @param {{width: number, height: number}} size
 * @param {(key: string, params?: Record<string, string | number>) => string} t
 * @returns {Layout}
 */
export function layoutLanes(model, state, tokens, size, t) {
  const mode = modeOf(state, tokens);
  const groups = groupsOf(model, state, mode, t);
  const measures = measuresOf(groups, tokens, mode, size.height);
  const { rows, frames, bottom } = place(groups, measures);
  const contentHeight = bottom + measures.margin;
  const maxScroll = Math.max(0, contentHeight - size.height);
  const scroll = Math.min(maxScroll, Math.max(0, state.scroll));
  const moved = rows.map((row) => ({ ...row, top: row.top - scroll, labelTop: row.labelTop - scroll, barTop: row.barTop - scroll }));
  return {
    mode,
    rows: moved,
    frames: frames.map((frame) => ({ ...frame, top: frame.top - scroll, headTop: frame.headTop - scroll })),
    width: size.width,
    height: size.height,
    left: mode === "phone" ? measures.inset : Math.round(tokens.labelWidth) + measures.inset,
    right: size.width - measures.inset - 4,
    axisHeight: tokens.axisHeight,
    contentHeight,
    maxScroll,
    rowOf: new Map(moved.flatMap((row) => (row.kind === "thread" || row.kind === "process" ? [[row.id, row]] : []))),
    resourceRowOf: new Map(moved.flatMap((row) => (row.kind === "resource" ? [[row.id, row]] : []))),
  };
}

/**
 * How far to scroll so that the selected lane is in sight.
 * @param {Layout} layout
 * @param {import("../store.js").Selection | null} selected
 * @param {number} scroll  as it is
 * @returns {number}
 */
export function scrollTo(layout, selected, scroll) {
  if (selected === null || selected.type === "edge" || selected.type === "finding") return scroll;
  const row = (selected.type === "resource" ? layout.resourceRowOf : layout.rowOf).get(Number(selected.id));
  if (row === undefined) return scroll;
  const above = row.top - layout.axisHeight - 8;
  const below = row.top + row.height - layout.height + 4;
  const shift = above < 0 ? above : below > 0 ? Math.min(below, above) : 0;
  return Math.min(layout.maxScroll, Math.max(0, scroll + shift));
}

/**
 * @param {Readonly<ViewState>} state
 * @param {Tokens} tokens
 * @returns {Layout["mode"]}
 */
function modeOf(state, tokens) {
  if (tokens.labelWidth === 0) return "phone"; // no column for names, whatever the page: they stand above their bars
  if (state.layout === "projector" || state.layout === "phone" || state.layout === "laptop") return state.layout;
  return tokens.laneHeight >= 80 ? "projector" : "laptop";
}

/**
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {Layout["mode"]} mode
 * @param {(key: string, params?: Record<string, string | number>) => string} t
 * @returns {Group[]}
 */
function groupsOf(model, state, mode, t) {
  const threads = byProcess([...model.workers.values()].filter((worker) => worker.kind !== "process" && isListed(model, state, worker.id)));
  const resources = byProcess([...model.resources.values()].filter((resource) => isShown(model, state, resource)));
  const groups = processOrder(model).filter((process) => isListed(model, state, process)).map((process) => ({ process, items: itemsOf(model, state, process, { threads, resources, mode, t }) }));
  const shared = resources.get(0) ?? [];
  if (shared.length > 0) groups.push({ process: 0, items: shared.map((resource) => resourceItem(model, resource, t)) });
  if (state.showCpus && mode === "laptop" && model.cpus.size > 0) {
    const items = [...model.cpus.keys()].sort((a, b) => a - b).map((cpu) => item("cpu", cpu, t("timeline.cpu", { n: cpu }), ""));
    groups.push({ process: 0, items });
  }
  const filled = groups.filter((group) => group.items.length > 0);
  return mode === "projector" ? [foldForProjector(filled, state, t)] : filled;
}

/**
 * Whether a worker has a lane: the library's own have none unless asked for.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {number} id
 * @returns {boolean}
 */
const isListed = (model, state, id) => state.showHelpers || !isHelper(model, id);

/**
 * @template {{process: number}} Owned
 * @param {readonly Owned[]} things
 * @returns {Map<number, Owned[]>}
 */
function byProcess(things) {
  /** @type {Map<number, Owned[]>} */
  const found = new Map();
  for (const thing of things) {
    const list = found.get(thing.process);
    if (list === undefined) found.set(thing.process, [thing]);
    else list.push(thing);
  }
  return found;
}

/**
 * Processes as a tree, written parent first, children in the order they began.
 * @param {RunModel} model
 * @returns {number[]}
 */
export function processOrder(model) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const worker of model.workers.values()) {
    if (worker.kind !== "process") continue;
    const parent = model.workers.get(worker.parent);
    const above = parent === undefined ? 0 : parent.kind === "process" ? parent.id : parent.process;
    const home = above === worker.id || !model.workers.has(above) ? 0 : above;
    const siblings = children.get(home);
    if (siblings === undefined) children.set(home, [worker.id]);
    else siblings.push(worker.id);
  }
  /** @type {number[]} */
  const order = [];
  const seen = new Set();
  const visit = (/** @type {number} */ id) => {
    if (seen.has(id)) return;
    seen.add(id);
    if (id !== 0) order.push(id);
    for (const child of children.get(id) ?? []) visit(child);
  };
  visit(0);
  return order;
}

/**
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {number} process
 * @param {{threads: ReadonlyMap<number, import("../model.js").Worker[]>, resources: ReadonlyMap<number, import("../model.js").Resource[]>,
 *   mode: Layout["mode"], t: (key: string, params?: Record<string, string | number>) => string}} all
 * @returns {Item[]}
 */
function itemsOf(model, state, process, all) {
  const { t } = all;
  const threads = all.threads.get(process) ?? [];
  const own = model.workers.get(process);
  if (state.collapsed.includes(process) || threads.length === 0) {
    return [item("process", process, own?.name ?? "", "", threads.map((thread) => thread.id))];
  }
  const pinned = (/** @type {{id: number}} */ worker) => (state.pinned.includes(worker.id) ? 0 : 1);
  threads.sort((a, b) => pinned(a) - pinned(b) || a.id - b.id);
  const lanes = threads.map((thread) => laneOf(model, thread, all.mode, t));
  const resources = all.resources.get(process) ?? [];
  resources.sort((a, b) => Number(a.kind === "gil") - Number(b.kind === "gil") || a.id - b.id);
  return [...lanes, ...resources.map((resource) => resourceItem(model, resource, t))];
}

/**
 * A thread's lane. Where no frame says whose it is, its name does.
 * @param {RunModel} model
 * @param {import("../model.js").Worker} thread
 * @param {Layout["mode"]} mode
 * @param {(key: string, params?: Record<string, string | number>) => string} t
 * @returns {Item}
 */
function laneOf(model, thread, mode, t) {
  const daemon = thread.daemon ? t("tree.daemon") : "";
  if (mode !== "projector") return item("thread", thread.id, thread.name, daemon);
  const { name, note } = laneName(model, thread);
  return item("thread", thread.id, name, note || daemon);
}

/**
 * A resource has a lane once something happened to it; a GIL only where it was measured and threads compete for it.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {import("../model.js").Resource} resource
 * @returns {boolean}
 */
function isShown(model, state, resource) {
  if ((model.steps.get(resource.id)?.length ?? 0) === 0) return false;
  if (resource.kind === "cpu") return false;
  return resource.kind !== "gil" || (state.showGil && model.isMeasured);
}

/**
 * @param {RunModel} model
 * @param {import("../model.js").Resource} resource
 * @param {(key: string, params?: Record<string, string | number>) => string} t
 * @returns {Item}
 */
function resourceItem(model, resource, t) {
  const isGil = resource.kind === "gil";
  const made = item("resource", resource.id, isGil ? "GIL" : resource.name, isGil ? "" : t(`resource-kind.${resource.kind}`));
  made.resourceKind = resource.kind;
  made.hasWaiters = OWNED.has(resource.kind) && (model.steps.get(resource.id)?.maxWaiters ?? 0) > 0;
  return made;
}

/**
 * @param {Row["kind"]} kind
 * @param {number} id
 * @param {string} name
 * @param {string} note
 * @param {readonly number[]} [folded]
 * @returns {Item}
 */
function item(kind, id, name, note, folded = []) {
  return { kind, id, name, note, resourceKind: "", hasWaiters: false, folded };
}

/**
 * At most six threads (the pinned ones first) and three resources; the others become one density lane.
 * @param {Group[]} groups
 * @param {Readonly<ViewState>} state
 * @param {(key: string, params?: Record<string, string | number>) => string} t
 * @returns {Group}
 */
function foldForProjector(groups, state, t) {
  const items = groups.flatMap((group) => group.items);
  const workers = items.filter((one) => one.kind === "thread" || one.kind === "process");
  const rank = (/** @type {Item} */ one) => (state.pinned.includes(one.id) ? 0 : 1);
  const byRank = workers.map((one, index) => ({ one, index })).sort((a, b) => rank(a.one) - rank(b.one) || a.index - b.index);
  const shown = new Set(byRank.slice(0, PROJECTOR_LIMITS.threads).map(({ one }) => one));
  const folded = workers.filter((one) => !shown.has(one)).map((one) => one.id);
  const resources = items.filter((one) => one.kind === "resource");
  resources.sort((a, b) => Number(a.resourceKind === "gil") - Number(b.resourceKind === "gil"));
  return {
    process: 0,
    items: [
      ...workers.filter((one) => shown.has(one)),
      ...(folded.length > 0 ? [item("density", -1, t("timeline.others", { count: folded.length }), "", folded)] : []),
      ...resources.slice(0, PROJECTOR_LIMITS.resources),
    ],
  };
}

/**
 * @typedef {{axis: number, lane: number, resource: number, queue: number, gil: number, cpu: number, density: number, hold: number, gap: number,
 *   head: number, frameGap: number, label: number, waiters: number, margin: number, inset: number}} Measures
 */

/**
 * Choose heights; lanes grow, and on a projector shrink, to use the room there is.
 * @param {Group[]} groups
 * @param {Tokens} tokens
 * @param {Layout["mode"]} mode
 * @param {number} height
 * @returns {Measures}
 */
function measuresOf(groups, tokens, mode, height) {
  const framed = mode !== "projector" && groups.some((group) => group.process !== 0);
  const small = Math.round(tokens.barTextSize * 1.35);
  const plain = {
    axis: tokens.axisHeight + 6,
    lane: tokens.laneHeight,
    resource: tokens.resourceHeight,
    queue: tokens.resourceHeight * 1.5,
    gil: tokens.resourceHeight * 0.72,
    cpu: tokens.resourceHeight * 0.6,
    density: tokens.laneHeight * 0.6,
    hold: tokens.holdWidth + 2,
    gap: tokens.laneGap,
    head: framed ? Math.round(tokens.labelSize * 1.9) : 0,
    frameGap: framed ? 14 : 8,
    label: mode === "phone" ? Math.round(tokens.labelSize * 1.6) : 0,
    waiters: small,
    margin: 10,
    inset: framed ? 12 : 8,
  };
  const flexible = groups.flatMap((group) => group.items).reduce((sum, one) => sum + heightOf(one, plain), 0);
  if (mode === "projector" && place(groups, plain).bottom > height) plain.gap = Math.round(plain.gap / 2);
  const needed = place(groups, plain).bottom + plain.margin;
  const [low, high] = mode === "projector" ? [0.55, 1.14] : mode === "laptop" ? [0.85, 1.23] : [1, 1];
  const factor = Math.min(high, Math.max(low, 1 + (height - needed) / Math.max(1, flexible)));
  for (const name of /** @type {const} */ (["lane", "resource", "queue", "gil", "cpu", "density"])) plain[name] = Math.floor(plain[name] * factor);
  return plain;
}

/**
 * @param {Item} one
 * @param {Measures} measures
 * @returns {number}
 */
function heightOf(one, measures) {
  if (one.kind === "thread" || one.kind === "process") return measures.lane;
  if (one.kind === "density") return measures.density;
  if (one.kind === "cpu") return measures.cpu;
  if (one.resourceKind === "gil") return measures.gil;
  return one.resourceKind === "queue" || one.resourceKind === "value" ? measures.queue : measures.resource;
}

/**
 * @param {Group[]} groups
 * @param {Measures} measures
 * @returns {{rows: Row[], frames: ProcessFrame[], bottom: number}}
 */
function place(groups, measures) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {ProcessFrame[]} */
  const frames = [];
  let y = measures.axis;
  for (const group of groups) {
    const top = y;
    if (group.process !== 0) y += measures.head + (measures.head > 0 ? 2 : 0);
    for (const one of group.items) {
      const row = placeRow(one, y, measures);
      rows.push(row);
      y += row.height;
    }
    if (group.process !== 0 && measures.head > 0) frames.push({ process: group.process, top, height: y - top, headTop: top, headHeight: measures.head });
    y += measures.frameGap;
  }
  return { rows, frames, bottom: y };
}

/**
 * @param {Item} one
 * @param {number} y
 * @param {Measures} measures
 * @returns {Row}
 */
function placeRow(one, y, measures) {
  const bar = heightOf(one, measures);
  const isWorker = one.kind === "thread" || one.kind === "process";
  const below = isWorker ? measures.hold : one.hasWaiters ? measures.waiters : 0;
  return {
    ...one,
    top: y,
    height: measures.label + bar + below + (one.kind === "cpu" ? Math.min(6, measures.gap) : measures.gap),
    labelTop: y,
    barTop: y + measures.label,
    barHeight: bar,
  };
}

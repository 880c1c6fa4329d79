/** Which lanes there are, in which order, and which workers are folded into one. Pure. */

import { guardOf, hasWindows, isShared } from "../data.js";
import { isHelper, isStrand } from "../facts.js";
import { Kind } from "../kinds.js";
import { laneName } from "./labels.js";
import { OPEN_STRANDS, chooseStrands } from "./strands.js";

/**
 * @typedef {import("../model.js").RunModel} RunModel
 * @typedef {import("../store.js").ViewState} ViewState
 * @typedef {import("./layout.js").Row} Row
 * @typedef {import("./layout.js").Layout} Layout
 * @typedef {Pick<Row, "kind" | "id" | "name" | "note" | "resourceKind" | "hasWaiters" | "hasWindows" | "folded" | "slots">} Item
 * @typedef {{process: number, items: Item[]}} Group
 */

/** What a projector can show to the back row. */
export const PROJECTOR_LIMITS = Object.freeze({ threads: 6, resources: 3 });
/** Workers of a pool that have a strip in its lane. */
const MOST_SLOTS = 8;
/** What happens to an event loop's selector even where only timers were waited for. @type {ReadonlySet<number>} */
const UNUSED = new Set([Kind.CREATE, Kind.CLOSE]);
const OWNED = new Set(["lock", "rlock", "condition", "semaphore"]);

/**
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {Layout["mode"]} mode
 * @param {(key: string, params?: Record<string, string | number>) => string} t
 * @returns {Group[]}
 */
export function groupsOf(model, state, mode, t) {
  const threads = byProcess([...model.workers.values()].filter((worker) => worker.kind === "thread" && isListed(model, state, worker.id)));
  const strands = byThread(model);
  const resources = byProcess([...model.resources.values()].filter((resource) => isShown(model, state, resource)));
  const groups = processOrder(model).filter((process) => isListed(model, state, process)).map((process) => ({ process, items: itemsOf(model, state, process, { threads, strands, resources, mode, t }) }));
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
 * The strands of each thread, in order of birth.
 * @param {RunModel} model
 * @returns {Map<number, import("../model.js").Worker[]>}
 */
function byThread(model) {
  /** @type {Map<number, import("../model.js").Worker[]>} */
  const found = new Map();
  if (model.strandCount === 0) return found;
  for (const worker of model.workers.values()) {
    if (!isStrand(worker)) continue;
    const list = found.get(worker.thread);
    if (list === undefined) found.set(worker.thread, [worker]);
    else list.push(worker);
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
 * @param {{threads: ReadonlyMap<number, import("../model.js").Worker[]>, strands: ReadonlyMap<number, import("../model.js").Worker[]>,
 *   resources: ReadonlyMap<number, import("../model.js").Resource[]>,
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
  const lanes = threads.flatMap((thread) => [
    laneOf(model, thread, all.mode, t),
    ...strandItems(model, state, all.strands.get(thread.id) ?? [], all),
  ]);
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
 * The lanes of a thread's strands, below its own; those folded away share one, which opens them.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {readonly import("../model.js").Worker[]} strands
 * @param {{mode: Layout["mode"], t: (key: string, params?: Record<string, string | number>) => string}} page
 * @returns {Item[]}
 */
function strandItems(model, state, strands, { mode, t }) {
  const [first] = strands;
  if (first === undefined) return [];
  const { open, folded } = chooseStrands(strands, state, { mode, now: model.now });
  const lanes = open.map((strand) => item("strand", strand.id, strand.name, ""));
  if (folded.length > 0) lanes.push(item("density", first.thread, t("timeline.others", { count: folded.length }), "", folded.map(({ id }) => id)));
  else if (strands.length > OPEN_STRANDS[mode]) lanes.push(item("density", first.thread, t("timeline.fewer"), ""));
  return lanes;
}

/**
 * A resource has a lane once something happened to it; a GIL only where it was measured and threads compete for it.
 * @param {RunModel} model
 * @param {Readonly<ViewState>} state
 * @param {import("../model.js").Resource} resource
 * @returns {boolean}
 */
function isShown(model, state, resource) {
  const steps = model.steps.get(resource.id);
  if (steps === undefined || steps.length === 0) return false;
  if (resource.kind === "selector" && steps.length <= 2 && Array.from(steps.what.data.subarray(0, steps.length)).every((kind) => UNUSED.has(kind))) return false;
  if (resource.kind === "cpu" || resource.kind === "future" || !isShared(model, resource)) return false;
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
  const guard = guardOf(model, resource);
  const note = guard === undefined ? t(`resource-kind.${resource.kind}`) : t(guard.key, guard.params);
  const made = item("resource", resource.id, isGil ? "GIL" : resource.name, isGil ? "" : note);
  made.resourceKind = resource.kind;
  if (resource.kind === "pool") made.slots = Math.min(MOST_SLOTS, model.jobs.slotsOf(resource.id).length);
  made.hasWindows = resource.kind === "file" && hasWindows(model, resource.id);
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
  return { kind, id, name, note, resourceKind: "", hasWaiters: false, hasWindows: false, folded, slots: 0 };
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
  const workers = items.filter((one) => one.kind === "thread" || one.kind === "strand" || one.kind === "process");
  const rank = (/** @type {Item} */ one) => (state.pinned.includes(one.id) ? 0 : 1);
  const byRank = workers.map((one, index) => ({ one, index })).sort((a, b) => rank(a.one) - rank(b.one) || a.index - b.index);
  const shown = new Set(byRank.slice(0, PROJECTOR_LIMITS.threads).map(({ one }) => one));
  const folded = items.filter((one) => one.kind !== "resource" && !shown.has(one)).flatMap((one) => (one.kind === "density" ? one.folded : [one.id]));
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

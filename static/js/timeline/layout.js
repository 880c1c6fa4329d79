/**
 * Where the lanes stand: model and view state in, rows out. Pure; all numbers are CSS pixels.
 */

import { isData } from "../data.js";
import { groupsOf } from "./lanes.js";

/**
 * kind: "thread", "strand" and "process" (a folded process, or one without threads) are workers' lanes; "resource" and "cpu" what they
 * share; "density" stands for the workers folded away (id: the thread whose strands they are, else -1). `top` … `top + height` is the row; the bar area is `barTop` … `barTop + barHeight`.
 * @typedef {{kind: "thread" | "strand" | "process" | "resource" | "cpu" | "density", id: number, top: number, height: number, labelTop: number,
 *   barTop: number, barHeight: number, name: string, note: string, resourceKind: string, hasWaiters: boolean, hasWindows: boolean, folded: readonly number[], slots: number, slotHeight: number}} Row
 * @typedef {{process: number, top: number, height: number, headTop: number, headHeight: number}} ProcessFrame
 * @typedef {{mode: "laptop" | "projector" | "phone", rows: readonly Row[], frames: readonly ProcessFrame[], width: number, height: number,
 *   left: number, right: number, axisHeight: number, contentHeight: number, maxScroll: number,
 *   rowOf: ReadonlyMap<number, Row>, resourceRowOf: ReadonlyMap<number, Row>}} Layout
 * @typedef {import("../model.js").RunModel} RunModel
 * @typedef {import("./tokens.js").Tokens} Tokens
 * @typedef {import("../store.js").ViewState} ViewState
 */

/**
 * @typedef {import("./lanes.js").Item} Item
 * @typedef {import("./lanes.js").Group} Group
 */

/**
 * Whether a row is a worker's own lane.
 * @param {{kind: Row["kind"]}} row
 * @returns {boolean}
 */
export const isWorkerRow = ({ kind }) => kind === "thread" || kind === "strand" || kind === "process";

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
    rowOf: new Map(moved.flatMap((row) => (isWorkerRow(row) ? [[row.id, row]] : []))),
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
 * @typedef {{axis: number, lane: number, strand: number, strandGap: number, resource: number, queue: number, data: number, slot: number, gil: number, cpu: number, density: number, hold: number, gap: number,
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
    strand: tokens.laneHeight * 0.56,
    strandGap: Math.round(tokens.laneGap * 0.4),
    resource: tokens.resourceHeight,
    queue: tokens.resourceHeight * 1.5,
    data: tokens.resourceHeight * 2.2,
    gil: tokens.resourceHeight * 0.72,
    cpu: tokens.resourceHeight * 0.6,
    density: tokens.laneHeight * 0.6,
    hold: tokens.holdWidth + 2,
    gap: tokens.laneGap,
    head: framed ? Math.round(tokens.labelSize * 1.9) : 0,
    frameGap: framed ? 14 : 8,
    label: mode === "phone" ? Math.round(tokens.labelSize * 1.6) : 0,
    waiters: small,
    slot: small + 4,
    margin: 10,
    inset: framed ? 12 : 8,
  };
  const flexible = groups.flatMap((group) => group.items).reduce((sum, one) => sum + heightOf(one, plain), 0);
  if (mode === "projector" && place(groups, plain).bottom > height) plain.gap = Math.round(plain.gap / 2);
  const needed = place(groups, plain).bottom + plain.margin;
  const [low, high] = mode === "projector" ? [0.55, 1.14] : mode === "laptop" ? [0.85, 1.23] : [1, 1];
  const factor = Math.min(high, Math.max(low, 1 + (height - needed) / Math.max(1, flexible)));
  for (const name of /** @type {const} */ (["lane", "strand", "resource", "queue", "data", "gil", "cpu", "density"])) plain[name] = Math.floor(plain[name] * factor);
  return plain;
}

/**
 * @param {Item} one
 * @param {Measures} measures
 * @returns {number}
 */
function heightOf(one, measures) {
  if (one.kind === "thread" || one.kind === "process") return measures.lane;
  if (one.kind === "strand") return measures.strand;
  if (one.kind === "density") return measures.density;
  if (one.kind === "cpu") return measures.cpu;
  if (one.resourceKind === "gil") return measures.gil;
  if (one.resourceKind === "pool") return measures.queue * 0.8 + one.slots * measures.slot;
  if (isData(one.resourceKind) || one.hasWindows) return measures.data;
  return one.resourceKind === "queue" ? measures.queue : measures.resource;
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
  const below = isWorkerRow(one) ? measures.hold : one.hasWaiters ? measures.waiters : 0;
  return {
    ...one,
    top: y,
    height: measures.label + bar + below + (one.kind === "cpu" ? Math.min(6, measures.gap) : one.kind === "strand" ? measures.strandGap : measures.gap),
    labelTop: y,
    barTop: y + measures.label,
    barHeight: bar,
    slotHeight: measures.slot,
  };
}

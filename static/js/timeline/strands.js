/** Which strands of a thread have a lane of their own. Pure. */

/** At most this many of a thread's strands have lanes, unless the reader opens them all; a projector shows no more than it can. */
export const OPEN_STRANDS = Object.freeze({ laptop: 12, phone: 6, projector: 5 });
/** With all opened, no more than this: a page is no use with ten thousand lanes. */
export const MOST_OPEN = 400;

/** @typedef {import("../model.js").Worker} Worker */

/**
 * Choose which of a thread's strands have lanes and which are folded into one; both in order of birth. Of many, those that live in the
 * viewport come before those that do not: so who zooms in sees whom he looks at, and nothing moves while the cursor does.
 * @param {readonly Worker[]} strands  of one thread
 * @param {Readonly<import("../store.js").ViewState>} state
 * @param {{mode: "laptop" | "projector" | "phone", now: number}} page
 * @returns {{open: Worker[], folded: Worker[]}}
 */
export function chooseStrands(strands, state, { mode, now }) {
  const limit = state.opened.includes(strands[0]?.thread ?? 0) ? MOST_OPEN : OPEN_STRANDS[mode];
  if (strands.length <= limit) return { open: [...strands], folded: [] };
  const ids = wanted(strands, state);
  const isSeen = (/** @type {Worker} */ strand) => strand.began <= state.t1 && (strand.ended ?? now) >= state.t0;
  for (const isFirst of [true, false]) {
    for (const strand of strands) {
      if (ids.size < limit && isSeen(strand) === isFirst) ids.add(strand.id);
    }
  }
  return { open: strands.filter((strand) => ids.has(strand.id)), folded: strands.filter((strand) => !ids.has(strand.id)) };
}

/**
 * Those that must not be folded: pinned, or selected.
 * @param {readonly Worker[]} strands
 * @param {Readonly<import("../store.js").ViewState>} state
 * @returns {Set<number>}
 */
function wanted(strands, { pinned, selected }) {
  const asked = new Set(pinned);
  if (selected?.type === "worker" || selected?.type === "span") asked.add(Number(selected.id));
  return new Set(strands.filter((strand) => asked.has(strand.id)).map((strand) => strand.id));
}

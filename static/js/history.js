// Undo for looking around: where the reader was before a jump, a zoom or a new selection.

/**
 * @typedef {import("./store.js").ViewState} ViewState
 * @typedef {Pick<ViewState, "cursor" | "t0" | "t1" | "selected" | "secondCursor">} Place
 */

/** Moves that follow one another faster than this are one: a held key is one step to undo. */
const SAME_MOVE_MS = 600;
const DEPTH = 100;

/**
 * Remember places. Moving by itself (playing, the live edge) is not remembered.
 * @param {import("./store.js").Store} store
 * @param {{signal?: AbortSignal, now?: () => number}} [options]
 * @returns {{undo: () => void, canUndo: () => boolean}}
 */
export function createHistory(store, { signal, now = () => performance.now() } = {}) {
  /** @type {Place[]} */
  const past = [];
  let movedAt = -Infinity;
  let isUndoing = false;
  store.subscribe((state, previous) => {
    const isByItself = (state.playing && previous.playing) || (state.follow && previous.follow);
    if (isUndoing || isByItself || isSame(state, previous)) return;
    const at = now();
    if (at - movedAt >= SAME_MOVE_MS || state.selected !== previous.selected) past.push(placeOf(previous));
    if (past.length > DEPTH) past.shift();
    movedAt = at;
  }, { signal });
  return {
    undo() {
      const place = past.pop();
      if (!place) return;
      isUndoing = true;
      store.set({ ...place, follow: false, playing: false });
      isUndoing = false;
      movedAt = -Infinity;
    },
    canUndo: () => past.length > 0,
  };
}

/** @type {(state: Readonly<ViewState>) => Place} */
function placeOf({ cursor, t0, t1, selected, secondCursor }) {
  return { cursor, t0, t1, selected, secondCursor };
}

/** @type {(one: Readonly<ViewState>, other: Readonly<ViewState>) => boolean} */
function isSame(one, other) {
  return one.cursor === other.cursor && one.t0 === other.t0 && one.t1 === other.t1 && one.selected === other.selected && one.secondCursor === other.secondCursor;
}

/**
 * The view's state: one atom. State is replaced, never mutated, and everything else on the page is derived from it and from the model.
 */

/**
 * What is selected. `id` is the worker's, resource's, edge's or finding's id (for a span: its worker's); `time` an instant in it, in ns.
 * @typedef {{type: "worker" | "resource" | "span" | "edge" | "finding", id: number | string, time: number}} Selection
 */

/**
 * @typedef {object} ViewState
 * @property {number} cursor           the instant looked at, ns
 * @property {number | null} secondCursor  the other end of a range, ns
 * @property {number} t0               left edge of the viewport, ns
 * @property {number} t1               right edge of the viewport, ns
 * @property {boolean} fitted          the viewport has been chosen (by a link, by the user or by the first fit)
 * @property {boolean} follow          the viewport and the cursor stay at the live edge
 * @property {Selection | null} selected
 * @property {boolean} playing         the cursor moves by itself
 * @property {number} rate             multiplies the default replay speed (see player.js): 1/1000 … 64
 * @property {"time" | "event"} axis
 * @property {readonly string[]} hiddenStates   marks filtered out by the legend (keys of timeline/marks.js)
 * @property {readonly number[]} pinned     workers kept on top and never folded
 * @property {readonly number[]} collapsed  processes whose threads are folded away
 * @property {readonly number[]} opened     threads all of whose strands have lanes
 * @property {number} scroll           how far the lanes are scrolled, CSS pixels
 * @property {string} theme            "auto" | "light" | "dark" | "contrast" | "projector"
 * @property {string} language         "en" | "zh-CN"
 * @property {number} fontScale        1 is the normal size
 * @property {"auto" | "all" | "none"} arrows
 * @property {"laptop" | "projector" | "phone" | "auto"} layout
 * @property {boolean} showGil
 * @property {boolean} showCpus
 * @property {boolean} showHelpers     the standard library's own workers have lanes too
 */

/** @type {Readonly<ViewState>} */
export const INITIAL_STATE = Object.freeze({
  cursor: 0,
  secondCursor: null,
  t0: 0,
  t1: 100e6,
  fitted: false,
  follow: true,
  selected: null,
  playing: false,
  rate: 1,
  axis: "time",
  hiddenStates: Object.freeze([]),
  pinned: Object.freeze([]),
  collapsed: Object.freeze([]),
  opened: Object.freeze([]),
  scroll: 0,
  theme: "auto",
  language: "en",
  fontScale: 1,
  arrows: "auto",
  layout: "auto",
  showGil: true,
  showCpus: true,
  showHelpers: false,
});

/**
 * @typedef {(state: Readonly<ViewState>, previous: Readonly<ViewState>) => void} Listener
 */

/**
 * @typedef {object} Store
 * @property {() => Readonly<ViewState>} get
 * @property {(patch: Partial<ViewState>) => void} set   replaces the state; tells listeners only if something differs
 * @property {(listener: Listener, options?: {signal?: AbortSignal}) => () => void} subscribe  returns its undoing
 */

/**
 * Make the atom.
 * @param {Partial<ViewState>} [initial]
 * @returns {Store}
 */
export function createStore(initial = {}) {
  /** @type {Readonly<ViewState>} */
  let state = Object.freeze({ ...INITIAL_STATE, ...initial });
  /** @type {Set<Listener>} */
  const listeners = new Set();
  return {
    get: () => state,
    set(patch) {
      const changed = Object.entries(patch).some(([key, value]) => !Object.is(state[/** @type {keyof ViewState} */ (key)], value));
      if (!changed) return;
      const previous = state;
      state = Object.freeze({ ...state, ...patch });
      for (const listener of [...listeners]) listener(state, previous);
    },
    subscribe(listener, { signal } = {}) {
      const remove = () => void listeners.delete(listener);
      listeners.add(listener);
      signal?.addEventListener("abort", remove, { once: true });
      return remove;
    },
  };
}

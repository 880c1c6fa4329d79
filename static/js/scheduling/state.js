/**
 * All that the page is about, in one value that is replaced, never changed; and who is told when it was.
 */

/**
 * machine: knobs that every policy obeys, as typed, and io_time for jobs that do I/O every so often.
 * seed: of the random jobs, until somebody changes one. at: which instant of the steps is looked at; undefined: the whole.
 * @typedef {{rows: import("./rows.js").Row[], chosen: import("./presets.js").Chosen[], machine: Record<string, string | boolean>,
 *   seed: string, at: number | undefined, isPredicting: boolean, sweep: {knob: string, from: string, to: string}}} State
 */

/** The state of an empty page. @returns {State} */
export function emptyState() {
  return { rows: [], chosen: [], machine: {}, seed: "", at: undefined, isPredicting: false, sweep: { knob: "quantum", from: "1", to: "8" } };
}

/**
 * Hold the state.
 * @param {State} initial
 */
export function createState(initial) {
  let state = initial;
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();
  return Object.freeze({
    get: () => state,
    /** @param {Partial<State>} change */
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const listener of [...listeners]) listener(state, before);
    },
    /** @param {(state: State, before: State) => void} listener */
    subscribe: (listener) => void listeners.add(listener),
  });
}

/** Whether two states ask for different schedules. @param {State} one @param {State} other @returns {boolean} */
export function differ(one, other) {
  return one.rows !== other.rows || one.chosen !== other.chosen || one.machine !== other.machine;
}

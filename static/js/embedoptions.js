/**
 * What the address of an embedded run asks for besides theme and language, which the server knows: `from`, `to`, `worker`, `play`.
 */

/** @type {Readonly<Record<string, number>>} */
const UNITS = Object.freeze({ ns: 1, us: 1e3, "µs": 1e3, ms: 1e6, s: 1e9 });
const LARGEST_NS = 1e15;

/**
 * Read an instant: `1.5s`, `120ms`, `80us`, or whole ns without a unit.
 * @param {string | null} text @returns {number | null} ns; null for what is no instant
 */
export function instant(text) {
  const match = /^(\d{1,15}(?:\.\d{1,9})?)(ns|us|µs|ms|s)?$/.exec(text ?? "");
  const time = match === null ? Number.NaN : Math.round(Number(match[1]) * UNITS[match[2] ?? "ns"]);
  return time <= LARGEST_NS ? time : null;
}

/**
 * Read the query. What cannot be read is left out.
 * @param {string} search
 * @returns {{from: number | null, to: number | null, worker: string | null, play: boolean, key: string | null}}
 */
export function readOptions(search) {
  const query = new URLSearchParams(search);
  return { from: instant(query.get("from")), to: instant(query.get("to")), worker: query.get("worker"), play: query.get("play") === "1", key: query.get("key") };
}

/**
 * What becomes of the view of a run that has ended.
 * @param {ReturnType<typeof readOptions>} options
 * @param {{now: number, programStart: number, workers: ReadonlyMap<number, {name: string}>}} model
 * @returns {Partial<import("./store.js").ViewState>}
 */
export function viewOf({ from, to, worker, play }, { now, programStart, workers }) {
  const t0 = from ?? 0;
  const t1 = to ?? now;
  const hasView = (from !== null || to !== null) && t0 < t1;
  const cursor = hasView ? t0 : programStart;
  const found = worker === null ? undefined : [...workers].find(([id, { name }]) => String(id) === worker || name === worker);
  return {
    ...(hasView ? { t0, t1, fitted: true, follow: false, cursor } : {}),
    ...(found === undefined ? {} : { selected: { type: "worker", id: found[0], time: cursor } }),
    ...(play ? { playing: true, follow: false, cursor } : {}),
  };
}

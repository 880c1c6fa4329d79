// A link carries the instant, the zoom and the selection, e.g. `#v=1&t=44300000&view=0..100000000&sel=worker.3.44300000`; times are whole ns.
// Only what another person should see too is in it: no theme, no language, no panel sizes. Encoding and decoding are pure.

/**
 * @typedef {import("./store.js").ViewState} ViewState
 * @typedef {import("./store.js").Store} Store
 * @typedef {Partial<Pick<ViewState, "cursor" | "secondCursor" | "t0" | "t1" | "fitted" | "follow" | "selected" | "axis" | "hiddenStates"
 *   | "pinned" | "collapsed" | "opened" | "arrows">>} Shared
 */

export const VERSION = 1;

/** How often the address may change: browsers stop a page that rewrites it more than a hundred times in half a minute. */
const WRITE_EVERY_MS = 400;

const SELECTABLE = /** @type {const} */ (["worker", "resource", "span", "edge", "finding"]);
const WORD = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Write what a link shares. While the view follows the live edge there is no instant to share.
 * @param {Readonly<ViewState>} state
 * @returns {string} without the leading `#`
 */
export function encode(state) {
  const parts = new URLSearchParams({ v: String(VERSION) });
  if (!state.follow) parts.set("t", whole(state.cursor));
  if (!state.follow && state.fitted) parts.set("view", `${whole(state.t0)}..${whole(state.t1)}`);
  if (state.secondCursor !== null) parts.set("to", whole(state.secondCursor));
  if (state.selected) parts.set("sel", `${state.selected.type}.${state.selected.id}.${whole(state.selected.time)}`);
  if (state.axis !== "time") parts.set("axis", state.axis);
  if (state.arrows !== "auto") parts.set("arrows", state.arrows);
  for (const [name, list] of [["hide", state.hiddenStates], ["pin", state.pinned], ["fold", state.collapsed], ["open", state.opened]]) {
    if (list?.length) parts.set(String(name), /** @type {readonly (string | number)[]} */ (list).join("."));
  }
  return parts.toString();
}

/**
 * Read what a link shares. What cannot be read is left out, and a link of another version is not read at all.
 * @param {string} hash with or without the leading `#`
 * @returns {Shared}
 */
export function decode(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  if (parts.get("v") !== String(VERSION)) return {};
  /** @type {Shared} */
  const shared = {};
  const cursor = number(parts.get("t"));
  if (cursor !== undefined && cursor >= 0) Object.assign(shared, { cursor, follow: false });
  const [t0, t1] = (parts.get("view") ?? "").split("..").map(number);
  if (t0 !== undefined && t1 !== undefined && t0 < t1) Object.assign(shared, { t0, t1, fitted: true, follow: false });
  const second = number(parts.get("to"));
  if (second !== undefined) shared.secondCursor = second;
  const selected = selection(parts.get("sel"));
  if (selected) shared.selected = selected;
  if (parts.get("axis") === "event") shared.axis = "event";
  const arrows = parts.get("arrows");
  if (arrows === "all" || arrows === "none") shared.arrows = arrows;
  if (parts.has("hide")) shared.hiddenStates = list(parts.get("hide")).filter((word) => WORD.test(word));
  if (parts.has("pin")) shared.pinned = numbers(parts.get("pin"));
  if (parts.has("fold")) shared.collapsed = numbers(parts.get("fold"));
  if (parts.has("open")) shared.opened = numbers(parts.get("open"));
  return shared;
}

/** @type {(value: number) => string} */
function whole(value) {
  return String(Math.round(value));
}

/** @type {(text: string | null | undefined) => number | undefined} */
function number(text) {
  return text && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** @type {(text: string | null) => string[]} */
function list(text) {
  return (text ?? "").split(".").filter(Boolean).slice(0, 100);
}

/** @type {(text: string | null) => number[]} */
function numbers(text) {
  return list(text).map(number).filter((value) => value !== undefined);
}

/** @type {(text: string | null) => import("./store.js").Selection | undefined} */
function selection(text) {
  const [type, id, time] = (text ?? "").split(".");
  const known = SELECTABLE.find((word) => word === type);
  const at = number(time);
  if (!known || !id || at === undefined || !/^[\w-]{1,80}$/.test(id)) return undefined;
  return { type: known, id: number(id) ?? id, time: at };
}

/**
 * The address of what is on the screen now, for the clipboard.
 * @param {Readonly<ViewState>} state
 * @param {string} address of the page
 * @returns {string}
 */
export function linkTo(state, address) {
  return `${address.split("#")[0]}#${encode({ ...state, follow: false })}`;
}

/**
 * Keep the address and the view in step: read it now and whenever the reader changes it, write it a little after the view changed.
 * @param {{store: Store, signal: AbortSignal, window?: Window}} options
 */
export function mountUrl({ store, signal, window: page = window }) {
  const read = () => store.set(decode(page.location.hash));
  const write = () => {
    waiting = 0;
    const hash = `#${encode(store.get())}`;
    if (page.location.protocol === "about:") return; // a frame that has no address of its own
    if (hash !== page.location.hash) page.history.replaceState(page.history.state, "", hash);
  };
  let waiting = 0;
  read();
  page.addEventListener("hashchange", read, { signal });
  store.subscribe(() => { waiting ||= page.setTimeout(write, WRITE_EVERY_MS); }, { signal });
  signal.addEventListener("abort", () => page.clearTimeout(waiting), { once: true });
}

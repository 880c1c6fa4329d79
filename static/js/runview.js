/**
 * One run on a page: its model, its view, its stream, and every panel the page has a place for. Lab and present page differ in places only.
 */

import { mountBelow } from "./below.js";
import { mountCompanions } from "./companions.js";
import { describe } from "./describe.js";
import { element } from "./dom.js";
import { openExport } from "./exportmenu.js";
import { mountFindings } from "./findings.js";
import { RunModel } from "./model.js";
import { mountOutput } from "./output.js";
import { nodesOf } from "./said.js";
import { embedProbe, isSignedOut } from "./session.js";
import { RunSocket, streamAddress } from "./socket.js";
import { createStore } from "./store.js";
import { mountTimeline } from "./timeline/canvas.js";
import { selectionOf } from "./timeline/hit.js";
import { mountTree } from "./tree.js";
import { mountUrl } from "./url.js";

const OPEN_TIP_MS = 250;

/**
 * @typedef {{model: RunModel, store: import("./store.js").Store, companions: ReturnType<typeof mountCompanions>, signal: AbortSignal,
 *   lineCount: () => number, offlineSince: () => Date | null, isSignedOut: () => boolean, end: () => void}} RunView
 */

/**
 * Show a run, or the empty place for one.
 * @param {{runId: string | null, frames?: readonly import("./wire.js").Frame[], embedded?: {key: string | null}, initial: Partial<import("./store.js").ViewState>, messages: import("./i18n.js").Messages,
 *   actions: Record<string, () => void>, news: EventTarget, signal: AbortSignal}} options  news: told when the connection changes;
 *   frames: all of the run's, where no server sends them; embedded: inside another page, with the key of its link if it has one
 * @returns {RunView}
 */
export function mountRunView({ runId, frames, embedded, initial, messages, actions, news, signal: pageSignal }) {
  const life = new AbortController();
  const signal = AbortSignal.any([life.signal, pageSignal]);
  const model = new RunModel();
  const store = createStore({ language: messages.language, ...initial });
  const parts = { model, store, messages, signal };
  const place = (/** @type {string} */ id) => document.getElementById(id);
  const stage = /** @type {HTMLElement} */ (place("timeline"));
  messages.onChange((language) => store.set({ language }), signal);
  mountBelow(stage, parts);
  const timeline = mountTimeline(stage, parts);
  const companions = mountCompanions(
    { caption: place("caption"), legend: place("legend"), transport: place("transport"), inspector: place("inspector"), events: place("panel-events"), announcer: place("announcer") },
    { ...parts, actions, lanes: timeline.laneOrder },
  );
  companions.context.actions.export = () => openExport({ context: companions.context, signal, runId: embedded === undefined ? runId : null, view: timeline.view });
  const outputPlace = place("panel-output");
  const output = outputPlace === null ? null : mountOutput(outputPlace, parts);
  mountPanel(place("panel-workers"), mountTree, parts);
  mountPanel(place("panel-findings"), mountFindings, parts);
  showTips(stage, companions.tooltip, parts);
  /** @type {Date | null} */
  let offlineSince = null;
  let signedOut = false;
  if (runId !== null || frames !== undefined) mountUrl({ store, signal });
  for (const frame of frames ?? []) model.apply(frame);
  timeline.redraw();
  if (runId !== null) {
    const key = embedded?.key ?? null;
    const probe = key === null ? undefined : embedProbe(runId, key);
    /** @param {boolean} isOut */
    const noteSession = (isOut) => {
      if (signedOut === isOut) return;
      signedOut = isOut;
      news.dispatchEvent(new Event("change"));
    };
    const onPhase = (/** @type {string} */ phase, /** @type {number} */ since) => {
      if (phase === "offline") offlineSince ??= new Date(since);
      else if (phase !== "connecting") offlineSince = null;
      if (phase === "offline") void isSignedOut(probe).then(noteSession);
      else if (phase === "open") noteSession(false);
      news.dispatchEvent(new Event("change"));
    };
    const socket = new RunSocket({ address: streamAddress(runId, location, key), model, onFrames: timeline.redraw, onPhase, signal });
    addEventListener("online", () => socket.retryNow(), { signal });
    socket.open();
  }
  return { model, store, companions, lineCount: () => output?.lineCount ?? 0, signal, offlineSince: () => offlineSince, isSignedOut: () => signedOut, end: () => life.abort() };
}

/** @type {<Parts>(host: HTMLElement | null, mount: (host: HTMLElement, parts: Parts) => void, parts: Parts) => void} */
function mountPanel(host, mount, parts) {
  if (host !== null) mount(host, parts);
}

/**
 * What is under the pointer, in words. A bonus: all of it is in the caption and the inspector too.
 * @type {(host: HTMLElement, tooltip: ReturnType<typeof import("./tooltip.js").mountTooltip>, parts: {model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}) => void}
 */
function showTips(host, tooltip, { model, store, messages, signal }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  host.addEventListener("ls-hover", (event) => {
    const { hit, x, y } = /** @type {CustomEvent<{hit: import("./timeline/hit.js").Hit | null, x: number, y: number}>} */ (event).detail;
    clearTimeout(timer);
    const selection = hit === null ? null : selectionOf(hit);
    if (selection === null || store.get().playing) return tooltip.hide();
    const sentences = describe(model, selection.time, selection);
    if (sentences.length === 0) return tooltip.hide();
    const words = sentences.map((sentence) => element("p", {}, ...nodesOf(sentence, { model, store, messages }, { links: false })));
    timer = setTimeout(() => { if (!signal.aborted) tooltip.showAt({ x, y }, words); }, OPEN_TIP_MS);
  }, { signal });
}

/**
 * One run on a page: its model, its view, its stream, and every panel the page has a place for. Lab and present page differ in places only.
 */

import { mountBelow } from "./below.js";
import { mountCompanions } from "./companions.js";
import { describe } from "./describe.js";
import { element } from "./dom.js";
import { mountFindings } from "./findings.js";
import { RunModel } from "./model.js";
import { mountOutput } from "./output.js";
import { nodesOf } from "./said.js";
import { RunSocket, streamAddress } from "./socket.js";
import { createStore } from "./store.js";
import { mountTimeline } from "./timeline/canvas.js";
import { selectionOf } from "./timeline/hit.js";
import { mountTree } from "./tree.js";
import { mountUrl } from "./url.js";

const OPEN_TIP_MS = 250;

/**
 * @typedef {{model: RunModel, store: import("./store.js").Store, companions: ReturnType<typeof mountCompanions>, signal: AbortSignal,
 *   lineCount: () => number, offlineSince: () => Date | null, end: () => void}} RunView
 */

/**
 * Show a run, or the empty place for one.
 * @param {{runId: string | null, initial: Partial<import("./store.js").ViewState>, messages: import("./i18n.js").Messages,
 *   actions: Record<string, () => void>, news: EventTarget, signal: AbortSignal}} options  news: told when the connection changes
 * @returns {RunView}
 */
export function mountRunView({ runId, initial, messages, actions, news, signal: pageSignal }) {
  const life = new AbortController();
  const signal = AbortSignal.any([life.signal, pageSignal]);
  const model = new RunModel();
  const store = createStore({ language: messages.language, ...initial });
  const parts = { model, store, messages, signal };
  const place = (id) => document.getElementById(id);
  messages.onChange((language) => store.set({ language }), signal);
  mountBelow(place("timeline"), parts);
  const timeline = mountTimeline(place("timeline"), parts);
  const companions = mountCompanions(
    { caption: place("caption"), legend: place("legend"), transport: place("transport"), inspector: place("inspector"), events: place("panel-events"), announcer: place("announcer") },
    { ...parts, actions, lanes: timeline.laneOrder },
  );
  const output = place("panel-output") === null ? null : mountOutput(place("panel-output"), parts);
  mountPanel(place("panel-workers"), mountTree, parts);
  mountPanel(place("panel-findings"), mountFindings, parts);
  showTips(place("timeline"), companions.tooltip, parts);
  let offlineSince = null;
  if (runId !== null) {
    mountUrl({ store, signal });
    const onPhase = (phase, since) => {
      if (phase === "offline") offlineSince ??= new Date(since);
      else if (phase !== "connecting") offlineSince = null;
      news.dispatchEvent(new Event("change"));
    };
    const socket = new RunSocket({ address: streamAddress(runId, location), model, onFrames: timeline.redraw, onPhase, signal });
    addEventListener("online", () => socket.retryNow(), { signal });
    socket.open();
  }
  return { model, store, companions, lineCount: () => output?.lineCount ?? 0, signal, offlineSince: () => offlineSince, end: () => life.abort() };
}

function mountPanel(host, mount, parts) {
  if (host !== null) mount(host, parts);
}

/** What is under the pointer, in words. A bonus: all of it is in the caption and the inspector too. */
function showTips(host, tooltip, { model, store, messages, signal }) {
  let timer = 0;
  host.addEventListener("ls-hover", ({ detail: { hit, x, y } }) => {
    clearTimeout(timer);
    const selection = hit === null ? null : selectionOf(hit);
    if (selection === null || store.get().playing) return tooltip.hide();
    const sentences = describe(model, selection.time, selection);
    if (sentences.length === 0) return tooltip.hide();
    const words = sentences.map((sentence) => element("p", {}, ...nodesOf(sentence, { model, store, messages }, { links: false })));
    timer = setTimeout(() => { if (!signal.aborted) tooltip.showAt({ x, y }, words); }, OPEN_TIP_MS);
  }, { signal });
}

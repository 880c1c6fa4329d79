/**
 * One run on a page: its model, its view, and every panel the page has room for. Lab and present page differ only in their hosts.
 */

import { mountCaption } from "./caption.js";
import { createContext } from "./commands.js";
import { mountFindings } from "./findings.js";
import { createHistory } from "./history.js";
import { mountInspector } from "./inspector.js";
import { mountKeyboard } from "./keyboard.js";
import { RunModel } from "./model.js";
import { mountAnnouncer } from "./narrate.js";
import { mountOutput } from "./output.js";
import { createStore } from "./store.js";
import { mountTree } from "./tree.js";
import { mountUrl } from "./url.js";

/** What is mounted where: the id of the host, and its part. A page without the host goes without the part. */
const PARTS = Object.freeze([
  ["caption", mountCaption],
  ["inspector", mountInspector],
  ["panel-output", mountOutput],
  ["panel-workers", mountTree],
  ["panel-findings", mountFindings],
]);

/**
 * @typedef {{model: RunModel, store: import("./store.js").Store, context: import("./commands.js").CommandContext,
 *   signal: AbortSignal, offlineSince: () => string | null, end: () => void}} RunView
 */

/**
 * Show a run.
 * @param {{runId: string | null, initial: Partial<import("./store.js").ViewState>, messages: import("./i18n.js").Messages,
 *   actions: Record<string, () => void>, signal: AbortSignal}} options
 * @returns {RunView}
 */
export function mountRunView({ runId, initial, messages, actions, signal: pageSignal }) {
  const life = new AbortController();
  const signal = AbortSignal.any([life.signal, pageSignal]);
  const model = new RunModel();
  const store = createStore({ language: messages.language, ...initial });
  const history = createHistory(store, { signal });
  const parts = { model, store, messages, signal };
  const context = createContext({ model, store, messages, history, actions: { ...actions } });
  messages.onChange((language) => store.set({ language }), signal);
  for (const [id, mount] of PARTS) {
    const host = document.getElementById(id);
    if (host !== null) mount(host, parts);
  }
  const voice = mountAnnouncer(document.getElementById("announcer"), parts);
  context.actions.narrate = voice.narrate;
  mountKeyboard(document, { context, signal });
  if (runId !== null) mountUrl({ store, signal });
  return { model, store, context, signal, offlineSince: () => null, end: () => life.abort() };
}

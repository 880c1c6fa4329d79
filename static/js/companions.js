// Puts the companions together: everything round the timeline that explains it. A page gives the places it has; the others stay away.

import { mountCaption } from "./caption.js";
import { createContext } from "./commands.js";
import { element } from "./dom.js";
import { mountEventList } from "./eventlist.js";
import { openGoTo } from "./goto.js";
import { openHelp } from "./help.js";
import { createHistory } from "./history.js";
import { mountInspector } from "./inspector.js";
import { mountKeyboard } from "./keyboard.js";
import { mountLegend } from "./legend.js";
import { mountAnnouncer } from "./narrate.js";
import { openPalette } from "./palette.js";
import { mountToolbar } from "./toolbar.js";
import { mountTooltip } from "./tooltip.js";

/**
 * @typedef {{caption?: HTMLElement | null, legend?: HTMLElement | null, transport?: HTMLElement | null, inspector?: HTMLElement | null,
 *   events?: HTMLElement | null, announcer?: HTMLElement | null}} Places
 */

/**
 * Mount what there is a place for, and the keys.
 * @param {Places} places
 * @param {object} parts
 * @param {import("./model.js").RunModel} parts.model
 * @param {import("./store.js").Store} parts.store
 * @param {import("./i18n.js").Messages} parts.messages
 * @param {AbortSignal} parts.signal
 * @param {Record<string, () => void>} [parts.actions]  what only the page can do, by command id (see commands.js)
 * @param {() => readonly import("./moves.js").Lane[]} [parts.lanes]  in the order they are drawn
 * @returns {{context: import("./commands.js").CommandContext, keyboard: ReturnType<typeof mountKeyboard>,
 *   tooltip: ReturnType<typeof mountTooltip>, voice: ReturnType<typeof mountAnnouncer> | undefined, focusEvents: () => void}}
 */
export function mountCompanions(places, { model, store, messages, signal, actions = {}, lanes }) {
  const context = createContext({ model, store, messages, actions: { ...actions }, history: createHistory(store, { signal }), ...(lanes ? { lanes } : {}) });
  const keyboard = mountKeyboard(document, { context, signal });
  const tooltip = mountTooltip(document, { signal });
  const parts = { context, keyboard, signal };
  const panel = { model, store, messages, signal };
  const voice = places.announcer ? mountAnnouncer(places.announcer, panel) : undefined;
  context.actions.help = () => openHelp(parts);
  context.actions.palette = () => openPalette(parts);
  context.actions["go-to"] = () => openGoTo(parts);
  if (voice) context.actions.narrate = () => showNarration(voice.narrate(), signal);
  if (places.caption) mountCaption(places.caption, panel);
  if (places.legend) mountLegend(places.legend, panel);
  if (places.transport) mountToolbar(places.transport, parts);
  if (places.inspector) mountInspector(places.inspector, panel);
  if (places.inspector) context.actions.inspect = inspectorOpener(places.inspector, context.actions, signal);
  if (places.legend) context.actions["toggle-legend"] ??= () => { /** @type {HTMLElement} */ (places.legend).hidden = !places.legend?.hidden; };
  const list = places.events ? mountEventList(places.events, panel) : undefined;
  return { context, keyboard, tooltip, voice, focusEvents: () => list?.focus() };
}

/** How long what was narrated stays to be read. */
const NARRATION_MS = 8000;

/**
 * Show what the live region says to those who see; readers have heard it already.
 * @param {string} text
 * @param {AbortSignal} signal
 */
function showNarration(text, signal) {
  document.querySelector(".ls-narration")?.remove();
  const note = element("p", { class: "ls-toast ls-narration", "aria-hidden": "true", text });
  document.body.append(note);
  setTimeout(() => note.remove(), NARRATION_MS);
  signal.addEventListener("abort", () => note.remove(), { once: true });
}

/**
 * Make the command that brings the inspector into view, whether it was closed or not, and puts the focus on it; Esc there goes back.
 * @param {HTMLElement} host
 * @param {Record<string, () => void>} actions
 * @param {AbortSignal} signal
 * @returns {() => void}
 */
function inspectorOpener(host, actions, signal) {
  /** @type {Element | null} */
  let cameFrom = null;
  host.addEventListener("keydown", (event) => {
    if (event.code !== "Escape" || !(cameFrom instanceof HTMLElement)) return;
    event.preventDefault();
    cameFrom.focus();
    cameFrom = null;
  }, { signal });
  return () => {
    if (host.offsetParent === null) actions["toggle-inspector"]?.();
    cameFrom = document.activeElement;
    host.tabIndex = -1;
    host.focus();
  };
}

// Listens to the keyboard for the whole page and runs commands; also runs what buttons with `data-command` ask for.

import { COMMANDS, commandOf, isOffered, runCommand } from "./commands.js";
import { chordOf, chordSigns, keymap, readSettings, writeSettings } from "./keys.js";
import { openStorage } from "./storage.js";

/** Where typing means typing: letters, digits and Space belong to it. */
const TYPING = 'input:not([type="checkbox"], [type="radio"], [type="button"], [type="range"]), textarea, select, [contenteditable]:not([contenteditable="false"]), .cm-editor';

/** Where the arrows, Home, End and Enter already mean something else. */
const OWN_ARROWS = '[role="tablist"], [role="tree"], [role="grid"], [role="listbox"], [role="menu"], [role="radiogroup"], [role="separator"], input, select, summary';
const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]);

/** What Space and Enter press. */
const PRESSED = 'button, a[href], summary, [role="button"], [role="tab"], [role="option"], [role="row"], input, select';

/**
 * Whether a key press is for the page's commands at all.
 * @param {{defaultPrevented: boolean, isComposing: boolean, keyCode: number, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 * @param {Pick<Element, "closest"> | null} target
 * @returns {boolean}
 */
export function isForCommands(event, target) {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return false;
  const isIn = (/** @type {string} */ selector) => Boolean(target?.closest(selector));
  if (isIn("dialog[open]")) return false;
  if (isIn(TYPING)) return (event.ctrlKey || event.metaKey) && event.code === "KeyK" && !isIn(".cm-editor");
  if (ARROWS.has(event.code) && isIn(OWN_ARROWS)) return false;
  return !((event.code === "Space" || event.code === "Enter") && isIn(PRESSED));
}

/**
 * Ask the browser what the keys bear; not every browser tells.
 * @param {object} browser  its `navigator`
 * @returns {Promise<ReadonlyMap<string, string> | undefined>}
 */
export async function layoutOfKeys(browser) {
  try {
    return await /** @type {{keyboard?: {getLayoutMap?: () => Promise<ReadonlyMap<string, string>>}}} */ (browser).keyboard?.getLayoutMap?.();
  } catch {
    return undefined; // a page inside another may not ask
  }
}

/**
 * Run commands by key. Changes of the settings count at once.
 * @param {Document} page
 * @param {{context: import("./commands.js").CommandContext, signal: AbortSignal, storage?: import("./storage.js").Keeping}} parts
 * @returns {{settings: () => import("./keys.js").KeySettings, change: (settings: import("./keys.js").KeySettings) => void, onChange: (listener: () => void) => void,
 *   signs: (chord: string) => string[]}} signs: a chord as the keys of this keyboard bear it
 */
export function mountKeyboard(page, { context, signal, storage = openStorage() }) {
  let settings = readSettings(storage);
  let chords = keymap(COMMANDS, settings);
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const change = (/** @type {import("./keys.js").KeySettings} */ next) => {
    settings = next;
    chords = keymap(COMMANDS, settings);
    writeSettings(storage, settings);
    for (const listener of listeners) listener();
  };
  page.addEventListener("keydown", (event) => {
    if (!isForCommands(event, event.target instanceof Element ? event.target : null)) return;
    const command = commandOf(chords.get(chordOf(event)) ?? "");
    if (!command || !isOffered(command, context)) return;
    if (event.repeat && !command.repeats) return;
    event.preventDefault();
    command.run(context);
  }, { signal });
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-command]") : null;
    if (button instanceof HTMLElement) runCommand(button.dataset.command ?? "", context);
  }, { signal });
  signal.addEventListener("abort", () => listeners.clear(), { once: true });
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  /** @type {ReadonlyMap<string, string> | undefined} */
  let layout;
  void layoutOfKeys(navigator).then((found) => {
    layout = found;
    if (found !== undefined) for (const listener of listeners) listener();
  });
  const signs = (/** @type {string} */ chord) => chordSigns(chord, { isMac, ...(layout ? { layout } : {}) });
  return { settings: () => settings, change, signs, onChange: (listener) => void listeners.add(listener) };
}

// Keys as text: `Shift+ArrowRight` names the physical key by its `event.code`, so that a Chinese input method or another layout changes nothing.
// Pure, but for the two functions that read and write localStorage.

/**
 * @typedef {{letters: boolean, map: Readonly<Record<string, readonly string[]>>}} KeySettings
 *   letters: whether keys that are one character work; map: a command's own keys, instead of the table's
 * @typedef {{id: string, keys: readonly string[]}} Keyed
 */

export const STORAGE = "lockstep.keys";

/** @type {Readonly<KeySettings>} */
export const DEFAULTS = Object.freeze({ letters: true, map: Object.freeze({}) });

/**
 * Spell the chord of a keyboard event.
 * @param {{code: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, shiftKey?: boolean}} event
 * @returns {string}
 */
export function chordOf({ code, ctrlKey, metaKey, altKey, shiftKey }) {
  return `${ctrlKey || metaKey ? "Mod+" : ""}${altKey ? "Alt+" : ""}${shiftKey ? "Shift+" : ""}${code}`;
}

const CHARACTER = /^(Shift\+)?(Key[A-Z]|Digit\d|Bracket(Left|Right)|Comma|Period|Slash|Minus|Equal|Semicolon|Quote|Backquote|Backslash)$/;

/**
 * Whether a chord is one character: such keys can be switched off (WCAG 2.1.4).
 * @param {string} chord
 * @returns {boolean}
 */
export function isCharacter(chord) {
  return CHARACTER.test(chord);
}

/**
 * The keys a command has now.
 * @param {Keyed} command
 * @param {KeySettings} settings
 * @returns {readonly string[]}
 */
export function keysOf(command, settings) {
  const keys = settings.map[command.id] ?? command.keys;
  return settings.letters ? keys : keys.filter((key) => !isCharacter(key));
}

/**
 * Which command each chord runs now.
 * @param {readonly Keyed[]} commands
 * @param {KeySettings} settings
 * @returns {Map<string, string>}
 */
export function keymap(commands, settings) {
  const map = new Map();
  // A command's own keys go before the table's: a key taken from another command is taken.
  const own = (/** @type {Keyed} */ command) => command.id in settings.map;
  for (const command of [...commands.filter(own), ...commands.filter((one) => !own(one))]) {
    for (const key of keysOf(command, settings)) if (!map.has(key)) map.set(key, command.id);
  }
  return map;
}

/**
 * Give a command a key of its own; the key's former owner loses it.
 * @param {readonly Keyed[]} commands
 * @param {KeySettings} settings
 * @param {string} id
 * @param {string} chord
 * @returns {KeySettings}
 */
export function remap(commands, settings, id, chord) {
  const map = { ...settings.map, [id]: [chord] };
  for (const command of commands) {
    const keys = map[command.id] ?? command.keys;
    if (command.id !== id && keys.includes(chord)) map[command.id] = keys.filter((key) => key !== chord);
  }
  return { ...settings, map };
}

const SIGNS = /** @type {Readonly<Record<string, string>>} */ ({
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", BracketLeft: "[", BracketRight: "]", Comma: ",", Period: ".", Slash: "/",
  Minus: "−", Equal: "+", NumpadAdd: "+", NumpadSubtract: "−", Escape: "Esc", Semicolon: ";", Quote: "'", Backquote: "`", Backslash: "\\",
});

/** Keys that bear something else on another layout; what makes the font larger and smaller goes by what it means. */
const PRINTED = /^(Key[A-Z]|Digit\d|Bracket(Left|Right)|Comma|Period|Slash|Semicolon|Quote|Backquote|Backslash)$/;

/**
 * Write a chord as it stands on the keyboard, in pieces: `["Shift", "→"]`.
 * @param {string} chord
 * @param {{isMac?: boolean, layout?: ReadonlyMap<string, string>}} [options] layout: what `navigator.keyboard` says the keys bear
 * @returns {string[]}
 */
export function chordSigns(chord, { isMac = false, layout } = {}) {
  if (chord === "Shift+Slash" && (layout?.get("Slash") ?? "/") === "/") return ["?"];
  return chord.split("+").map((piece) => {
    if (piece === "Mod") return isMac ? "⌘" : "Ctrl";
    if (piece === "Alt") return isMac ? "⌥" : "Alt";
    return (PRINTED.test(piece) ? layout?.get(piece)?.toUpperCase() : undefined) ?? SIGNS[piece] ?? piece.replace(/^(Key|Digit)/, "");
  });
}

/**
 * Spell a chord for `aria-keyshortcuts`.
 * @param {string} chord
 * @returns {string}
 */
export function ariaChord(chord) {
  if (chord === "Shift+Slash") return "?";
  return chord.replace("Mod+", "Control+").replace(/(Key|Digit)(?=\w$)/, "").replace(/(Bracket\w+|Comma|Period|Slash|Minus|Equal)$/, (piece) => ARIA[piece] ?? piece);
}

const ARIA = /** @type {Readonly<Record<string, string>>} */ ({ BracketLeft: "[", BracketRight: "]", Comma: ",", Period: ".", Slash: "/", Minus: "-", Equal: "=" });

/**
 * Read the settings; what cannot be read is the default.
 * @param {Pick<Storage, "getItem">} storage
 * @returns {KeySettings}
 */
export function readSettings(storage) {
  try {
    const { letters = true, map = {} } = JSON.parse(storage.getItem(STORAGE) ?? "{}");
    const rows = Object.entries(map).filter(([, keys]) => Array.isArray(keys) && keys.every((key) => typeof key === "string"));
    return { letters: letters !== false, map: Object.fromEntries(rows) };
  } catch {
    return DEFAULTS; // blocked storage or somebody else's text: keys must work all the same
  }
}

/**
 * Keep the settings; where storage is blocked they last as long as the page.
 * @param {Pick<Storage, "setItem">} storage
 * @param {KeySettings} settings
 */
export function writeSettings(storage, settings) {
  try {
    storage.setItem(STORAGE, JSON.stringify(settings));
  } catch {
    // a private window may refuse storage
  }
}

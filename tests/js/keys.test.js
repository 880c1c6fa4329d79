import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMANDS } from "../../static/js/commands.js";
import { DEFAULTS, ariaChord, chordOf, chordSigns, isCharacter, keymap, keysOf, readSettings, remap, writeSettings } from "../../static/js/keys.js";

const table = [{ id: "a", keys: ["KeyA", "Enter"] }, { id: "b", keys: ["Mod+KeyB"] }, { id: "c", keys: ["Shift+KeyC"] }];

test("a chord is the physical key with its modifiers", () => {
  assert.equal(chordOf({ code: "KeyK", ctrlKey: true }), "Mod+KeyK");
  assert.equal(chordOf({ code: "KeyK", metaKey: true }), "Mod+KeyK");
  assert.equal(chordOf({ code: "Slash", shiftKey: true }), "Shift+Slash");
});

test("a key that is one character is known as one, with Shift too, but not with Control", () => {
  for (const chord of ["KeyA", "Shift+KeyF", "Digit0", "BracketLeft", "Comma"]) assert.ok(isCharacter(chord), chord);
  for (const chord of ["Mod+KeyK", "ArrowLeft", "Space", "F1", "Escape", "Home"]) assert.ok(!isCharacter(chord), chord);
});

test("letters can be switched off; other keys go on working", () => {
  const map = keymap(table, { letters: false, map: {} });
  assert.deepEqual([...map.keys()], ["Enter", "Mod+KeyB"]);
  const all = keymap(COMMANDS, { letters: false, map: {} });
  for (const key of ["Space", "ArrowLeft", "ArrowRight", "Home", "End", "Escape", "Enter"]) assert.ok(all.has(key), key);
});

test("a key that is given to a command is taken from its owner", () => {
  const settings = remap(table, DEFAULTS, "b", "KeyA");
  assert.equal(keymap(table, settings).get("KeyA"), "b");
  assert.deepEqual(keysOf(table[0], settings), ["Enter"]);
  assert.equal(keymap(table, settings).has("Mod+KeyB"), false);
});

test("settings survive storage, and storage that lies or refuses does no harm", () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const settings = remap(table, { letters: false, map: {} }, "a", "KeyZ");
  writeSettings(storage, settings);
  assert.deepEqual(readSettings(storage), settings);
  for (const text of ["", "{", "[]", "null", '{"map": {"a": 5}}']) assert.deepEqual(readSettings({ getItem: () => text }).map, {}, text);
  const refuses = () => { throw new Error("blocked"); };
  assert.deepEqual(readSettings({ getItem: refuses }), DEFAULTS);
  writeSettings({ setItem: refuses }, settings);
});

test("keys are written as they stand on the keyboard", () => {
  assert.deepEqual(chordSigns("Shift+ArrowRight"), ["Shift", "→"]);
  assert.deepEqual(chordSigns("Mod+KeyK"), ["Ctrl", "K"]);
  assert.deepEqual(chordSigns("Mod+KeyK", { isMac: true }), ["⌘", "K"]);
  assert.deepEqual(chordSigns("Shift+Slash"), ["?"]);
  assert.deepEqual(chordSigns("Digit0"), ["0"]);
  assert.deepEqual(chordSigns("KeyW", { layout: new Map([["KeyW", "z"]]) }), ["Z"]);
  const german = new Map([["BracketLeft", "ü"], ["Slash", "-"], ["Minus", "ß"]]);
  assert.deepEqual([chordSigns("BracketLeft", { layout: german }), chordSigns("Shift+Slash", { layout: german }), chordSigns("Minus", { layout: german })], [["Ü"], ["Shift", "-"], ["−"]]);
  assert.equal(ariaChord("Mod+KeyK"), "Control+K");
  assert.equal(ariaChord("Shift+ArrowRight"), "Shift+ArrowRight");
  assert.equal(ariaChord("BracketLeft"), "[");
});

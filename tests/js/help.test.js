import assert from "node:assert/strict";
import { test } from "node:test";
import { distinctSigns } from "../../static/js/help.js";
import { chordSigns } from "../../static/js/keys.js";

const keyboard = { signs: (chord) => chordSigns(chord) };

test("a sign that several keys bear is shown once", () => {
  assert.deepEqual(distinctSigns(["Minus", "NumpadSubtract"], keyboard), [["−"]]);
  assert.deepEqual(distinctSigns(["Equal", "Shift+Equal", "NumpadAdd"], keyboard), [["+"]]);
  assert.deepEqual(distinctSigns(["Mod+KeyK", "Slash"], keyboard), [["Ctrl", "K"], ["/"]]);
});

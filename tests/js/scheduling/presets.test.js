import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogues } from "../helpers/messages.js";
import { isBurst } from "../../../static/js/scheduling/check.js";
import { PRESETS, unfold } from "../../../static/js/scheduling/presets.js";

test("every example can be read and has its own words in both languages", () => {
  for (const preset of PRESETS) {
    const { rows, chosen } = unfold(preset);
    assert.ok(rows.length > 0 && rows.every((row) => isBurst(row.burst)), preset.id);
    assert.ok(chosen.length > 0, preset.id);
    for (const catalogue of Object.values(catalogues())) assert.ok(`schedule.example.${preset.id}` in catalogue, preset.id);
  }
  assert.equal(new Set(PRESETS.map((one) => one.id)).size, PRESETS.length);
});

test("what is typed over an example does not change it", () => {
  unfold(PRESETS[0]).chosen[0].knobs.quantum = "9";
  assert.equal(unfold(PRESETS[0]).chosen[0].knobs.quantum, undefined);
});

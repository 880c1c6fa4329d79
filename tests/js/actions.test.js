import assert from "node:assert/strict";
import { test } from "node:test";
import { FONT_SCALES, commonActions, nextScale } from "../../static/js/actions.js";

test("sizes go up and down by one step and stop at the ends", () => {
  assert.equal(nextScale(1, 1), 1.1);
  assert.equal(nextScale(1, -1), 0.9);
  assert.equal(nextScale(FONT_SCALES.at(-1), 1), FONT_SCALES.at(-1));
  assert.equal(nextScale(FONT_SCALES[0], -1), FONT_SCALES[0]);
});

test("a size is kept, shown by CSS and told to the canvas", () => {
  const kept = new Map();
  const set = new Map();
  const patches = [];
  const { actions } = commonActions({
    theme: { next() {} }, messages: { language: "en" }, root: { style: { setProperty: (name, value) => set.set(name, value) } },
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) }, store: () => ({ set: (patch) => patches.push(patch) }),
  });
  actions["font-larger"]();
  assert.equal(set.get("--ls-font-scale"), "1.1");
  assert.deepEqual([...kept.values()], ["1.1"]);
  assert.deepEqual(patches.at(-1), { fontScale: 1.1 });
});

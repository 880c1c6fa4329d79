import assert from "node:assert/strict";
import { test } from "node:test";
import { keepStops } from "../../static/js/said.js";

const link = { type: "worker", id: 1 };

test("a stop stays with the name before it, so that no line begins with it", () => {
  const parts = keepStops([{ text: "Anna", link, strong: false }, { text: "，谁也动不了。", strong: false }]);
  assert.deepEqual(parts.map(({ text, stop }) => [text, stop]), [["Anna", "，"], ["谁也动不了。", ""]]);
});

test("words and names that no stop follows stay as they are", () => {
  const parts = keepStops([{ text: "Anna", link, strong: true }, { text: " waits for ", strong: false }, { text: "Bruno", link, strong: false }, { text: ".", strong: false }]);
  assert.deepEqual(parts.map(({ text, stop }) => text + stop), ["Anna", " waits for ", "Bruno.", ""]);
});

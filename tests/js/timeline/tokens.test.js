import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { FALLBACK, propertyOf, readTokens } from "../../../static/js/timeline/tokens.js";

const css = readFileSync(new URL("../../../static/css/tokens.css", import.meta.url), "utf8");

test("without a style sheet the light theme is drawn", () => {
  assert.deepEqual({ ...readTokens(() => "") , holdWidth: 0, laneGap: 0 }, { ...FALLBACK, holdWidth: 0, laneGap: 0 });
});

test("values are read from custom properties, rem included, and text grows with the reader's font", () => {
  const values = { "--ls-run": " #123456", "--ls-label-size": "1rem", "--ls-lane-height": "100px", "--ls-ink-2": "#abc" };
  const tokens = readTokens((name) => values[name] ?? "", { rem: 20, fontScale: 1.5 });
  assert.deepEqual([tokens.run, tokens.ink2, tokens.labelSize], ["#123456", "#abc", 30]);
  assert.ok(tokens.laneHeight > 100 && tokens.laneHeight < 150);
});

test("tokens.css defines every colour and size the canvas cannot derive", () => {
  const derived = new Set(["holdWidth", "laneGap", "frameRadius"]);
  for (const name of Object.keys(FALLBACK)) if (!derived.has(name)) assert.ok(css.includes(`${propertyOf(name)}:`), propertyOf(name));
});

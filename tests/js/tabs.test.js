import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTab } from "../../static/js/tabs.js";

test("arrows go round, Home and End go to the ends, other keys are not ours", () => {
  assert.equal(nextTab("ArrowRight", 3, 4), 0);
  assert.equal(nextTab("ArrowLeft", 0, 4), 3);
  assert.equal(nextTab("Home", 2, 4), 0);
  assert.equal(nextTab("End", 2, 4), 3);
  assert.equal(nextTab("a", 2, 4), -1);
});

test("a key pressed elsewhere moves no tab", () => {
  assert.equal(nextTab("ArrowRight", -1, 4), -1);
});

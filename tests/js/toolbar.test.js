import assert from "node:assert/strict";
import { test } from "node:test";
import { rateText } from "../../static/js/toolbar.js";

test("a speed is written as people say it", () => {
  assert.deepEqual([1, 4, 64, 1 / 4, 1 / 1000].map(rateText), ["×1", "×4", "×64", "×1/4", "×1/1000"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { circle, sortFindings } from "../../static/js/findings.js";

test("points stand round a circle, the first on top", () => {
  assert.deepEqual(circle(2, 50, 100), [{ x: 100, y: 50 }, { x: 100, y: 150 }]);
  assert.equal(new Set(circle(5, 50, 100).map(({ x, y }) => `${x} ${y}`)).size, 5);
});

test("what is still so stands first, then what came first", () => {
  const sorted = sortFindings([{ id: 1, at: 1, open: false }, { id: 2, at: 9, open: true }, { id: 3, at: 5, open: true }]);
  assert.deepEqual(sorted.map((finding) => finding.id), [3, 2, 1]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, placeOf, stepAt } from "../../../static/js/scenario/linking.js";

const TEXT = "workers:\n  a:\n    steps:\n      - repeat: 3\n        steps:\n          - mark: x\n            note: y\nlimits: {seconds: 2}\nexpect:\n  - finishes: true";
const PLACES = { "/workers/a": 2, "/workers/a/steps/0": 4, "/workers/a/steps/0/steps/0": 6, "/expect/0": 10 };
const LINES = { 5: "/workers/a", 6: "/workers/a/steps/0", 7: "/workers/a/steps/0/steps/0", 9: "/workers/a/steps/1/then/0" };

test("a line belongs to the step that begins at it or last before it", () => {
  assert.equal(stepAt(PLACES, 4, TEXT), "/workers/a/steps/0");
  assert.equal(stepAt(PLACES, 7, TEXT), "/workers/a/steps/0/steps/0");
  assert.equal(stepAt(PLACES, 10, TEXT), "/expect/0");
});

test("a line of another section belongs to no step", () => {
  assert.equal(stepAt(PLACES, 8, TEXT), null);
  assert.equal(stepAt(PLACES, 9, TEXT), null);
  assert.equal(stepAt(PLACES, 1, TEXT), null);
});

test("of two that begin at one line, the inner one counts", () => {
  assert.equal(stepAt({ "/a": 1, "/a/steps/0": 1 }, 1, "x: {}"), "/a/steps/0");
});

test("a step has its own lines, or those of what is in it", () => {
  assert.deepEqual(linesOf(LINES, "/workers/a/steps/0"), [6]);
  assert.deepEqual(linesOf(LINES, "/workers/a/steps/1"), [9]);
  assert.deepEqual(linesOf(LINES, "/workers/b"), []);
  assert.deepEqual(linesOf(LINES, null), []);
});

test("what has no line of its own is where it is in", () => {
  assert.equal(placeOf(PLACES, "/workers/a/steps/0/steps/0"), 6);
  assert.equal(placeOf(PLACES, "/workers/a/steps/7"), 2);
  assert.equal(placeOf(PLACES, "/resources/x"), null);
  assert.equal(placeOf(PLACES, undefined), null);
});

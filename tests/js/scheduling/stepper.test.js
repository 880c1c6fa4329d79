import assert from "node:assert/strict";
import { test } from "node:test";
import { stepTo } from "../../../static/js/scheduling/stepper.js";

test("from the whole picture a step forward is the first instant, a step back the last", () => {
  assert.equal(stepTo(undefined, 5, "next"), 0);
  assert.equal(stepTo(undefined, 5, "back"), 4);
});

test("steps stop at both ends, and all leads back to the whole", () => {
  assert.equal(stepTo(4, 5, "next"), 4);
  assert.equal(stepTo(0, 5, "back"), 0);
  assert.equal(stepTo(2, 5, "first"), 0);
  assert.equal(stepTo(2, 5, "last"), 4);
  assert.equal(stepTo(2, 5, "all"), undefined);
  assert.equal(stepTo(undefined, 0, "next"), undefined);
});

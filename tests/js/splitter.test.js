import assert from "node:assert/strict";
import { test } from "node:test";
import { BORDERS, nudged, shareAfterKey, shareAt } from "../../static/js/splitter.js";

const [code, inspector, details] = BORDERS;

test("the arrow that points away from a panel makes it larger, on whichever side it stands", () => {
  assert.equal(shareAfterKey("ArrowRight", 30, code), 32);
  assert.equal(shareAfterKey("ArrowRight", 20, inspector), 18);
  assert.equal(shareAfterKey("ArrowUp", 30, details), 32);
});

test("a panel stays within its bounds", () => {
  assert.equal(shareAfterKey("ArrowLeft", code.least, code), code.least);
  assert.equal(shareAfterKey("End", 30, code), code.most);
  assert.equal(shareAt({ start: 0, size: 1000 }, 5000, code), code.most);
});

test("Enter puts the border back, other keys are not ours", () => {
  assert.equal(shareAfterKey("Enter", 44, code), code.initial);
  assert.equal(shareAfterKey("ArrowUp", 44, code), null);
});

test("a dragged border follows the pointer", () => {
  assert.equal(shareAt({ start: 100, size: 1000 }, 400, code), 30);
  assert.equal(shareAt({ start: 100, size: 1000 }, 850, inspector), 25);
});

test("a button does what a drag does, within the same bounds", () => {
  assert.equal(nudged(30, 2, code), 34);
  assert.equal(nudged(code.least, -2, code), code.least);
});

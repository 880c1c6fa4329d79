import assert from "node:assert/strict";
import { test } from "node:test";
import { foldedOf } from "../../static/js/legendfold.js";

const entry = (offsetTop) => ({ offsetTop, offsetHeight: 28 });

test("the entries of rows that do not fit are folded away", () => {
  const entries = [entry(100), entry(100), entry(128), entry(156)];
  assert.deepEqual(foldedOf(entries, 56), [entries[3]]);
  assert.deepEqual(foldedOf(entries, 28), [entries[2], entries[3]]);
});

test("where all fit none is, nor where there are none", () => {
  assert.deepEqual(foldedOf([entry(7), entry(35)], 56), []);
  assert.deepEqual(foldedOf([], 0), []);
});

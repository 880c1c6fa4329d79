import assert from "node:assert/strict";
import { test } from "node:test";
import { added, moved, nextName, removed, row, written } from "../../../static/js/scheduling/rows.js";

const rows = (...names) => names.map((name) => row({ name, burst: "1" }));
const names = (list) => list.map((one) => one.name);

test("one more job is named as the last one is", () => {
  assert.equal(nextName([]), "P1");
  assert.equal(nextName(rows("P1", "P2")), "P3");
  assert.equal(nextName(rows("J7", "J0")), "J1");
  assert.equal(nextName(rows("A", "B")), "C");
  assert.equal(nextName(rows("editor")), "P1");
});

test("a new name is never one that is taken", () => {
  assert.equal(nextName(rows("P2", "P1")), "P3");
  assert.equal(nextName(rows("B", "A")), "C");
});

test("jobs are added, taken away, moved and written without touching the rows before", () => {
  const before = rows("P1", "P2", "P3");
  assert.deepEqual(names(added(before)), ["P1", "P2", "P3", "P4"]);
  assert.deepEqual(names(removed(before, 1)), ["P1", "P3"]);
  assert.deepEqual(names(moved(before, 2, -1)), ["P1", "P3", "P2"]);
  assert.deepEqual(names(moved(before, 0, -1)), ["P1", "P2", "P3"]);
  assert.equal(written(before, 1, "burst", "9")[1].burst, "9");
  assert.deepEqual(before, rows("P1", "P2", "P3"));
});

test("a full table takes no more", () => {
  const full = rows(...Array.from({ length: 200 }, (_, at) => `P${at}`));
  assert.equal(added(full).length, 200);
});

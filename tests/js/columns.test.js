import assert from "node:assert/strict";
import test from "node:test";

import { gallop, Growable, upperBound } from "../../static/js/columns.js";

test("a column grows and keeps its values", () => {
  const column = new Growable(Uint32Array, 1);
  for (let value = 0; value < 100; value += 1) column.push(value * 3);
  assert.equal(column.length, 100);
  assert.equal(column.at(99), 297);
  assert.ok(Number.isNaN(column.at(100)));
  assert.equal(column.view().length, 100);
});

test("a value can be put between others", () => {
  const column = new Growable(Float64Array, 2);
  for (const [index, value] of [[0, 5], [0, 1], [1, 3], [3, 9]]) column.insert(index, value);
  assert.deepEqual([...column.view()], [1, 3, 5, 9]);
});

test("galloping finds what a plain search finds", () => {
  const data = Float64Array.from({ length: 500 }, (_, index) => Math.floor(index / 2) * 10);
  for (let value = -5; value < 2600; value += 7) {
    const plain = upperBound(data, value, data.length);
    for (const from of [0, Math.max(0, plain - 3), plain]) assert.equal(gallop(data, value, data.length, from), plain);
  }
});

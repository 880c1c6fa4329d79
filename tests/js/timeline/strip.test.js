import assert from "node:assert/strict";
import test from "node:test";

import { BAND, COLUMN, fillColumns } from "../../../static/js/timeline/strip.js";

const [RUN, READY, GIL, BLOCKED, GROUND] = [1, 2, 3, 4, 5];
const colors = Uint32Array.from([RUN, READY, GIL, BLOCKED, GROUND]);

function columnOf(image, width, x) {
  return Array.from({ length: BAND }, (_, row) => image[row * width + x]);
}

test("a column is as high in each colour as the state's share, running at the bottom", () => {
  const image = new Uint32Array(BAND * COLUMN);
  fillColumns(image, Float32Array.from([0.5, 0.25, 0, 0.25]), { from: 0, pixels: COLUMN, shift: 0, top: 0, width: COLUMN }, colors);
  const column = columnOf(image, COLUMN, 0);
  assert.deepEqual([RUN, READY, GIL, BLOCKED].map((color) => column.filter((one) => one === color).length), [12, 6, 0, 6]);
  assert.equal(column.at(-1), RUN);
  assert.equal(column[0], BLOCKED);
});

test("time in no state is ground", () => {
  const image = new Uint32Array(BAND);
  fillColumns(image, Float32Array.from([0, 0, 0, 0]), { from: 0, pixels: 1, shift: 0, top: 0, width: 1 }, colors);
  assert.ok(image.every((one) => one === GROUND));
});

test("only the pixels of the stretch are painted, columns keep their place in time", () => {
  const image = new Uint32Array(BAND * 8);
  const shares = Float32Array.from([1, 0, 0, 0, 0, 0, 0, 1]);
  fillColumns(image, shares, { from: 2, pixels: 4, shift: 1, top: 0, width: 8 }, colors);
  assert.deepEqual(Array.from({ length: 8 }, (_, x) => image[x]), [0, 0, RUN, RUN, BLOCKED, BLOCKED, 0, 0]);
});

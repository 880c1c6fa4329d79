import assert from "node:assert/strict";
import test from "node:test";

import { patternTile } from "../../../static/js/timeline/patterns.js";

for (const name of ["stripes", "stripes-back", "stripes-cross", "dots-sparse", "dots-dense", "chevrons-right", "chevrons-left", "bars", "bars-double"]) {
  test(`${name} has a tile with something on it`, () => {
    const tile = patternTile(name, 10, 18, 0.5);
    assert.ok(tile.width > 0 && tile.height > 0 && tile.shapes.length > 0);
  });
}

test("stripes cover their share of the ground", () => {
  const { width, shapes } = patternTile("stripes", 10, 18, 0.55);
  const [, stripe] = shapes;
  const across = (stripe.width * Math.SQRT2) / width; // a horizontal cut through a stripe at 45°, as a share of the tile
  assert.ok(Math.abs(across - 0.55) < 0.01, `${across}`);
});

test("chevrons point to where the item is missing", () => {
  const tip = (name) => patternTile(name, 10, 18, 0.5).shapes[0].points;
  assert.ok(tip("chevrons-right")[1][0] > tip("chevrons-right")[0][0]);
  assert.ok(tip("chevrons-left")[1][0] < tip("chevrons-left")[0][0]);
});

test("a plain ground has no shapes", () => {
  assert.deepEqual(patternTile("plain", 10, 18, 0.5).shapes, []);
});

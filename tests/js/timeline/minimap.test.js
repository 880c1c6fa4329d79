import assert from "node:assert/strict";
import test from "node:test";

import { minimapScale, windowOf } from "../../../static/js/timeline/minimap.js";

test("the whole run is as wide as the minimap", () => {
  const scale = minimapScale({ width: 1012, height: 40, end: 1e9 });
  assert.deepEqual([scale.x(0), scale.x(1e9)], [6, 1006]);
});

test("the window is the viewport, never thinner than can be seen and never outside", () => {
  const scale = minimapScale({ width: 1012, height: 40, end: 1e9 });
  assert.deepEqual(windowOf(scale, { t0: 0.25e9, t1: 0.5e9 }), { x: 256, width: 250 });
  assert.equal(windowOf(scale, { t0: 10, t1: 20 }).width, 6);
  assert.deepEqual(windowOf(scale, { t0: -1e9, t1: 3e9 }), { x: 6, width: 1000 });
});


import assert from "node:assert/strict";
import test from "node:test";

import { Growable } from "../../../static/js/columns.js";
import { createScale, fitRun, keepInSight, MIN_SPAN, panBy, warpByMoments, zoomAt } from "../../../static/js/timeline/scale.js";

const near = (actual, expected, within = 1e-6) => assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

function moments(...times) {
  const column = new Growable(Float64Array);
  for (const time of times) column.push(time);
  return column;
}

test("time and pixels are each other's inverse", () => {
  const scale = createScale({ t0: 10, t1: 110, left: 200, width: 1000 });
  near(scale.x(10), 200);
  near(scale.x(110), 1200);
  near(scale.t(scale.x(33.25)), 33.25);
});

test("zooming keeps what is under the pointer there", () => {
  const scale = createScale({ t0: 0, t1: 1e9, left: 100, width: 800 });
  const before = scale.t(420);
  const next = createScale({ ...zoomAt(scale, 420, 0.3), left: 100, width: 800 });
  near(next.t(420), before, 1);
  near(next.t1 - next.t0, 3e8, 1);
});

test("no zoom goes closer than the closest", () => {
  const scale = createScale({ t0: 0, t1: 1000, left: 0, width: 100 });
  const { t0, t1 } = zoomAt(scale, 50, 1e-6);
  near(t1 - t0, MIN_SPAN);
});

test("panning moves by pixels", () => {
  const scale = createScale({ t0: 0, t1: 1000, left: 0, width: 100 });
  assert.deepEqual(panBy(scale, 10), { t0: 100, t1: 1100 });
});

test("a tenth of the viewport stays over the run", () => {
  const far = keepInSight({ t0: 5000, t1: 6000 }, 1000);
  near(far.t0, 900);
  const before = keepInSight({ t0: -5000, t1: -4000 }, 1000);
  near(before.t1, 100);
  assert.deepEqual(keepInSight({ t0: 100, t1: 300 }, 1000), { t0: 100, t1: 300 });
});

test("a fitted run has a little air on both sides", () => {
  const { t0, t1 } = fitRun(1e9);
  assert.ok(t0 < 0 && t1 > 1e9 && t1 < 1.1e9);
});

test("the axis by event gives each event the same width and turns back", () => {
  const warp = warpByMoments(moments(0, 10, 1000, 1001));
  assert.deepEqual([0, 10, 1000, 1001].map(warp.to), [0, 1, 2, 3]);
  for (const time of [-50, 0, 3, 505, 1000.5, 2000]) near(warp.from(warp.to(time)), time, 1e-6);
  const scale = createScale({ t0: 0, t1: 1001, left: 0, width: 300, warp });
  assert.deepEqual([10, 1000].map((time) => Math.round(scale.x(time))), [100, 200]);
});

test("too few events bend nothing", () => {
  assert.equal(warpByMoments(moments(1, 2)), undefined);
});

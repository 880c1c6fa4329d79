import assert from "node:assert/strict";
import test from "node:test";

import { Growable } from "../../../static/js/columns.js";
import { eventAxis, instantLabel, niceStep, shortTime, timeAxis } from "../../../static/js/timeline/axis.js";
import { createScale, warpByMoments } from "../../../static/js/timeline/scale.js";

const measure = (text) => text.length * 7;
const labels = (t0, t1, width = 1000) => timeAxis(createScale({ t0, t1, left: 0, width }), measure).ticks.map((tick) => tick.label);

test("steps are 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual([0.9, 1, 1.1, 3, 7, 12].map(niceStep), [1, 1, 2, 5, 10, 20]);
});

test("ticks are in the unit a person would choose, named at zero", () => {
  assert.deepEqual(labels(0, 100e6).slice(0, 3), ["0 ms", "10", "20"]);
  assert.deepEqual(labels(0, 3e9).slice(0, 3), ["0.0 s", "0.5", "1.0"]);
  assert.deepEqual(labels(0, 5000).slice(0, 2), ["0.0 µs", "0.5"]);
});

test("ticks never stand closer than their labels", () => {
  for (const end of [1e3, 1e6, 33e6, 9.7e9, 5e12]) {
    const { ticks } = timeAxis(createScale({ t0: end * 0.7, t1: end, left: 0, width: 900 }), measure);
    assert.ok(ticks.length >= 2 && ticks.length < 14, `${ticks.length} ticks`);
    for (let index = 1; index < ticks.length; index += 1) assert.ok(ticks[index].x - ticks[index - 1].x > measure(ticks[index].label));
  }
});

test("no tick stands before the run", () => {
  assert.equal(labels(-50e6, 50e6)[0], "0 ms");
});

test("the axis by event counts events from one", () => {
  const moments = new Growable(Float64Array);
  for (let time = 0; time < 100; time += 1) moments.push(time * time);
  const warp = warpByMoments(moments);
  const { ticks, unit } = eventAxis(createScale({ t0: 0, t1: 99 * 99, left: 0, width: 800, warp }), warp, 100);
  assert.deepEqual(ticks.slice(0, 3).map((tick) => tick.label), ["1", "10", "20"]);
  assert.equal(unit, "#");
});

test("durations have three digits and a unit", () => {
  assert.deepEqual([0, 12, 53e6, 1.5e9, 1234].map(shortTime), ["0 ms", "12.0 ns", "53.0 ms", "1.50 s", "1.23 µs"]);
});

test("an instant is written as finely as pixels can tell apart", () => {
  assert.equal(instantLabel(44e6, 1e5), "44.0 ms");
  assert.equal(instantLabel(65_377_123, 900), "65.377 ms");
  assert.equal(instantLabel(1.8e9, 2e6), "1.800 s");
});

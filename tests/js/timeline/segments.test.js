import assert from "node:assert/strict";
import test from "node:test";

import { Growable } from "../../../static/js/columns.js";
import { Reason, State } from "../../../static/js/kinds.js";
import { SpanTable } from "../../../static/js/spans.js";
import { createScale, warpByMoments } from "../../../static/js/timeline/scale.js";
import { MIN_WIDTH, segmentsOf, sharesOf } from "../../../static/js/timeline/segments.js";

function laneOf(lengths) {
  const lane = new SpanTable(1);
  let time = 0;
  lengths.forEach((length, index) => {
    const [state, reason] = [[State.RUNNING, 0], [State.READY, Reason.CPU], [State.BLOCKED, Reason.LOCK]][index % 3];
    lane.push({ time, worker: 1, state, reason, known: 0, cpu: 255, resource: 0, target: 0, by: 0, location: 0 });
    time += length;
  });
  return { lane, end: time };
}

function mixed(count) {
  let seed = 99;
  return Array.from({ length: count }, () => ((seed = (seed * 1103515245 + 12345) % 2 ** 31), 1 + (seed % 40) + (seed % 11 === 0 ? 900 : 0)));
}

/** What a look at every span finds. */
function plainSegments(lane, scale, end) {
  const segments = [];
  for (let index = 0; index < lane.length; index += 1) {
    const [x0, x1] = [scale.x(lane.time.at(index)), scale.x(lane.endOf(index, end))];
    const last = segments.at(-1);
    if (x1 - x0 >= MIN_WIDTH) segments.push({ first: index, last: index, count: 1, wide: true });
    else if (last !== undefined && !last.wide) Object.assign(last, { last: index, count: last.count + 1 });
    else segments.push({ first: index, last: index, count: 1, wide: false });
  }
  return segments.map(({ first, last, count }) => [first, last, count]);
}

for (const axis of ["time", "event"]) {
  test(`wide spans and dense stretches are found as by looking at every span (axis by ${axis})`, () => {
    const { lane, end } = laneOf(mixed(3000));
    const moments = new Growable(Float64Array);
    for (let index = 0; index < lane.length; index += 7) moments.push(lane.time.at(index));
    const warp = axis === "event" ? warpByMoments(moments) : undefined;
    for (const width of [200, 1000, 30_000]) {
      const scale = createScale({ t0: 0, t1: end, left: 50, width, warp });
      assert.deepEqual(segmentsOf(lane, scale, end).map(({ first, last, count }) => [first, last, count]), plainSegments(lane, scale, end));
    }
  });
}

test("segments touch: nothing between them is lost", () => {
  const { lane, end } = laneOf(mixed(800));
  const segments = segmentsOf(lane, createScale({ t0: end * 0.2, t1: end * 0.5, left: 0, width: 700 }), end);
  for (let index = 1; index < segments.length; index += 1) {
    assert.equal(segments[index].first, segments[index - 1].last + 1);
    assert.ok(Math.abs(segments[index].x0 - segments[index - 1].x1) < 1e-6);
  }
});

test("only what is in the viewport is looked at", () => {
  const { lane, end } = laneOf(Array.from({ length: 1000 }, () => 100));
  const segments = segmentsOf(lane, createScale({ t0: 50_000, t1: 50_450, left: 0, width: 900 }), end);
  assert.deepEqual(segments.map((segment) => segment.first), [500, 501, 502, 503, 504]);
});

test("a million short spans cost one segment", () => {
  const { lane, end } = laneOf(Array.from({ length: 50_000 }, () => 10));
  const segments = segmentsOf(lane, createScale({ t0: 0, t1: end, left: 0, width: 1000 }), end);
  assert.deepEqual(segments.map(({ count }) => count), [50_000]);
});

test("an empty lane has no segments", () => {
  assert.deepEqual(segmentsOf(new SpanTable(1), createScale({ t0: 0, t1: 10, left: 0, width: 100 }), 10), []);
});

test("a column's shares are the time in each class, and add up", () => {
  const { lane, end } = laneOf([10, 20, 70, 50, 50]);
  const shares = new Float32Array(4 * 10);
  sharesOf(lane, createScale({ t0: 0, t1: 200, left: 0, width: 2 }), { x0: 0, columns: 2, step: 1, end }, shares);
  assert.deepEqual([...shares.subarray(0, 8)].map((share) => Math.round(share * 100)), [10, 20, 0, 70, 50, 50, 0, 0]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, go, moveTo, reveal } from "../../static/js/jump.js";
import { recorded, small, viewOf } from "./helpers/runs.js";

const state = viewOf({ cursor: 5e6, t0: 0, t1: 10e6 }).get();

test("what is in view is not moved", () => assert.deepEqual(reveal(state, 9e6), {}));

test("what is out of view comes in, at the same zoom", () => {
  for (const time of [50e6, 11e6]) {
    const { t0, t1 } = reveal(state, time);
    assert.ok(t0 < time && time < t1);
    assert.equal(Math.round(t1 - t0), 10e6);
  }
  const back = reveal({ ...state, t0: 40e6, t1: 50e6 }, 1e6);
  assert.deepEqual([back.t0, back.t1], [0, 10e6]);
});

test("moving lets go of the live edge", () => assert.deepEqual(moveTo(state, 3e6), { cursor: 3e6, follow: false, playing: false }));

test("a link to a worker keeps the instant, unless it brings its own", () => {
  const model = small();
  assert.deepEqual(follow(model, state, { type: "worker", id: 3 }), { selected: { type: "worker", id: 3, time: 5e6 } });
  const there = follow(model, state, { type: "worker", id: 3, time: 90e6 });
  assert.equal(there.cursor, 90e6);
  assert.equal(there.selected.time, 90e6);
});

test("a link to a finding goes to where it was found", () => {
  const patch = follow(recorded("deadlock"), state, { type: "finding", id: 1 });
  assert.equal(patch.cursor, 448e6);
  assert.deepEqual(patch.selected, { type: "finding", id: 1, time: 448e6 });
});

test("going follows the link in the store", () => {
  const store = viewOf({ cursor: 0 });
  go({ type: "time", id: 7e6 }, { model: small(), store });
  assert.equal(store.get().cursor, 7e6);
});

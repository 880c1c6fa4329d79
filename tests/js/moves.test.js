import assert from "node:assert/strict";
import { test } from "node:test";
import { Flag, Kind, Reason, State } from "../../static/js/kinds.js";
import * as moves from "../../static/js/moves.js";
import { recorded, small, viewOf } from "./helpers/runs.js";

const run = small((recording) => recording
  .changes([
    { time: 0, worker: 2, state: State.RUNNING }, { time: 20e6, worker: 3, state: State.RUNNING },
    { time: 40e6, worker: 3, state: State.BLOCKED, reason: Reason.LOCK, resource: 1 }, { time: 60e6, worker: 3, state: State.RUNNING },
  ])
  .events([
    { time: 5e6, kind: Kind.ACQUIRE, worker: 2, resource: 1 }, { time: 40e6, kind: Kind.WAIT, worker: 3, resource: 1, reason: Reason.LOCK },
    { time: 60e6, kind: Kind.ACQUIRE, worker: 3, resource: 1, flags: Flag.WAITED }, { time: 90e6, kind: Kind.THREAD_END, worker: 3 },
  ]));
const at = (cursor, patch = {}) => viewOf({ cursor, ...patch }).get();
const lane3 = { selected: { type: "worker", id: 3, time: 0 } };

test("a step in no lane goes to the next event of anybody", () => {
  assert.equal(moves.stepEvent(run, at(0), 1).cursor, 5e6);
  assert.equal(moves.stepEvent(run, at(40e6), -1).cursor, 5e6);
});

test("a step in a lane stops at its events and at its changes only", () => {
  const stops = [];
  for (let state = at(0, lane3); ; ) {
    const patch = moves.stepEvent(run, state, 1);
    if (patch.cursor === undefined) break;
    stops.push(patch.cursor / 1e6);
    state = { ...state, ...patch };
  }
  assert.deepEqual(stops, [20, 40, 60, 90]);
  assert.equal(moves.stepEvent(run, at(60e6, lane3), -1).cursor, 40e6);
  assert.equal(moves.stepEvent(run, at(50e6, lane3), -1).cursor, 40e6);
});

test("there is nothing before the first and after the last", () => {
  assert.deepEqual(moves.stepEvent(run, at(100e6), 1), {});
  assert.deepEqual(moves.stepEvent(run, at(0), -1), {});
  assert.deepEqual(moves.stepEvent(small(), at(0), 1), {});
});

test("a step lets go of the live edge and of playing", () => {
  const patch = moves.stepEvent(run, at(0, { follow: true, playing: true }), 1);
  assert.equal(patch.follow, false);
  assert.equal(patch.playing, false);
});

test("slices are selected as the cursor comes to them", () => {
  const next = moves.stepSlice(run, at(45e6, lane3), 1);
  assert.deepEqual(next.selected, { type: "span", id: 3, time: 60e6 });
  assert.equal(moves.stepSlice(run, at(45e6, lane3), -1).cursor, 20e6);
  assert.equal(moves.stepSlice(run, at(0), 1).selected.id, 2);
});

test("interesting are hand-overs and ends, not every event", () => {
  assert.equal(moves.stepInteresting(run, at(0), 1).cursor, 60e6);
  assert.equal(moves.stepInteresting(run, at(60e6), 1).cursor, 90e6);
  assert.equal(moves.stepInteresting(run, at(90e6), -1).cursor, 60e6);
});

test("a finding is interesting", () => {
  const model = recorded("deadlock");
  assert.equal(moves.stepInteresting(model, at(100e6), 1).cursor, 448e6);
  assert.equal(moves.goFinding(model, at(0)).selected.type, "finding");
  assert.deepEqual(moves.goFinding(run, at(0)), {});
});

test("lanes are walked in the order they are drawn and end at both ends", () => {
  const lanes = moves.plainLanes(run);
  const walk = (selected, way) => moves.stepLane(lanes, at(0, { selected }), way).selected;
  assert.deepEqual(walk(null, 1), { type: "worker", id: 1, time: 0 });
  assert.deepEqual(walk({ type: "span", id: 3, time: 5 }, 1), { type: "resource", id: 1, time: 0 });
  assert.deepEqual(walk({ type: "resource", id: 3, time: 0 }, 1), { type: "resource", id: 3, time: 0 });
  assert.deepEqual(moves.stepLane([], at(0), 1), {});
});

test("zooming keeps the cursor where it is on the screen", () => {
  const state = at(25e6);
  const { t0, t1 } = moves.zoom(run, state, "in");
  assert.ok(t1 - t0 < 100e6);
  assert.ok(Math.abs((25e6 - t0) / (t1 - t0) - 0.25) < 1e-9);
});

test("zooming out ends at the whole run, zooming in at what can be told apart", () => {
  assert.deepEqual(moves.zoom(run, at(0, { t0: -1e6, t1: 103e6 }), "out"), moves.fit(run));
  let state = at(50e6);
  for (let step = 0; step < 80; step += 1) state = { ...state, ...moves.zoom(run, state, "in") };
  assert.ok(state.t1 - state.t0 >= 100);
});

test("panning never loses the run", () => {
  let state = at(0, { t0: 0, t1: 10e6 });
  for (let step = 0; step < 100; step += 1) state = { ...state, ...moves.pan(run, state, 1) };
  assert.ok(state.t0 < run.now);
  for (let step = 0; step < 200; step += 1) state = { ...state, ...moves.pan(run, state, -1) };
  assert.ok(state.t1 > 0);
});

test("fitting the selection shows the range, the bar, the life or the arrow", () => {
  const fits = (patch) => moves.fitSelection(run, at(45e6, patch));
  assert.ok(fits({ secondCursor: 55e6 }).t0 <= 45e6 && fits({ secondCursor: 55e6 }).t1 >= 55e6);
  const bar = fits({ selected: { type: "span", id: 3, time: 45e6 } });
  assert.ok(bar.t0 < 40e6 && bar.t0 > 30e6 && bar.t1 > 60e6 && bar.t1 < 70e6);
  assert.ok(fits(lane3).t1 > 100e6);
  assert.deepEqual(fits({ selected: null }), {});
});

test("speeds go up and down the ladder and stop at its ends", () => {
  assert.equal(moves.changeRate(at(0, { rate: 1 }), 1).rate, 2);
  assert.equal(moves.changeRate(at(0, { rate: 1 }), -1).rate, 0.5);
  assert.equal(moves.changeRate(at(0, { rate: 64 }), 1).rate, 64);
  assert.equal(moves.changeRate(at(0, { rate: 1 / 1000 }), -1).rate, 1 / 1000);
  assert.deepEqual([moves.RATES[0], moves.RATES.at(-1)], [1 / 1000, 64]);
});

test("play stops what moves, and at the end begins again", () => {
  assert.equal(moves.togglePlay(run, at(5, { playing: true })).playing, false);
  assert.equal(moves.togglePlay(run, at(5)).playing, true);
  assert.equal(moves.togglePlay(run, at(100e6)).cursor, 0);
});

test("the end of a finished run is its last instant", () => assert.equal(moves.goEnd(run, at(0)).cursor, 100e6));

test("one thing is cleared at a time", () => {
  assert.deepEqual(moves.clear(at(0, { playing: true, secondCursor: 4 })), { playing: false });
  assert.deepEqual(moves.clear(at(0, { secondCursor: 4, ...lane3 })), { secondCursor: null });
  assert.deepEqual(moves.clear(at(0, lane3)), { selected: null });
  assert.deepEqual(moves.clear(at(0)), {});
});

test("the mark and the pin are switches", () => {
  assert.equal(moves.toggleMark(at(7)).secondCursor, 7);
  assert.equal(moves.toggleMark(at(7, { secondCursor: 3 })).secondCursor, null);
  assert.deepEqual(moves.togglePin(at(0, lane3)).pinned, [3]);
  assert.deepEqual(moves.togglePin(at(0, { ...lane3, pinned: [3, 4] })).pinned, [4]);
  assert.deepEqual(moves.togglePin(at(0)), {});
});

test("strands are opened and folded by their thread, or all at once", () => {
  const tasks = recorded("three_tasks");
  const anna = [...tasks.workers.values()].find((worker) => worker.name === "Anna");
  const select = { selected: { type: "worker", id: anna.id, time: 0 } };
  assert.deepEqual(moves.toggleStrands(tasks, at(0, select)).opened, [anna.thread]);
  assert.deepEqual(moves.toggleStrands(tasks, at(0, { ...select, opened: [anna.thread, 9] })).opened, [9]);
  assert.deepEqual(moves.toggleStrands(tasks, at(0)).opened, [anna.thread]);
  assert.deepEqual(moves.toggleStrands(tasks, at(0, { opened: [anna.thread] })).opened, []);
});

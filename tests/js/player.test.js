import assert from "node:assert/strict";
import test from "node:test";

import { RunModel } from "../../static/js/model.js";
import { advance, DEFAULT_SECONDS, growingView, isLive, keepInView, nsPerSecond, pause, play } from "../../static/js/player.js";
import { createStore } from "../../static/js/store.js";
import { Recording } from "./encoder.js";

const live = (now) => new Recording().meta().status({ now, phase: "running" }).into(new RunModel());
const ended = (now) => new Recording().meta().events([10e6, 50e6, 90e6].map((time) => ({ time, worker: 1, kind: 20 }))).status({ now, phase: "ended", status: "finished" }).into(new RunModel());
const state = (patch) => createStore({ follow: false, fitted: true, t0: 0, t1: 100e6, ...patch }).get();

test("a finished run plays in ten seconds, whatever its length", () => {
  for (const now of [100e6, 3e9, 600e9]) assert.equal(nsPerSecond(ended(now), 1) * DEFAULT_SECONDS, now);
  assert.equal(nsPerSecond(ended(100e6), 1 / 1000), 1e4);
  assert.equal(nsPerSecond(live(100e6), 1), 1e9);
});

test("playing moves the cursor by the time that passed", () => {
  assert.equal(advance(ended(100e6), state({ playing: true, cursor: 10e6 }), 500).cursor, 15e6);
  assert.equal(advance(ended(100e6), state({ playing: true, cursor: 10e6, rate: 4 }), 500).cursor, 30e6);
});

test("playing stops at the end of a finished run", () => {
  const patch = advance(ended(100e6), state({ playing: true, cursor: 99.9e6 }), 500);
  assert.deepEqual([patch.cursor, patch.playing], [100e6, false]);
});

test("playing that catches up with a run still going goes on live", () => {
  assert.equal(advance(live(100e6), state({ playing: true, cursor: 99e6 }), 500).follow, true);
});

test("nothing moves by itself when paused", () => {
  assert.deepEqual(advance(ended(100e6), state({}), 500), {});
  assert.deepEqual(pause(), { playing: false, follow: false });
});

test("live, the cursor is at the edge and the view slides when it was zoomed", () => {
  const view = state({ follow: true, t0: 0, t1: 50e6 });
  assert.equal(isLive(live(80e6), view), true);
  const patch = advance(live(80e6), view, 16);
  assert.equal(patch.cursor, 80e6);
  assert.equal(patch.t1 - patch.t0, 50e6);
  assert.ok(patch.t1 > 80e6 && patch.t0 < 80e6);
});

test("live and never zoomed, the view holds the whole run and grows in steps", () => {
  const spans = [1e6, 50e6, 90e6, 91e6, 200e6, 1e9].map((now) => growingView(now));
  for (const { t0 } of spans) assert.ok(t0 <= 0);
  assert.equal(spans[0].t1, spans[2].t1);
  assert.ok(spans[5].t1 > 1e9);
});

test("when a run ends the view fits it once, and following stops", () => {
  const patch = advance(ended(100e6), state({ follow: true, fitted: false }), 16);
  assert.deepEqual([patch.follow, patch.fitted, patch.cursor], [false, true, 100e6]);
  assert.ok(patch.t0 < 0 && patch.t1 > 100e6);
});

test("a finished run that is opened is fitted, its cursor where the link put it", () => {
  const patch = advance(ended(100e6), state({ fitted: false, cursor: 44e6 }), 16);
  assert.equal(patch.fitted, true);
  assert.equal("cursor" in patch, false);
});

test("the viewport moves along only when it must", () => {
  const view = state({ t0: 0, t1: 100 });
  assert.deepEqual(keepInView(view, 60, 1000), {});
  assert.deepEqual(keepInView(view, 90, 100), {});
  const moved = keepInView(view, 90, 1000);
  assert.equal(moved.t1 - moved.t0, 100);
  assert.ok(90 >= moved.t0 && 90 <= moved.t1);
  assert.ok(keepInView(view, 500, 1000).t0 < 500);
});

test("play begins again from the start when it stands at the end", () => {
  assert.deepEqual(play(ended(100e6), state({ cursor: 100e6 })), { playing: true, follow: false, cursor: 0 });
  assert.equal(play(ended(100e6), state({ cursor: 30e6 })).cursor, 30e6);
  assert.equal(play(live(100e6), state({ cursor: 100e6 })).follow, true);
});

test("with reduced motion it jumps from event to event, one a second", () => {
  const view = state({ playing: true, cursor: 10e6 });
  assert.equal(advance(ended(100e6), view, 500, { reducedMotion: true }).cursor, 10e6);
  assert.equal(advance(ended(100e6), view, 1000, { reducedMotion: true }).cursor, 50e6);
});

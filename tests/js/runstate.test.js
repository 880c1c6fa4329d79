import assert from "node:assert/strict";
import { test } from "node:test";
import { Reason, State } from "../../static/js/kinds.js";
import { isLive, quiet, ribbonsOf, statusOf } from "../../static/js/runstate.js";

const SECOND = 1e9;
const page = { offlineSince: null, isSignedOut: false, isStale: false };

/** A run in which each worker is in one state since a time. */
function run({ now = 10 * SECOND, states = {}, status = null } = {}) {
  const workers = new Map(Object.keys(states).map((id) => [Number(id), { id: Number(id), kind: "thread", ended: null }]));
  const spanAt = (id) => ({ state: states[id][0], reason: Reason.LOCK, t0: states[id][1], t1: now });
  return { now, workers, spanAt, status };
}

test("the status is what has arrived, and before that what the page was given", () => {
  assert.equal(statusOf({ status: null }, null), null);
  assert.equal(statusOf({ status: null }, { status: "finished" }), "finished");
  assert.equal(statusOf({ status: { phase: "running", status: null } }, { status: "starting" }), "running");
  assert.equal(statusOf({ status: { phase: "ended", status: "timed-out" } }, null), "timed-out");
});

test("a run is live until it has a result", () => {
  assert.deepEqual(["starting", "running", "finished", null].map(isLive), [true, true, false, false]);
});

test("it is quiet when everybody alive is blocked, since the last of them was", () => {
  assert.deepEqual(quiet(run({ states: { 1: [State.BLOCKED, 2 * SECOND], 2: [State.BLOCKED, 4 * SECOND] } })), { quietNs: 6 * SECOND, count: 2 });
  assert.deepEqual(quiet(run({ states: { 1: [State.BLOCKED, 0], 2: [State.READY, 0] } })), { quietNs: 0, count: 0 });
});

test("a quiet run is said to be quiet only after five seconds", () => {
  const keys = (since) => ribbonsOf(run({ states: { 1: [State.BLOCKED, since] } }), { ...page, status: "running" }).map((ribbon) => ribbon.key);
  assert.deepEqual(keys(6 * SECOND), []);
  assert.deepEqual(keys(4 * SECOND), ["run.quiet"]);
});

test("a run without workers is starting, and after three seconds says why that takes long", () => {
  const key = (now) => ribbonsOf(run({ now }), { ...page, status: "starting" })[0].key;
  assert.equal(key(SECOND), "run.starting");
  assert.equal(key(4 * SECOND), "run.starting.slow");
});

test("a run cut short, lost or with lost events says so", () => {
  const keys = (status, more = {}) => ribbonsOf(run({ status: { dropped: 0, note: null, ...more } }), { ...page, status }).map((ribbon) => ribbon.key);
  assert.deepEqual(keys("timed-out"), ["run.truncated.time"]);
  assert.deepEqual(keys("stuck"), ["run.truncated.stuck"]);
  assert.deepEqual(keys("limited", { note: "stopped at 20000 events" }), ["run.truncated"]);
  assert.deepEqual(keys("lost", { dropped: 3 }), ["run.lost", "run.dropped"]);
  assert.deepEqual(keys("finished"), []);
});

test("a page that the server knows no more says what to do, instead of that it tries again", () => {
  const ribbons = ribbonsOf(run({ status: { dropped: 0, note: null } }), { ...page, status: "finished", offlineSince: "10:02:11", isSignedOut: true });
  assert.deepEqual(ribbons.map((ribbon) => ribbon.key), ["run.signed-out"]);
});

test("offline stands first and stale last", () => {
  const ribbons = ribbonsOf(run({ status: { dropped: 1, note: null } }), { status: "finished", offlineSince: "10:02:11", isSignedOut: false, isStale: true });
  assert.deepEqual(ribbons.map((ribbon) => ribbon.id), ["offline", "dropped", "stale"]);
});

test("a recording that breaks off is not said to have lost its recorder, and an imported run says where it is from", () => {
  const keys = (status, more) => ribbonsOf(run({ status }), { ...page, status: "lost", ...more }).map((ribbon) => ribbon.key);
  assert.deepEqual(keys({ phase: "ended", status: "lost" }), ["run.lost"]);
  assert.deepEqual(keys({ phase: "ended", status: "lost", cut: true }, { isImported: true }), ["run.cut", "run.imported"]);
});

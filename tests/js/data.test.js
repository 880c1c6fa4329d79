import assert from "node:assert/strict";
import { test } from "node:test";
import { guardOf, hasWindows, isShared, lastAccess, locksHeld, overlapsOf, windowsOf } from "../../static/js/data.js";
import { EdgeKind, Kind, Reason } from "../../static/js/kinds.js";
import { Recording } from "./encoder.js";
import { small } from "./helpers/runs.js";

const variable = (more = {}) => ({ id: 9, kind: "variable", name: "left", process: 1, location: 1, capacity: null, began: 0, ...more });

/** A number that the main thread and a seller touch, the seller under the mutex. */
const office = (more = {}) =>
  small((recording) =>
    recording.define({ resources: [variable(more)], texts: { 5: "10", 6: "9" } }).events([
      { time: 10e6, kind: Kind.WRITE, worker: 2, resource: 9, text: 5 },
      { time: 20e6, kind: Kind.ACQUIRE, worker: 3, resource: 1 },
      { time: 21e6, kind: Kind.READ, worker: 3, resource: 9, text: 5 },
      { time: 25e6, kind: Kind.WRITE, worker: 3, resource: 9, text: 6 },
      { time: 26e6, kind: Kind.RELEASE, worker: 3, resource: 1 },
    ]).edges([
      { t0: 21e6, t1: 25e6, kind: EdgeKind.WINDOW, source: 3, target: 3, resource: 9 },
      { t0: 22e6, t1: 30e6, kind: EdgeKind.WINDOW, source: 2, target: 2, resource: 9, reason: Reason.LOCK },
    ]));

test("the last access says who, what and with which locks", () => {
  const model = office();
  assert.deepEqual(lastAccess(model, 9, 22e6), { time: 21e6, worker: 3, isWrite: false, text: "10", locks: [1] });
  assert.deepEqual(lastAccess(model, 9, 15e6), { time: 10e6, worker: 2, isWrite: true, text: "10", locks: [] });
  assert.equal(lastAccess(model, 9, 1e6), undefined);
});

test("a lock is held from its acquire to its release", () => {
  const model = office();
  assert.deepEqual([19e6, 20e6, 25e6, 26e6].map((time) => locksHeld(model, 3, time).length), [0, 1, 1, 0]);
});

test("windows that overlap stand in rows of their own, and where two workers' do is told", () => {
  const windows = windowsOf(office(), 9, 0, 100e6);
  assert.deepEqual(windows.map(({ worker, row, isLost }) => [worker, row, isLost]), [[3, 0, false], [2, 1, true]]);
  assert.deepEqual(overlapsOf(windows), [{ t0: 22e6, t1: 25e6 }]);
  assert.deepEqual(overlapsOf([{ t0: 0, t1: 5, worker: 1 }, { t0: 5, t1: 9, worker: 2 }, { t0: 6, t1: 7, worker: 2 }]), []);
});

test("what has a window is known as edges come", () => {
  const model = office();
  assert.deepEqual([9, 1].map((id) => hasWindows(model, id)), [true, false]);
  const later = new Recording();
  later.frames = Array(model.sequence).fill(new Uint8Array());
  later.edges([{ t0: 50e6, t1: 60e6, kind: EdgeKind.WINDOW, source: 3, target: 3, resource: 1 }]).into(model);
  assert.deepEqual([9, 1].map((id) => hasWindows(model, id)), [true, true]);
});

test("the badge says which locks were held", () => {
  const said = (guard) => guardOf(office(), variable({ guard }));
  assert.equal(said(undefined), undefined);
  assert.deepEqual(said("none"), { key: "data.guard.none", params: {} });
  assert.deepEqual(said("mixed"), { key: "data.guard.mixed", params: {} });
  assert.deepEqual(said([1]), { key: "data.guard.lock", params: { lock: "mutex" } });
  assert.deepEqual(said([9]), { key: "data.guard.own", params: {} });
});

test("a variable has a lane if several touch it, or if several processes have their own", () => {
  assert.ok(isShared(office(), variable()));
  const alone = small((recording) => recording.define({ resources: [variable()] }).events([{ time: 1e6, kind: Kind.WRITE, worker: 2, resource: 9 }]));
  assert.ok(!isShared(alone, variable()));
  const copies = small((recording) => recording.define({ resources: [variable(), variable({ id: 10, process: 4 })] }));
  assert.ok(isShared(copies, variable()));
});

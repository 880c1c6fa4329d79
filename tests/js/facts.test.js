import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksThread, countThreads, countWorkers, findingsAt, isHelper, isIdleLoop, isStrand, lastLocation, parentOf, resourceAt, shares, shownWorkers, threadsOf, waitersAt, workerPhase } from "../../static/js/facts.js";
import { Kind, Reason, State } from "../../static/js/kinds.js";
import { recorded, small } from "./helpers/runs.js";

test("a worker is yet to come, here, or gone", () => {
  const model = small();
  model.workers.get(3).ended = 80e6;
  assert.deepEqual([5e6, 10e6, 79e6, 80e6].map((time) => workerPhase(model, 3, time)), ["before", "here", "here", "after"]);
  assert.equal(workerPhase(model, 99, 0), "absent");
});

test("a process with threads is counted by its threads, one without by itself", () => {
  const model = small();
  assert.deepEqual(shownWorkers(model, 20e6), [2, 3]);
  model.workers.set(4, { ...model.workers.get(1), id: 4, process: 4, name: "sh" });
  assert.deepEqual(shownWorkers(model, 20e6), [2, 3, 4]);
  assert.deepEqual(threadsOf(model, 1).map((worker) => worker.id), [2, 3]);
  assert.equal(parentOf(model, 3), 2);
  assert.equal(parentOf(model, 99), 0);
});

test("findings count from when it was so, not from when it was found", () => {
  const model = recorded("deadlock");
  assert.deepEqual(findingsAt(model, 10e6), []);
  assert.ok(findingsAt(model, 100e6).some((finding) => finding.kind === "deadlock"));
});

test("each kind of resource has its own facts", () => {
  const model = small((recording) => recording
    .define({ resources: [
      { id: 4, kind: "semaphore", name: "seats", process: 1, location: 0, capacity: 2, began: 0 },
      { id: 5, kind: "event", name: "go", process: 1, location: 0, capacity: null, began: 0 },
    ] })
    .events([
      { time: 1e6, kind: Kind.ACQUIRE, worker: 2, resource: 1 }, { time: 2e6, kind: Kind.PUT, worker: 2, resource: 2, value: 2, waiters: 1 },
      { time: 3e6, kind: Kind.ACQUIRE, worker: 2, resource: 4, value: 1 }, { time: 4e6, kind: Kind.SET, worker: 2, resource: 5 }, { time: 9e6, kind: Kind.RELEASE, worker: 2, resource: 1 },
    ]));
  assert.equal(resourceAt(model, 1, 5e6).owner, 2);
  assert.equal(resourceAt(model, 1, 9e6).owner, undefined);
  assert.deepEqual(resourceAt(model, 2, 5e6), { depth: 2, capacity: 3, waiters: 1 });
  assert.deepEqual(resourceAt(model, 4, 5e6), { permits: 1, capacity: 2, waiters: 0 });
  assert.equal(resourceAt(model, 4, 0).permits, 2);
  assert.equal(resourceAt(model, 5, 5e6).isSet, true);
  assert.deepEqual(resourceAt(model, 99, 0), {});
});

test("waiters are those who are blocked on it at that instant", () => {
  const model = small((recording) => recording.changes([{ time: 20e6, worker: 3, state: State.BLOCKED, reason: Reason.LOCK, resource: 1 }, { time: 30e6, worker: 3, state: State.RUNNING }]));
  assert.deepEqual(waitersAt(model, 1, 25e6), [3]);
  assert.deepEqual(waitersAt(model, 1, 30e6), []);
  assert.deepEqual(waitersAt(model, 2, 25e6), []);
});

test("shares add up to the time in the range and do not go beyond what is known", () => {
  const model = small((recording) => recording.changes([{ time: 0, worker: 2, state: State.RUNNING }, { time: 40e6, worker: 2, state: State.READY, reason: Reason.GIL }, { time: 60e6, worker: 2, state: State.BLOCKED, reason: Reason.SLEEP }]));
  assert.deepEqual(shares(model, 2, 0, 500e6), { running: 40e6, ready: 20e6, readyGil: 20e6, blocked: 40e6 });
  assert.deepEqual(shares(model, 2, 50e6, 70e6), { running: 0, ready: 10e6, readyGil: 10e6, blocked: 10e6 });
  assert.deepEqual(shares(model, 99, 0, 1), { running: 0, ready: 0, readyGil: 0, blocked: 0 });
});

test("the last place a worker was seen at is its own and not of the future", () => {
  const model = small((recording) => recording.events([
    { time: 1e6, kind: Kind.SET, worker: 2, location: 1 }, { time: 2e6, kind: Kind.SET, worker: 2 }, { time: 3e6, kind: Kind.SET, worker: 3, location: 2 }, { time: 9e6, kind: Kind.SET, worker: 2, location: 2 },
  ]));
  assert.equal(lastLocation(model, 2, 5e6), 1);
  assert.equal(lastLocation(model, 2, 9e6), 2);
  assert.equal(lastLocation(model, 2, 0), 0);
});

test("the library's own workers are counted apart, with all of a process that is one", () => {
  const model = small();
  model.workers.set(4, { ...model.workers.get(3), id: 4, name: "QueueFeederThread", helper: true });
  model.workers.set(5, { ...model.workers.get(1), id: 5, process: 5, name: "resource_tracker", helper: true });
  model.workers.set(6, { ...model.workers.get(2), id: 6, process: 5 });
  assert.deepEqual([3, 4, 5, 6, 99].map((id) => isHelper(model, id)), [false, true, true, true, false]);
  assert.deepEqual(countThreads(model), { own: 2, library: 2 });
  assert.deepEqual(shownWorkers(model, 20e6), [2, 3]);
});

test("threads and tasks count as workers, processes do not", () => {
  assert.deepEqual([countWorkers(small()), countWorkers(recorded("three_tasks"))], [2, 5]);
});

test("a task is a strand, and blocks its thread only where both wait for the same", () => {
  const model = recorded("three_tasks");
  const anna = [...model.workers.values()].find((worker) => worker.name === "Anna");
  assert.ok(isStrand(anna) && !isStrand(model.workers.get(anna.thread)));
  assert.equal(blocksThread(model, anna.id, 40e6), false); // await asyncio.sleep
  assert.equal(blocksThread(model, anna.id, 70e6), true); // time.sleep
  assert.equal(blocksThread(model, anna.thread, 70e6), false);
});

test("a thread is idle in its loop when it has tasks and waits for no descriptor that is known", () => {
  const model = recorded("three_tasks");
  const [loop] = model.loops;
  const span = { state: State.BLOCKED, reason: Reason.IO, resource: 0 };
  assert.ok(isIdleLoop(model, loop, span));
  for (const more of [{ reason: Reason.SLEEP }, { state: State.READY }, { resource: 1 }]) assert.ok(!isIdleLoop(model, loop, { ...span, ...more }));
  assert.ok(!isIdleLoop(model, -1, span));
});

import assert from "node:assert/strict";
import test from "node:test";

import { Kind } from "../../static/js/kinds.js";
import { StepTable } from "../../static/js/steps.js";

const event = (time, kind, more = {}) => ({ time, kind, worker: 0, resource: 1, target: 0, location: 0, text: 0, value: 0, reason: 0, flags: 0, waiters: 0, ...more });

test("a lock has an owner from acquire to release, and its waiters are counted", () => {
  const steps = new StepTable(1, "lock");
  steps.push(event(10, Kind.ACQUIRE, { worker: 2 }));
  steps.push(event(20, Kind.WAIT, { worker: 3, waiters: 1 }));
  steps.push(event(30, Kind.RELEASE, { worker: 2, waiters: 1 }));
  steps.push(event(31, Kind.ACQUIRE, { worker: 3 }));
  assert.deepEqual([0, 1, 2, 3].map((index) => [steps.step(index, 40).owner, steps.step(index, 40).waiters]), [[2, 0], [2, 1], [0, 1], [3, 0]]);
  assert.equal(steps.step(3, 40).t1, 40);
});

test("an rlock stays with its owner until its depth is 0", () => {
  const steps = new StepTable(1, "rlock");
  for (const [time, kind, value] of [[1, Kind.ACQUIRE, 1], [2, Kind.ACQUIRE, 2], [3, Kind.RELEASE, 1], [4, Kind.RELEASE, 0]]) steps.push(event(time, kind, { worker: 5, value }));
  assert.deepEqual([0, 1, 2, 3].map((index) => steps.step(index, 9).owner), [5, 5, 5, 0]);
});

test("a queue's chips are what is in it, whatever its order", () => {
  const steps = new StepTable(1, "queue");
  steps.push(event(1, Kind.PUT, { text: 11, value: 1 }));
  steps.push(event(2, Kind.PUT, { text: 12, value: 2 }));
  steps.push(event(3, Kind.PUT, { text: 13, value: 3 }));
  steps.push(event(4, Kind.GET, { text: 13, value: 2 }));
  steps.push(event(5, Kind.GET, { text: 11, value: 1 }));
  assert.deepEqual([0, 1, 2, 3, 4].map((index) => steps.step(index, 9).chips), [[11], [11, 12], [11, 12, 13], [11, 12], [12]]);
  assert.equal(steps.maxDepth, 3);
});

test("an event is set and cleared", () => {
  const steps = new StepTable(1, "event");
  steps.push(event(1, Kind.WAIT, { waiters: 1 }));
  steps.push(event(2, Kind.SET));
  steps.push(event(3, Kind.CLEAR));
  assert.deepEqual([0, 1, 2].map((index) => steps.step(index, 9).depth), [null, 1, 0]);
});

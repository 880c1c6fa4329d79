import assert from "node:assert/strict";
import test from "node:test";

import { describeJob, describePool, describePoolWait } from "../../static/js/describe-jobs.js";
import { describeResource, describeWorker } from "../../static/js/describe.js";
import { Kind, Reason, State } from "../../static/js/kinds.js";
import { plainText } from "../../static/js/sentences.js";
import { kitchen } from "./helpers/kitchen.js";
import { messagesFor } from "./helpers/messages.js";

const [en, zh] = ["en", "zh-CN"].map(messagesFor);
const say = (model, sentence, messages = en) => plainText(sentence, model, messages);

test("a job waits in the backlog, is worked on, is done", () => {
  const model = kitchen();
  const at = (time) => say(model, describeJob(model, 2, time));
  assert.deepEqual([at(11e6), at(20e6), at(60e6)], [
    "soup(1) waits in the backlog of pool.",
    "Cook-1 has been working on soup(1) for 8 ms.",
    "Cook-1 finished soup(1); it took 28 ms.",
  ]);
  assert.equal(say(model, describeJob(model, 2, 60e6), zh), "Cook-1 完成了 soup(1)，用时 28 毫秒。");
});

test("a job that was cancelled, or raised, says so", () => {
  const model = kitchen((recording) => recording.events([
    { time: 50e6, kind: Kind.WITHDRAW, worker: 2, resource: 4 }, { time: 60e6, kind: Kind.RESULT, worker: 3, resource: 3, flags: 3 },
  ]));
  assert.equal(say(model, describeResource(model, 4, 70e6)), "soup(3) was cancelled before anybody began it.");
  assert.equal(say(model, describeResource(model, 3, 70e6)), "soup(2) ended with an exception in Cook-1, after 18 ms.");
});

test("a pool says how many are busy and how many jobs wait", () => {
  const model = kitchen();
  assert.equal(say(model, describeResource(model, 1, 50e6)), "pool: 1 of at most 2 workers are busy; 1 job in the backlog.");
  assert.equal(describePool(model, 2, 50e6), undefined);
});

test("who waits for a result hears who works on it, or that nobody does yet", () => {
  const model = kitchen();
  assert.equal(say(model, describeWorker(model, 2, 45e6)[0]), "MainThread is blocked: waiting for the result of soup(2), which Cook-1 is working on, 25 ms.");
  const gaps = { who: { worker: 2 }, dur: { ns: 5e6 } };
  const queued = describePoolWait(model, "future", { resource: 4, by: 0 }, gaps);
  assert.equal(say(model, queued), "MainThread is blocked: waiting for the result of soup(3), which is still in the backlog of pool, 5 ms.");
});

test("who waits for several results hears which, and who works on one of them", () => {
  const model = kitchen((recording) => recording
    .define({ resources: [{ id: 9, kind: "future", name: "soup(2), soup(3)", process: 1, location: 0, capacity: null, began: 0, pool: 0, whole: 0, several: [3, 4] }] })
    .events([{ time: 80e6, kind: Kind.RESULT, worker: 3, resource: 3 }]));
  const gaps = { who: { worker: 2 }, dur: { ns: 5e6 } };
  const at = (by) => say(model, describePoolWait(model, "future", { resource: 9, by }, gaps));
  assert.equal(at(3), "MainThread is blocked: waiting for the results of soup(2), soup(3); Cook-1 is working on one of them, 5 ms.");
  assert.equal(at(0), "MainThread is blocked: waiting for the results of soup(2), soup(3); nobody is working on any of them, 5 ms.");
  assert.deepEqual([50e6, 90e6].map((time) => say(model, describeJob(model, 9, time))), [
    "Of soup(2), soup(3), 0 of 2 have their result.", "Of soup(2), soup(3), 1 of 2 have their result.",
  ]);
});

test("a worker without a job is idle", () => {
  const model = kitchen((recording) => recording.changes([{ time: 50e6, worker: 4, state: State.BLOCKED, reason: Reason.QUEUE_GET, resource: 1 }]));
  assert.equal(say(model, describeWorker(model, 4, 60e6)[0]), "Cook-2 is idle: pool has no job for it, 10 ms.");
});

test("who asked a manager waits for its answer", () => {
  const model = kitchen((recording) => recording
    .define({ resources: [{ id: 9, kind: "value", name: "counts", process: 0, location: 0, capacity: null, began: 0 }] })
    .changes([{ time: 50e6, worker: 4, state: State.BLOCKED, reason: Reason.PIPE, resource: 9 }]));
  assert.match(say(model, describeWorker(model, 4, 60e6)[0]), /what the manager's process answers about counts/);
});

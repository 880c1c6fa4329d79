import assert from "node:assert/strict";
import test from "node:test";

import { JobTable, jobAt } from "../../static/js/jobs.js";
import { Kind } from "../../static/js/kinds.js";
import { kitchen } from "./helpers/kitchen.js";

const event = (time, kind, worker, resource, more = {}) => ({ time, kind, worker, resource, target: 0, location: 0, text: 0, value: 0, reason: 0, flags: 0, waiters: 0, ...more });

test("a job is followed from submit to callback", () => {
  const job = kitchen().jobs.jobs.get(2);
  assert.deepEqual([job.submitted, job.submitter, job.began, job.worker, job.ended, job.done, job.result], [10e6, 2, 12e6, 3, 40e6, 40e6, 1]);
  assert.deepEqual(job.callbacks, [{ time: 41e6, worker: 3, text: 2 }]);
});

test("a pool's worker is at one job after the other", () => {
  const [slot, ...others] = kitchen().jobs.slotsOf(1);
  assert.deepEqual([slot.worker, others.length], [3, 0]);
  assert.deepEqual([5e6, 12e6, 39e6, 41e6, 42e6, 99e6].map((time) => jobAt(slot, time)), [0, 2, 2, 0, 3, 3]);
});

test("a pool is as busy as it has workers at a job", () => {
  const { jobs } = kitchen();
  assert.deepEqual([5e6, 20e6, 41e6, 50e6].map((time) => jobs.busyAt(1, time)), [0, 1, 0, 1]);
});

test("a pool of processes tells of the end where the work is done, of the result where it comes", () => {
  const table = new JobTable();
  table.push(event(1, Kind.JOB_BEGIN, 3, 7), 1);
  table.push(event(5, Kind.JOB_END, 3, 7, { text: 4, flags: 3 }), 1);
  table.push(event(6, Kind.RESULT, 9, 7, { text: 4, flags: 3 }), 1);
  const job = table.jobs.get(7);
  assert.deepEqual([job.ended, job.done, job.hasRaised], [5, 6, true]);
});

test("the backlog's depth and its jobs are the pool's steps", () => {
  const model = kitchen();
  assert.deepEqual([5e6, 11e6, 13e6, 30e6, 50e6].map((time) => model.stepAt(1, time).depth), [0, 1, 0, 2, 1]);
  assert.deepEqual(model.stepAt(1, 30e6).chips, [3, 4]);
  assert.equal(model.steps.has(2), false); // a job has no lane
});

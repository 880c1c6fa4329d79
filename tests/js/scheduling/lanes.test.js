import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuStretches, ghostOf, jobStretches, levelStretches, readyCounts } from "../../../static/js/scheduling/lanes.js";
import { roundRobin } from "../helpers/schedules.js";

const short = (list) => list.map((one) => `${one.kind}:${one.name}:${one.start}-${one.end}`);

test("between two jobs stands the switch, and before it what was idle", () => {
  const answer = roundRobin({
    knobs: { cpus: 1, switch_cost: 1 }, end: 12,
    gantt: [{ name: "P1", cpu: 0, start: 0, end: 4 }, { name: "P2", cpu: 0, start: 5, end: 6 }, { name: "P1", cpu: 0, start: 9, end: 10 }],
  });
  assert.deepEqual(short(cpuStretches(answer, 0)), ["run:P1:0-4", "switch:P2:4-5", "run:P2:5-6", "idle::6-8", "switch:P1:8-9", "run:P1:9-10", "idle::10-12"]);
});

test("a job that comes back to a CPU that nobody else had needs no switch", () => {
  const answer = roundRobin({ knobs: { cpus: 1, switch_cost: 1 }, end: 9, gantt: [{ name: "P1", cpu: 0, start: 0, end: 4 }, { name: "P1", cpu: 0, start: 7, end: 9 }] });
  assert.deepEqual(short(cpuStretches(answer, 0)), ["run:P1:0-4", "idle::4-7", "run:P1:7-9"]);
});

test("each job's lane has its states, and together they last from its arrival to its end", () => {
  const lanes = jobStretches(roundRobin());
  const sum = lanes.get("P1").reduce((total, one) => total + one.end - one.start, 0);
  assert.equal(sum, 30);
  assert.deepEqual([...lanes.keys()], ["P1", "P2", "P3"]);
});

test("a policy with levels tells in which queue a job ran, slice by slice", () => {
  const queues = [0, 1].map((level) => ({ level, jobs: [], length: 0 }));
  const chose = (time, level) => ({ time, cpu: 0, chosen: "P1", kept: false, queues, reason: { id: "first-of-queue", parameters: { name: "P1", level }, text: "" } });
  const bands = levelStretches(roundRobin({ gantt: [{ name: "P1", cpu: 0, start: 0, end: 30 }], decisions: [chose(0, 0), chose(10, 1), chose(20, 1)] }));
  assert.deepEqual(bands.map(short), [["run:P1:0-10"], ["run:P1:10-20", "run:P1:20-30"]]);
  assert.deepEqual(levelStretches(roundRobin()), []);
});

test("how many are ready is counted in steps and ends with nobody", () => {
  assert.deepEqual(readyCounts(roundRobin()), [{ time: 0, count: 2 }, { time: 4, count: 2 }, { time: 7, count: 1 }, { time: 10, count: 0 }]);
});

test("a schedule that is not revealed tells nothing of what becomes of a job", () => {
  const ghost = ghostOf(roundRobin());
  assert.deepEqual([ghost.gantt, ghost.ready, ghost.decisions, cpuStretches(ghost, 0)], [[], [], [], []]);
  assert.ok(ghost.jobs.every((job) => Number.isNaN(job.finish)));
});

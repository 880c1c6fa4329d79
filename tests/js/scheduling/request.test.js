import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, ioTimeOf, placeOf, sweepBodies } from "../../../static/js/scheduling/request.js";
import { row } from "../../../static/js/scheduling/rows.js";
import { emptyState } from "../../../static/js/scheduling/state.js";
import { FACTS } from "../helpers/schedules.js";

const STATE = { ...emptyState(), rows: [row({ name: " P1 ", burst: "7", every: "3", priority: "2" })], chosen: [{ policy: "fcfs", knobs: { quantum: "9" } }, { policy: "rr", knobs: { quantum: "2", arrival_after_preempted: true } }], machine: { cpus: "2", io_time: "4" } };

test("a policy is asked for with its own knobs and the machine's", () => {
  const job = { name: "P1", arrival: "0", burst: "3+4io+3+4io+1", priority: "2" };
  assert.deepEqual(bodyOf(FACTS, STATE, 0), { policy: "fcfs", jobs: [job], cpus: "2" });
  assert.deepEqual(bodyOf(FACTS, STATE, 1), { policy: "rr", jobs: [job], cpus: "2", quantum: "2", arrival_after_preempted: true });
});

test("a knob that was emptied is left to its default", () => {
  assert.equal("quantum" in bodyOf(FACTS, { ...STATE, chosen: [{ policy: "rr", knobs: { quantum: "" } }] }, 0), false);
  assert.equal(ioTimeOf({ ...STATE, machine: {} }), "5");
});

test("only policies that read the knob are swept, and without their decisions", () => {
  const bodies = sweepBodies(FACTS, STATE);
  assert.deepEqual(bodies.map((one) => one.at), [1]);
  assert.deepEqual(bodies[0].body.sweep, { knob: "quantum", from: "1", to: "8" });
  assert.equal(bodies[0].body.steps, false);
  assert.deepEqual(sweepBodies(FACTS, { ...STATE, sweep: { knob: "cpus", from: "1", to: "2" } }).map((one) => one.at), [0, 1]);
});

test("an error of the server is shown at the field it is about", () => {
  assert.equal(placeOf("/jobs/0/bursts", 1, FACTS), "jobs/0/burst");
  assert.equal(placeOf("/quantum", 1, FACTS), "policies/1/quantum");
  assert.equal(placeOf("/cpus", 1, FACTS), "machine/cpus");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { fourthOf, knobsOf, reads, sweepable, titleKnobs, valueOf } from "../../../static/js/scheduling/policies.js";
import { FACTS } from "../helpers/schedules.js";

const under = (policy, knobs = {}) => ({ policy, knobs });

test("a policy shows its own knobs only, numbers apart from switches, in the engine's order", () => {
  assert.deepEqual(knobsOf(FACTS, "fcfs"), { numbers: [], switches: [] });
  const { numbers, switches } = knobsOf(FACTS, "rr");
  assert.deepEqual([numbers.map((one) => one.name), switches.map((one) => one.name)], [["quantum"], ["arrival_after_preempted"]]);
  assert.deepEqual(knobsOf(FACTS, "mlfq").numbers.map((one) => one.name), ["quantum", "queues", "quanta"]);
});

test("a knob has what is set, else the policy's own", () => {
  assert.equal(valueOf(FACTS, under("rr"), "quantum"), "4");
  assert.equal(valueOf(FACTS, under("rr", { quantum: "7" }), "quantum"), "7");
  assert.equal(valueOf(FACTS, under("rr"), "arrival_after_preempted"), false);
  assert.equal(valueOf(FACTS, under("mlfq"), "quanta"), "");
});

test("the fourth number is named for what the policies make of it", () => {
  assert.equal(fourthOf([under("fcfs"), under("rr")]), undefined);
  assert.equal(fourthOf([under("fcfs"), under("priority")]), "priority");
  assert.equal(fourthOf([under("lottery"), under("priority")]), "number");
});

test("what can be swept is one number that some policy or the machine reads", () => {
  assert.deepEqual(sweepable(FACTS, [under("fcfs")]), ["switch_cost", "cpus"]);
  assert.deepEqual(sweepable(FACTS, [under("mlfq"), under("lottery")]), ["quantum", "queues", "seed", "switch_cost", "cpus"]);
  assert.equal(reads(FACTS, "fcfs", "quantum"), false);
});

test("a title names what was set, and the quantum", () => {
  assert.deepEqual(titleKnobs(FACTS, under("mlfq", { queues: "2", quanta: "" })), ["quantum", "queues"]);
});

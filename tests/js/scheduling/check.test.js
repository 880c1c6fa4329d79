import assert from "node:assert/strict";
import { test } from "node:test";
import { faultsOf, isBurst } from "../../../static/js/scheduling/check.js";
import { row } from "../../../static/js/scheduling/rows.js";
import { emptyState } from "../../../static/js/scheduling/state.js";
import { FACTS } from "../helpers/schedules.js";

const state = (change) => ({ ...emptyState(), rows: [row({ name: "P1", burst: "3" })], chosen: [{ policy: "rr", knobs: {} }], ...change });
const places = (change) => faultsOf(FACTS, state(change)).map((one) => one.place);

test("a good page has no faults", () => assert.deepEqual(places({}), []));

test("each slip is found at its field", () => {
  const good = { name: "P1", burst: "3" };
  for (const [slip, place] of [[{ name: " " }, "name"], [{ arrival: "-1" }, "arrival"], [{ arrival: "" }, "arrival"], [{ burst: "0" }, "burst"], [{ burst: "NaN" }, "burst"], [{ burst: "5+3+4" }, "burst"], [{ burst: "1e9" }, "burst"], [{ every: "x" }, "every"], [{ every: "2", burst: "1+1io+1" }, "every"], [{ priority: "1.5" }, "priority"]]) {
    assert.deepEqual(places({ rows: [row({ ...good, ...slip })] }), [`jobs/0/${place}`], JSON.stringify(slip));
  }
});

test("a name that is there twice is found at the second", () => {
  assert.deepEqual(places({ rows: [row({ name: "A", burst: "1" }), row({ name: "A", burst: "1" })] }), ["jobs/1/name"]);
});

test("knobs are held to their range", () => {
  assert.deepEqual(places({ chosen: [{ policy: "rr", knobs: { quantum: "0" } }] }), ["policies/0/quantum"]);
  assert.deepEqual(places({ chosen: [{ policy: "mlfq", knobs: { quanta: "8,16,0", queues: "17" } }] }), ["policies/0/queues"]);
  assert.deepEqual(places({ machine: { cpus: "0", switch_cost: "0" } }), ["machine/cpus"]);
  assert.deepEqual(places({ machine: { cpus: "" } }), ["machine/cpus"]);
});

test("bursts are CPU and I/O in turn", () => {
  for (const text of ["5", "0.5", "5+3io+4", "5 + 3 I/O + 4"]) assert.ok(isBurst(text), text);
  for (const text of ["", "5+3io", "3io+5", "5+0io+4", "-5"]) assert.ok(!isBurst(text), text);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { decidedAt, instantsOf, leftAt, placeAt, queuesAt } from "../../../static/js/scheduling/steps.js";
import { firstCome, roundRobin } from "../helpers/schedules.js";

test("the instants of all schedules are stepped through as one", () => assert.deepEqual(instantsOf([firstCome(), roundRobin()]), [0, 4, 7, 10, 24, 27, 30]));

test("between its decisions a schedule stays with the last", () => {
  const { decisions, isNew, isOver } = decidedAt(firstCome(), 10);
  assert.deepEqual([decisions.map((one) => one.chosen), isNew, isOver], [["P1"], false, false]);
  assert.equal(decidedAt(roundRobin(), 10).isNew, true);
  assert.equal(decidedAt(roundRobin(), 30).isOver, true);
});

test("the queue is in the order the policy has it", () => {
  assert.deepEqual(queuesAt(roundRobin(), 4)[0].jobs, ["P3", "P1"]);
  assert.deepEqual(queuesAt(roundRobin(), 30), []);
});

test("who became ready since the last decision stands at the end, who got the CPU meanwhile does not", () => {
  const answer = roundRobin({ ready: [{ name: "P3", start: 0, end: 7 }, { name: "P4", start: 5, end: 9 }] });
  assert.deepEqual(queuesAt(answer, 6)[0].jobs, ["P3", "P4"]);
});

test("what a job still needs is its burst without what it had", () => {
  assert.equal(leftAt(roundRobin(), "P1", 0), 24);
  assert.equal(leftAt(roundRobin(), "P1", 12), 18);
  assert.equal(leftAt(roundRobin(), "P1", 30), 0);
});

test("a point of time belongs to the instant before it", () => {
  assert.equal(placeAt([0, 4, 7], 5), 1);
  assert.equal(placeAt([0, 4, 7], 4), 1);
  assert.equal(placeAt([2, 4], 1), 0);
});

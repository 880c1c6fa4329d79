import assert from "node:assert/strict";
import { test } from "node:test";
import { bestOf, judge, orderOf, topicsFor } from "../../../static/js/scheduling/predict.js";
import { firstCome, roundRobin } from "../helpers/schedules.js";

const nameOf = (at) => ["FCFS", "RR"][at];
const both = [firstCome(), roundRobin()];

test("a mean is right to two digits, as a number or a fraction", () => {
  for (const given of ["17", " 17.0 ", "51/3", "17,0"]) assert.equal(judge("waiting", given, both, nameOf).isRight, true, given);
  for (const given of ["5.67", "17/3"]) assert.equal(judge("waiting", given, [roundRobin()], nameOf).isRight, true, given);
  const wrong = judge("waiting", "10", both, nameOf);
  assert.deepEqual(wrong, { isRight: false, expected: "17", difference: -7 });
});

test("what cannot be read is no prediction", () => {
  for (const given of ["", "x", "1/0", "-3"]) assert.equal(judge("turnaround", given, both, nameOf), undefined, given);
  assert.equal(judge("order", "  ", both, nameOf), undefined);
  assert.equal(judge("best", "", both, nameOf), undefined);
});

test("the order in which jobs finish, however it is written", () => {
  const answers = [roundRobin()];
  assert.deepEqual(orderOf(answers[0]), ["P2", "P3", "P1"]);
  for (const given of ["P2 P3 P1", "p2,p3,p1", "P2 → P3 → P1", "P2、P3、P1"]) assert.equal(judge("order", given, answers, nameOf).isRight, true, given);
  for (const given of ["P1 P2 P3", "P2 P3", "P2 P2 P1", "P2 P3 P9"]) assert.equal(judge("order", given, answers, nameOf).isRight, false, given);
});

test("jobs that end together may be named in either order", () => {
  const jobs = roundRobin().jobs.map((job) => ({ ...job, finish: 9 }));
  assert.equal(judge("order", "P3 P1 P2", [roundRobin({ jobs })], nameOf).isRight, true);
});

test("which policy is best is asked only of several, and a tie has two right answers", () => {
  assert.equal(topicsFor(1).includes("best"), false);
  assert.equal(judge("best", "1", both, nameOf).isRight, true);
  assert.equal(judge("best", "0", both, nameOf).isRight, false);
  assert.deepEqual(bestOf([roundRobin(), roundRobin()]), [0, 1]);
});

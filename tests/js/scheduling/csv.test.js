import assert from "node:assert/strict";
import { test } from "node:test";
import { writeCsv } from "../../../static/js/scheduling/csv.js";
import { roundRobin } from "../helpers/schedules.js";

test("jobs, means and blocks, a line each", () => {
  const lines = writeCsv([{ title: "Round robin, quantum 4", answer: roundRobin() }]).trimEnd().split("\r\n");
  assert.equal(lines.length, 1 + 3 + 1 + 4);
  assert.equal(lines[1], '"Round robin, quantum 4",job,P1,,0,24,,0,30,0,6,30');
  assert.match(lines[4], /^"Round robin, quantum 4",mean,.*,30,3\.66/);
  assert.equal(lines[5], '"Round robin, quantum 4",block,P1,0,,,,0,4,,,');
});

test("a name cannot break out of its cell or become a formula", () => {
  const answer = roundRobin({ jobs: [{ ...roundRobin().jobs[0], name: '=1+1,"x"' }], gantt: [] });
  assert.match(writeCsv([{ title: "t", answer }]), /t,job,"'=1\+1,""x""",/);
});

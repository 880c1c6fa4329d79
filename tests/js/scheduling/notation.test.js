import assert from "node:assert/strict";
import { test } from "node:test";
import { burstsOf, readJobs, writeJobs } from "../../../static/js/scheduling/notation.js";
import { row } from "../../../static/js/scheduling/rows.js";

test("a textbook's list is read, with I/O and priority, whatever separates its jobs", () => {
  const expected = [row({ name: "P1", arrival: "0", burst: "24" }), row({ name: "P2", arrival: "1", burst: "5+3io+4", priority: "2" })];
  for (const text of ["P1 0 24, P2 1 5+3io+4 2", "P1 0 24\nP2 1 5+3io+4 2\n", "P1 0 24；P2 1 5+3io+4 2", "P1\t0\t24;P2 1 5+3io+4 2"]) assert.deepEqual(readJobs(text).rows, expected);
});

test("OSTEP's list is read", () => {
  const { rows, notation } = readJobs("0,84,7:0,42,3:100,20,0");
  assert.equal(notation, "ostep");
  assert.deepEqual(rows.map((one) => [one.name, one.arrival, one.burst, one.every]), [["J0", "0", "84", "7"], ["J1", "0", "42", "3"], ["J2", "100", "20", ""]]);
});

test("what is no list is answered with what to write", () => {
  assert.equal(readJobs("  ").trouble.key, "schedule.paste.empty");
  assert.deepEqual(readJobs("P1 0").trouble, { key: "schedule.paste.bad", params: { text: "P1 0" } });
  assert.equal(readJobs("P1 0 1 2 3").trouble.key, "schedule.paste.bad");
  assert.equal(readJobs(Array.from({ length: 201 }, (_, at) => `P${at} 0 1`).join(",")).trouble.key, "schedule.paste.many");
});

test("a list that was written is read again", () => {
  const text = "P1 0 24, P2 1 5+3io+4 2";
  assert.equal(writeJobs(readJobs(text).rows, "5"), text);
});

test("I/O every so often becomes bursts as OSTEP's simulator has them: the last part without I/O behind it", () => {
  assert.equal(burstsOf(row({ burst: "7", every: "3" }), "5"), "3+5io+3+5io+1");
  assert.equal(burstsOf(row({ burst: "6", every: "3" }), "5"), "3+5io+3");
  assert.equal(burstsOf(row({ burst: "3", every: "3" }), "5"), "3");
  assert.equal(burstsOf(row({ burst: "3", every: "" }), "5"), "3");
});

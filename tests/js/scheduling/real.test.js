import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { layOutCpus } from "../../../static/js/scheduling/layout.js";
import { awaitReal, beside, measuredAnswer, startReal } from "../../../static/js/scheduling/real.js";
import { row } from "../../../static/js/scheduling/rows.js";
import { emptyState } from "../../../static/js/scheduling/state.js";
import { FACTS, firstCome, frame, roundRobin } from "../helpers/schedules.js";

const RUN = { id: "r1", self: "/api/v1/runs/r1", schedule: "/api/v1/runs/r1/schedule", page: "/lab/r1" };
const STATE = { ...emptyState(), rows: [row({ name: "P1", burst: "7" })], chosen: [{ policy: "rr", knobs: { quantum: "2" } }] };
const never = new AbortController().signal;
const at = (later) => { later(); };
let before;
let asked;
const serve = (...answers) => { globalThis.fetch = async (address, options) => { asked.push([address, options]); return answers.shift(); }; };
const answered = (body, ok = true) => ({ ok, status: ok ? 200 : 409, json: async () => body });
beforeEach(() => { before = globalThis.fetch; asked = []; });
afterEach(() => { globalThis.fetch = before; });

/** The book's round robin, each time a little late, as real processes are. */
function compared() {
  const textbook = roundRobin();
  const jobs = textbook.jobs.map((job) => ({ ...job, waiting: job.waiting + 0.5, first_run: job.first_run + 0.1 }));
  const measured = { known: "measured", jobs, mean: { ...textbook.mean, waiting: textbook.mean.waiting + 0.5 }, gantt: textbook.gantt.map((bar) => ({ ...bar, end: bar.end - 0.1 })), switches: 3, cpu_busy: 97, throughput: 0.1, end: 29.9 };
  const zero = { waiting: 0.5, turnaround: 0, response: 0 };
  return { ...textbook, unit_ms: 100, measured, difference: { jobs: jobs.map(({ name }) => ({ name, ...zero })), mean: zero, end: -0.1 }, jitter: { largest: 0.5, mean: 0.1, work: 0.01 }, same_order: true };
}

test("a real run is asked for with the policy's own knobs and the unit of time", async () => {
  serve(answered({ run: RUN, estimate_seconds: 1.5 }));
  assert.deepEqual(await startReal(FACTS, STATE, 0, 50, never), { run: RUN, seconds: 1.5 });
  const body = JSON.parse(asked[0][1].body);
  assert.deepEqual([body.real, body.unit_ms, body.policy, body.quantum], [true, 50, "rr", "2"]);
});

test("a run that would take too long is refused with the server's estimate", async () => {
  serve(answered({ errors: [{ pointer: "/real", detail: "this would take about 90 s" }] }, false));
  assert.deepEqual((await startReal(FACTS, STATE, 0, 50, never)).fault.params, { detail: "this would take about 90 s" });
});

test("the comparison is fetched when the run is over, not before", async () => {
  serve(answered({ live: true }), answered({ live: true }), answered({ live: false }), answered({ same_order: true }));
  assert.deepEqual(await awaitReal(RUN, never, at), { comparison: { same_order: true } });
  assert.deepEqual(asked.map(([address]) => address), [RUN.self, RUN.self, RUN.self, RUN.schedule]);
});

test("a run that was stopped says so", async () => {
  serve(answered({ live: false }), answered({ detail: "the run ended before all jobs were done" }, false));
  assert.equal((await awaitReal(RUN, never, at)).fault.params.detail, "the run ended before all jobs were done");
});

test("what was measured can be drawn like a textbook's schedule", () => {
  const answer = measuredAnswer(compared());
  const { shapes } = layOutCpus(answer, frame());
  assert.deepEqual(shapes.filter((shape) => shape.kind === "in-run").map((shape) => shape.text), ["P1", "P2", "P3", "P1"]);
  assert.equal(answer.end, 29.9);
  assert.notEqual(answer.end, firstCome().end);
});

test("each time stands beside the textbook's, the mean last", () => {
  const rows = beside(compared(), "waiting");
  assert.deepEqual(rows.map((one) => one.name), ["P1", "P2", "P3", undefined]);
  assert.deepEqual(rows[1], { name: "P2", textbook: 4, measured: 4.5, difference: 0.5 });
});

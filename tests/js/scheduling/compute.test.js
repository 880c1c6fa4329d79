import assert from "node:assert/strict";
import { test } from "node:test";
import { afterEach, beforeEach } from "node:test";
import { compute, computeSweep, faultText } from "../../../static/js/scheduling/compute.js";
import { row } from "../../../static/js/scheduling/rows.js";
import { emptyState } from "../../../static/js/scheduling/state.js";
import { FACTS } from "../helpers/schedules.js";

const STATE = { ...emptyState(), rows: [row({ name: "P1", burst: "7" })], chosen: [{ policy: "fcfs", knobs: {} }, { policy: "rr", knobs: {} }] };
const never = new AbortController().signal;
let before;
let asked;
const serve = (answer) => { globalThis.fetch = async (address, { body }) => { asked.push(JSON.parse(body)); return answer(JSON.parse(body)); }; };
const ok = (body) => ({ ok: true, json: async () => body });
beforeEach(() => { before = globalThis.fetch; asked = []; });
afterEach(() => { globalThis.fetch = before; });

test("each policy is asked for, and the answers come in the policies' order", async () => {
  serve(({ policy }) => ok({ policy }));
  assert.deepEqual(await compute(FACTS, STATE, never), { answers: [{ policy: "fcfs" }, { policy: "rr" }] });
  assert.equal(asked.length, 2);
});

test("a refusal names the field", async () => {
  serve(() => ({ ok: false, status: 422, json: async () => ({ code: "invalid-schedule", detail: "jobs/0/burst: too long", errors: [{ pointer: "/jobs/0/burst", detail: "too long" }] }) }));
  assert.deepEqual(await compute(FACTS, STATE, never), {
    fault: { place: "jobs/0/burst", key: "schedule.fault.server", params: { detail: "too long" }, refusal: { code: "invalid-schedule", detail: "too long", field: "jobs" } },
  });
});

test("a fault is said in the reader's language, with the server's words behind it", () => {
  const words = { "problem.invalid-schedule": "算不了", "problem.with-detail": "{text}（{detail}）", "schedule.fault.no-job": "没有作业" };
  const messages = { has: (key) => key in words, t: (key, params = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => params[name]) };
  assert.equal(faultText({ key: "schedule.fault.server", params: { detail: "x" }, refusal: { code: "invalid-schedule", detail: "x", field: "" } }, messages), "算不了（x）");
  assert.equal(faultText({ key: "schedule.fault.no-job", params: {} }, messages), "没有作业");
});

test("a server that does not answer is said to", async () => {
  serve(() => { throw new TypeError("fetch failed"); });
  assert.equal((await compute(FACTS, STATE, never)).fault.key, "schedule.fault.unreachable");
});

test("what was overtaken is dropped", async () => {
  serve(() => { throw new DOMException("aborted", "AbortError"); });
  assert.equal(await compute(FACTS, STATE, never), undefined);
});

test("a sweep keeps which policy it is of", async () => {
  serve(() => ok({ sweep: { points: [{ value: 1 }] } }));
  assert.deepEqual(await computeSweep(FACTS, STATE, never), { sweeps: [{ at: 1, points: [{ value: 1 }] }] });
});

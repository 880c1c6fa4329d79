import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/scheduling/link.js";
import { row } from "../../../static/js/scheduling/rows.js";
import { emptyState } from "../../../static/js/scheduling/state.js";
import { FACTS } from "../helpers/schedules.js";

const STATE = {
  ...emptyState(), rows: [row({ name: "编译, 1;&=", burst: "5+3io+4", priority: "-2" }), row({ name: "J1", arrival: "2.5", burst: "84", every: "7" })],
  chosen: [{ policy: "rr", knobs: { quantum: "2", arrival_after_preempted: true } }, { policy: "mlfq", knobs: { quanta: "8,16,0" } }],
  machine: { cpus: "2", switch_on_io: false, io_time: "4" }, seed: "17", at: 4, isPredicting: true, sweep: { knob: "cpus", from: "1", to: "3" },
};

test("what is written is read again, whatever a job is called", () => assert.deepEqual(decode(`#${encode(STATE)}`, FACTS), STATE));

test("a plain page makes a plain link", () => {
  const state = { ...emptyState(), rows: [row({ name: "P1", burst: "24" }), row({ name: "P2", burst: "3" })], chosen: [{ policy: "rr", knobs: { quantum: "4" } }] };
  assert.equal(encode(state), "v=1&jobs=P1,0,24;P2,0,3&policy=rr,quantum=4");
});

test("another version is not read at all, and what is unknown is left out", () => {
  assert.deepEqual(decode("#v=2&jobs=P1,0,24", FACTS), {});
  assert.deepEqual(decode("", FACTS), {});
  assert.deepEqual(decode("#v=1&policy=none&policy=rr,colour=red&machine=gears=3&at=x&seed=<b>&sweep=none,1,2", FACTS), { chosen: [{ policy: "rr", knobs: {} }], machine: {} });
});

test("a link that was cut does no harm", () => {
  const whole = encode(STATE);
  for (let length = 0; length < whole.length; length += 1) decode(whole.slice(0, length), FACTS);
});

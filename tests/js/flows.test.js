import assert from "node:assert/strict";
import test from "node:test";

import { Doing, Tick, amountOf, countedFor, doingAfter, inKernel, tickOf } from "../../static/js/flows.js";
import { Call, Flag, Kind, Outcome, Phase } from "../../static/js/kinds.js";
import { StepTable } from "../../static/js/steps.js";

const row = (kind, more = {}) => ({ time: 0, kind, worker: 1, resource: 1, target: 0, location: 0, text: 0, value: 0, reason: 0, flags: 0, waiters: 0, ...more });

test("a call waits, copies, and is done", () => {
  const rows = [row(Kind.CALL, { flags: Call.RECV }), row(Kind.PHASE, { flags: Phase.ARRIVED, value: 5 }), row(Kind.PHASE, { flags: Phase.COPY, value: 5 }), row(Kind.RECV, { flags: Flag.STREAM, value: 5 })];
  let doing = Doing.NOTHING;
  assert.deepEqual(rows.map((one) => (doing = doingAfter(doing, one))), [Doing.WAIT, Doing.WAIT, Doing.COPY, Doing.NOTHING]);
});

test("sending does not wait for data, and a timeout ends a wait", () => {
  assert.equal(doingAfter(Doing.NOTHING, row(Kind.CALL, { flags: Call.SEND })), Doing.NOTHING);
  assert.equal(doingAfter(Doing.WAIT, row(Kind.CALL, { flags: Call.SEND })), Doing.WAIT);
  assert.equal(doingAfter(Doing.WAIT, row(Kind.WAIT_END, { flags: Outcome.TIMEOUT })), Doing.NOTHING);
  assert.equal(doingAfter(Doing.COPY, row(Kind.PHASE, { flags: Phase.COPIED })), Doing.NOTHING);
  assert.equal(doingAfter(Doing.WAIT, row(Kind.PHASE, { flags: Phase.COPY | Flag.INFERRED })), Doing.COPY_UNSEEN);
  assert.equal(doingAfter(Doing.COPY_UNSEEN, row(Kind.PHASE, { flags: Phase.COPIED | Flag.INFERRED })), Doing.NOTHING);
});

test("ticks say what came, went, was ready, or was asked in vain", () => {
  const ticks = [
    row(Kind.PHASE, { flags: Phase.ARRIVED }), row(Kind.PHASE, { flags: Phase.COPY }), row(Kind.RECV, { flags: Flag.STREAM, value: 3 }), row(Kind.RECV, { flags: Flag.STREAM }),
    row(Kind.SEND), row(Kind.READY), row(Kind.WAIT_END, { flags: Outcome.REFUSED | Flag.NONBLOCKING }), row(Kind.WAIT_END), row(Kind.COUNTED), row(Kind.CLOSE), row(Kind.ACCEPT), row(Kind.CREATE),
  ].map(tickOf);
  assert.deepEqual(ticks, [
    Tick.ARRIVED, Tick.NONE, Tick.TAKEN, Tick.END, Tick.SENT, Tick.READY, Tick.REFUSED, Tick.NONE, Tick.COUNTED, Tick.END, Tick.TAKEN, Tick.NONE,
  ]);
});

test("what is in the kernel grows with what comes and shrinks with what is taken", () => {
  assert.equal(inKernel(0, row(Kind.PHASE, { flags: Phase.ARRIVED, value: 7 })), 7);
  assert.equal(inKernel(7, row(Kind.RECV, { flags: Flag.STREAM, value: 5 })), 2);
  assert.equal(inKernel(2, row(Kind.RECV, { flags: Flag.STREAM, value: 5 })), 0);
  assert.equal(inKernel(3, row(Kind.PHASE, { flags: Phase.COPY, value: -1 })), 3);
  assert.equal(inKernel(3, row(Kind.ACCEPT, { value: 2 })), 2);
});

test("a count carries its number and how long it took", () => {
  const value = 500 + 2000 * 2 ** 32;
  assert.equal(amountOf(value), 500);
  assert.equal(countedFor(value), 2_000_000);
});

test("steps of a socket sum the calls in vain", () => {
  const steps = new StepTable(1, "socket");
  for (const one of [row(Kind.CREATE), row(Kind.WAIT_END, { flags: Outcome.REFUSED }), row(Kind.COUNTED, { value: 41 })]) steps.push(one);
  assert.deepEqual([0, 1, 2].map((index) => steps.step(index, 9).refused), [0, 1, 42]);
  assert.equal(steps.step(0, 9).depth, 0);
  assert.equal(steps.hasCalls, false);
});

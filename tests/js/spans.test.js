import assert from "node:assert/strict";
import test from "node:test";

import { Reason, State } from "../../static/js/kinds.js";
import { SpanClass, SpanTable } from "../../static/js/spans.js";

const change = (time, state, reason = 0) => ({ time, worker: 1, state, reason, known: 0, cpu: 255, resource: 0, target: 0, by: 0, location: 0 });

/** Durations that look random and never change. */
function durations(count) {
  let seed = 12345;
  return Array.from({ length: count }, () => ((seed = (seed * 1103515245 + 12345) % 2147483648), 1 + (seed % 1000) + (seed % 97 === 0 ? 5000 : 0)));
}

function filled(count) {
  const lane = new SpanTable(1);
  const lengths = durations(count);
  let time = 0;
  lengths.forEach((length, index) => {
    lane.push(change(time, [State.RUNNING, State.READY, State.BLOCKED][index % 3], index % 2 ? Reason.GIL : Reason.CPU));
    time += length;
  });
  return { lane, lengths, end: time };
}

test("a change at the time of the last replaces it", () => {
  const lane = new SpanTable(1);
  lane.push(change(0, State.READY));
  lane.push(change(10, State.READY, Reason.CPU));
  lane.push(change(10, State.RUNNING));
  assert.equal(lane.length, 2);
  assert.equal(lane.span(1, 30).state, State.RUNNING);
  assert.deepEqual([lane.span(0, 30).t1, lane.span(1, 30).t1], [10, 30]);
});

test("running totals give every class its time up to any instant", () => {
  const { lane, end } = filled(300);
  const plain = new Float64Array(5);
  const totals = new Float64Array(5);
  for (let time = 0; time < end; time += 997) {
    plain.fill(0);
    for (let index = 0; index < lane.length && lane.time.at(index) < time; index += 1) plain[lane.classAt(index)] += Math.min(lane.endOf(index, end), time) - lane.time.at(index);
    lane.totalsAt(time, lane.indexAt(time), totals);
    assert.deepEqual([...totals], [...plain]);
  }
  assert.equal(lane.classAt(1), SpanClass.READY_GIL);
});

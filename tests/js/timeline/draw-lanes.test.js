import assert from "node:assert/strict";
import test from "node:test";

import { Reason, State } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";
import { sceneOf } from "./scene.js";

const workers = [worker({ id: 1, kind: "process", process: 1 }), ...Array.from({ length: 9 }, (_, index) => worker({ id: index + 2, parent: 1 }))];
const drawn = (changes, options) => sceneOf(new Recording().meta().define({ workers }).changes(changes).status({ now: 100e6, phase: "ended", status: "finished" }).into(new RunModel()), options);

test("a worker that ran for a moment between two waits is seen to have run", () => {
  const { fills, tokens, layout } = drawn([
    { time: 0, worker: 2, state: State.BLOCKED, reason: Reason.LOCK },
    { time: 50e6, worker: 2, state: State.READY },
    { time: 50.01e6, worker: 2, state: State.RUNNING },
    { time: 50.02e6, worker: 2, state: State.BLOCKED, reason: Reason.LOCK },
  ].map((change) => ({ ...change, time: Math.round(change.time) })));
  const row = layout.rowOf.get(2);
  assert.ok(fills.some((fill) => fill.color === tokens.run && fill.h === row.barHeight && fill.w >= 3 && fill.w < 9));
});

test("the selected span wears the focus ring", () => {
  const changes = [{ time: 0, worker: 2, state: State.BLOCKED, reason: Reason.LOCK }, { time: 50e6, worker: 2, state: State.RUNNING }];
  const rings = (selected) => drawn(changes, { state: { selected } }).fills.filter((fill) => fill.h > 20 && fill.w > 400 && fill.color !== undefined).length;
  assert.ok(rings({ type: "span", id: 2, time: 60e6 }) >= rings({ type: "worker", id: 2, time: 60e6 }) + 2);
});

test("a dense stretch is one strip with its number of spans", () => {
  const changes = Array.from({ length: 5000 }, (_, index) => ({ time: index * 10_000, worker: 2, state: index % 2 ? State.RUNNING : State.READY }));
  const { texts, calls } = drawn(changes);
  assert.ok(texts.includes("4999 switches"));
  assert.equal(calls.get("drawImage"), 1);
});

test("the workers a projector folds away are thin strips of one lane", () => {
  const changes = Array.from({ length: 9 }, (_, index) => ({ time: 0, worker: index + 2, state: State.RUNNING }));
  const { calls, texts } = drawn(changes, { state: { layout: "projector" } });
  assert.ok(texts.includes("+3 others"));
  assert.equal(calls.get("drawImage"), 3);
});

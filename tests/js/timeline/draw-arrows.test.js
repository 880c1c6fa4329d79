import assert from "node:assert/strict";
import test from "node:test";

import { EdgeKind, State } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";
import { sceneOf } from "./scene.js";

function drawn(kind, more = {}, options = {}) {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 }), worker({ id: 3, parent: 1 })];
  return sceneOf(new Recording().meta().define({ workers, texts: { 7: "'cake'" } }).changes([{ time: 0, worker: 2, state: State.RUNNING }, { time: 0, worker: 3, state: State.READY }])
    .edges([{ t0: 40e6, t1: 50e6, kind, source: 2, target: 3, ...more }]).status({ now: 100e6 }).into(new RunModel()), options);
}

test("each cause has its style", () => {
  const styles = [EdgeKind.START, EdgeKind.JOIN, EdgeKind.WAKE, EdgeKind.MESSAGE, EdgeKind.SIGNAL, EdgeKind.SUBMIT].map((kind) => drawn(kind).view.arrows[0].style);
  assert.deepEqual(styles, ["start", "join", "wake", "message", "signal", "call"]);
});

test("a message carries its item", () => {
  assert.ok(drawn(EdgeKind.MESSAGE, { text: 7 }).texts.includes("'cake'"));
});

test("the head points at the top of the bar it wakes", () => {
  const { view, layout } = drawn(EdgeKind.WAKE);
  const row = layout.rowOf.get(3);
  assert.ok(Math.abs(view.arrows[0].points[7] - (row.barTop + row.barHeight * 0.38)) < 2);
});

test("an arrow out of sight is not drawn", () => {
  assert.equal(drawn(EdgeKind.WAKE, {}, { state: { t0: 60e6, t1: 90e6 } }).view.arrows.length, 0);
});

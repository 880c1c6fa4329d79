import assert from "node:assert/strict";
import test from "node:test";

import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";
import { modelOf } from "../recordings.js";
import { sceneOf } from "./scene.js";

function drawn(more, status = { phase: "ended", status: "finished" }, others = []) {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, ...more }), ...others];
  return sceneOf(new Recording().meta().define({ workers }).changes([{ time: 0, worker: 2, state: 2 }]).status({ now: 100e6, ...status }).into(new RunModel()));
}

test("an end is a flag, its worker's ground ends there", () => {
  const { fills, scale, tokens, layout } = drawn({ ended: 60e6 });
  const row = layout.rowOf.get(2);
  assert.ok(fills.some((fill) => fill.color === tokens.done && fill.w === 3 && Math.abs(fill.x - scale.x(60e6)) < 0.01 && fill.h > row.barHeight));
});

test("an exit code that is not 0 is written beside it, a signal too", () => {
  assert.ok(drawn({ ended: 60e6, exit: 3 }).texts.includes("3"));
  assert.ok(drawn({ ended: 60e6, signal: "SIGKILL", cut: true }).texts.includes("SIGKILL"));
  assert.ok(drawn({ ended: 60e6, cut: true }).texts.includes("cut off"));
  const task = worker({ id: 3, parent: 2, thread: 2, kind: "task", name: "tick", began: 1e6, ended: 60e6, cancelled: true });
  assert.ok(drawn({}, undefined, [task]).texts.includes("cancelled"));
});

test("a task that raised has no exit code", () => {
  const words = (more) => {
    const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 }), worker({ id: 3, kind: "task", parent: 2, thread: 2, ended: 60e6, ...more })];
    const changes = [2, 3].map((id) => ({ time: 0, worker: id, state: 2 }));
    return sceneOf(new Recording().meta().define({ workers }).changes(changes).status({ now: 100e6, phase: "ended" }).into(new RunModel())).texts;
  };
  assert.ok(words({ exit: 1 }).includes("ended by an exception"));
});

test("a worker still going when the recording stopped fades, it has no flag", () => {
  const { fills, tokens, layout } = drawn({});
  const row = layout.rowOf.get(2);
  assert.ok(fills.filter((fill) => fill.color === tokens.lane && fill.w === 2).length >= 10);
  assert.ok(!fills.some((fill) => fill.color === tokens.done && fill.h > row.barHeight && fill.y === row.barTop));
});

test("alarms stand on the low bar, below the words", () => {
  const scene = sceneOf(modelOf("deadlock"));
  for (const { worker: id, y } of scene.view.alarms) {
    const row = scene.layout.rowOf.get(id);
    assert.ok(y > row.barTop + row.barHeight / 2 && y < row.barTop + row.barHeight);
  }
});

test("trouble is not marked on the lane of one who had ended by then, unless it is about that one first", () => {
  const model = modelOf("deadlock");
  const [finding] = model.findings.values();
  const [first, second] = finding.workers;
  const marked = () => sceneOf(model).view.alarms.filter((alarm) => alarm.finding === finding.id).map(({ worker: id }) => id);
  model.workers.get(second).ended = finding.at - 1;
  assert.deepEqual(marked(), [first]);
  model.workers.get(first).ended = finding.at - 1;
  assert.deepEqual(marked(), [first]);
});

test("red is for trouble only", () => {
  const model = modelOf("deadlock");
  for (const finding of model.findings.values()) finding.level = "warning";
  const { view } = sceneOf(model);
  assert.ok(view.alarms.length > 0 && view.alarms.every((alarm) => alarm.level === "warning"));
});

test("what is worth a look, or good to know, is marked in ink, once: on the first of its workers", () => {
  for (const level of ["warning", "info"]) {
    const model = modelOf("deadlock");
    for (const finding of model.findings.values()) finding.level = level;
    const { view, fills, tokens } = sceneOf(model);
    assert.deepEqual(view.alarms.map(({ finding, worker }) => [finding, worker]), [...model.findings.values()].map(({ id, workers }) => [id, workers[0]]));
    assert.ok(!fills.some(({ color }) => color === tokens.alarm));
  }
});

test("a finding about a process stands on the lane of its first thread", () => {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, process: 1 })];
  const finding = { id: 1, kind: "zombie", level: "warning", message: "m", message_id: "", parameters: {}, workers: [1], resources: [], at: 50e6, since: 50e6, location: 0, open: false, ring: [] };
  const recording = new Recording().meta().define({ workers }).changes([{ time: 0, worker: 2, state: 2 }]).status({ now: 100e6, phase: "ended", status: "finished" });
  const model = recording.into(new RunModel());
  model.findings.set(1, finding);
  const { view, layout } = sceneOf(model);
  const row = layout.rowOf.get(2);
  assert.equal(view.alarms.length, 1);
  assert.ok(view.alarms[0].y > row.barTop && view.alarms[0].y < row.barTop + row.barHeight);
});

import assert from "node:assert/strict";
import test from "node:test";

import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";
import { modelOf } from "../recordings.js";
import { sceneOf } from "./scene.js";

test("a process' head says its name, its PID and how it ended", () => {
  const { texts } = sceneOf(modelOf("two_processes"));
  assert.ok(texts.includes("Consumer"));
  assert.ok(texts.includes("PID 4302"));
  assert.ok(texts.includes("killed by SIGTERM"));
});

test("of a process' head only its violent end is red", () => {
  const { placed, tokens } = sceneOf(modelOf("two_processes"));
  const colorOf = (wanted) => placed.find(({ text }) => text === wanted).color;
  assert.equal(colorOf("killed by SIGTERM"), tokens.alarm);
  assert.equal(colorOf("PID 4302"), tokens.ink2);
});

test("the selected lane is marked over its whole width", () => {
  const model = modelOf("ticket_office");
  const scene = sceneOf(model, { state: { selected: { type: "worker", id: 3, time: 0 } } });
  const row = scene.layout.rowOf.get(3);
  assert.ok(scene.fills.some((fill) => fill.color === scene.tokens.focus && fill.w === 4 && fill.y === row.top - 3));
});

test("a lane's ground begins at its worker's birth and ends at its end", () => {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, began: 20e6, ended: 60e6 })];
  const model = new Recording().meta().define({ workers }).status({ now: 100e6 }).into(new RunModel());
  const { fills, scale, tokens } = sceneOf(model);
  const ground = fills.find((fill) => fill.color === tokens.lane);
  assert.ok(Math.abs(ground.x - scale.x(20e6)) < 0.01 && Math.abs(ground.x + ground.w - scale.x(60e6)) < 0.01);
});

test("a long name is shortened, never written over the bars", () => {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, name: "a-thread-with-a-very-long-name-indeed" })];
  const { texts } = sceneOf(new Recording().meta().define({ workers }).into(new RunModel()));
  assert.ok(texts.some((text) => text.startsWith("a-thread-with") && text.endsWith("…")));
});

test("more lanes than fit have a scroll bar", () => {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), ...Array.from({ length: 40 }, (_, index) => worker({ id: index + 2, parent: 1 }))];
  const model = new Recording().meta().define({ workers }).into(new RunModel());
  assert.ok(sceneOf(model).fills.some((fill) => fill.x === 1435 && fill.w === 4));
  assert.ok(!sceneOf(modelOf("ticket_office")).fills.some((fill) => fill.x === 1435 && fill.w === 4));
});

import assert from "node:assert/strict";
import test from "node:test";

import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";
import { modelOf } from "../recordings.js";
import { sceneOf } from "./scene.js";

const run = (status) => new Recording().meta().define({ workers: [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 })] }).status({ now: 50e6, ...status }).into(new RunModel());

test("the axis says its unit, or that it counts events", () => {
  assert.ok(sceneOf(modelOf("ticket_office")).texts.includes("time, ms"));
  assert.ok(sceneOf(modelOf("ticket_office"), { state: { axis: "event" } }).texts.includes("event number"));
});

test("the cursor says its time where it stands", () => {
  const scene = sceneOf(modelOf("ticket_office"), { state: { cursor: 44e6 } });
  const label = scene.placed.find(({ text }) => text === "44.0 ms");
  assert.ok(Math.abs(label.x - scene.scale.x(44e6)) < 1);
});

test("following a run still going, the cursor is the live edge", () => {
  const scene = sceneOf(run({ phase: "running" }), { state: { follow: true, cursor: 50e6, t0: 0, t1: 100e6 } });
  assert.ok(scene.texts.includes("LIVE  50.0 ms"));
  assert.ok(!scene.texts.includes("LIVE"));
});

test("scrubbed back, the live edge stays marked", () => {
  assert.ok(sceneOf(run({ phase: "running" }), { state: { cursor: 10e6, t0: 0, t1: 100e6 } }).texts.includes("LIVE"));
});

test("a run cut short says why at its end, a finished one says nothing", () => {
  for (const [status, text] of [["timed-out", "time limit reached"], ["limited", "limit reached"], ["stopped", "stopped"], ["lost", "lost"]]) {
    assert.ok(sceneOf(run({ phase: "ended", status })).texts.includes(text), status);
  }
  assert.ok(!sceneOf(run({ phase: "ended", status: "finished" })).texts.includes("finished"));
});

test("no digits of the axis lie under what says that the run was cut short", () => {
  const scene = sceneOf(run({ phase: "ended", status: "timed-out" }), { state: { cursor: 0, t0: 0, t1: 50e6 } });
  const said = scene.placed.find(({ text }) => text === "time limit reached");
  const half = (text) => text.length * 3.5 + 7;
  for (const { text, x } of scene.placed.filter((one) => one.y < scene.layout.axisHeight && /^\d/.test(one.text))) {
    assert.ok(Math.abs(x - said.x) >= half(said.text), text);
  }
});

import assert from "node:assert/strict";
import test from "node:test";

import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";
import { modelOf, workerCalled } from "../recordings.js";
import { sceneOf } from "./scene.js";

const has = (scene, text) => assert.ok(scene.texts.includes(text), `"${text}" is not among ${scene.texts.join(" | ")}`);

test("the ticket office shows who runs, who waits, for what and who has it", () => {
  const scene = sceneOf(modelOf("ticket_office"));
  for (const text of ["Seller-1", "waits: mutex ← Seller-2", "sleeps", "held by Seller-3", "2 waiting", "waits for Seller-1 to finish", "GIL", "CPU 0", "exit code 0", "10"]) {
    if (text === "exit code 0") assert.ok(scene.texts.some((one) => one.includes(text)));
    else has(scene, text);
  }
});

test("running is full height in its colour, waiting low in its own", () => {
  const model = modelOf("ticket_office");
  const scene = sceneOf(model);
  const row = scene.layout.rowOf.get(workerCalled(model, "Seller-1").id);
  const bottom = row.barTop + row.barHeight;
  const inLane = scene.fills.filter((fill) => fill.y >= row.barTop && Math.abs(fill.y + fill.h - bottom) < 1);
  const heights = (color) => new Set(inLane.filter((fill) => fill.color === color).map((fill) => fill.h));
  assert.ok(heights(scene.tokens.run).has(row.barHeight));
  assert.ok(heights(scene.tokens.blockedFill).has(Math.round(row.barHeight * 0.36)));
  assert.ok(heights(scene.tokens.readyFill).has(Math.round(row.barHeight * 0.62)));
});

test("a holder's lane is underlined while it holds", () => {
  const model = modelOf("ticket_office");
  const scene = sceneOf(model);
  const row = scene.layout.rowOf.get(workerCalled(model, "Seller-2").id);
  const lines = scene.fills.filter((fill) => fill.color === scene.tokens.resource && fill.h === scene.tokens.holdWidth && Math.abs(fill.y - row.barTop - row.barHeight - 2) < 0.01);
  const step = [...model.steps.values()].find((steps) => steps.kind === "lock");
  const held = Array.from({ length: step.length }, (_, index) => step.step(index, model.now)).filter((one) => one.owner === row.id);
  assert.ok(lines.some((line) => Math.abs(line.x - scene.scale.x(held[0].t0)) < 1));
});

test("a deadlock has its diamond on each lane of the ring, and the cut is said", () => {
  const scene = sceneOf(modelOf("deadlock"));
  assert.ok(scene.view.alarms.length >= 2);
  has(scene, "time limit reached");
  assert.ok(scene.texts.some((text) => text.includes("killed by SIGKILL")));
});

test("processes are framed, their queue has its depth, its items and its capacity", () => {
  const scene = sceneOf(modelOf("two_processes"));
  for (const text of ["Producer", "Consumer", "max 2", "letters", "'b'"]) has(scene, text);
});

test("a hidden state is nearly not there", () => {
  const model = modelOf("ticket_office");
  const scene = sceneOf(model, { state: { hiddenStates: ["running"] } });
  const row = scene.layout.rowOf.get(workerCalled(model, "Seller-1").id);
  const bars = scene.fills.filter((fill) => fill.color === scene.tokens.run && fill.y === row.barTop && fill.h === row.barHeight);
  assert.ok(bars.length > 0 && bars.every((bar) => bar.alpha < 0.2));
});

test("a live run is marked at its edge", () => {
  const model = new Recording().meta().define({ workers: [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 })] }).changes([{ time: 0, worker: 2, state: 2 }]).status({ now: 50e6 }).into(new RunModel());
  has(sceneOf(model, { state: { t0: 0, t1: 100e6 } }), "LIVE");
});

test("without a run there are outlines and no words", () => {
  const scene = sceneOf(new RunModel());
  assert.deepEqual(scene.texts, []);
  assert.ok(scene.calls.get("stroke") > 5);
});

test("two cursors say how far apart they are", () => {
  has(sceneOf(modelOf("ticket_office"), { state: { cursor: 20e6, secondCursor: 73e6 } }), "Δ 53.0 ms");
});

for (const layout of ["laptop", "projector", "phone"]) {
  for (const axis of ["time", "event"]) {
    test(`every recording is drawn at every zoom (${layout}, axis by ${axis})`, () => {
      for (const name of ["ticket_office", "deadlock", "two_processes"]) {
        const model = modelOf(name);
        for (const share of [3, 1, 0.1, 0.001]) {
          const state = { layout, axis, t0: model.now * (0.4 - share / 2), t1: model.now * (0.4 + share / 2), arrows: "all" };
          const scene = sceneOf(model, { state, tokens: layout === "phone" ? { labelWidth: 0 } : {}, width: layout === "phone" ? 390 : 1440 });
          for (const fill of scene.fills) for (const number of [fill.x, fill.y, fill.w, fill.h]) assert.ok(Number.isFinite(number));
        }
      }
    });
  }
}

test("what is drawn does not grow with what is in the record", () => {
  const changes = Array.from({ length: 60_000 }, (_, index) => ({ time: index * 1000, worker: 2, state: 1 + (index % 3), reason: 1 }));
  const model = new Recording().meta().define({ workers: [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 })] }).changes(changes).status({ now: 60e6, phase: "ended", status: "finished" }).into(new RunModel());
  const scene = sceneOf(model);
  assert.ok(scene.fills.length < 500, `${scene.fills.length} rectangles`);
  assert.ok(scene.texts.some((text) => /^\d+ switches$/.test(text)));
});

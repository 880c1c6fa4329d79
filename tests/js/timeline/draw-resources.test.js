import assert from "node:assert/strict";
import test from "node:test";

import { Kind } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { blocksOf } from "../../../static/js/timeline/draw-resources.js";
import { Recording, worker } from "../encoder.js";
import { modelOf } from "../recordings.js";
import { sceneOf } from "./scene.js";

const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, name: "Anna" }), worker({ id: 3, parent: 1, name: "Bruno" })];
const resource = (kind, more = {}) => ({ id: 1, kind, name: "thing", process: 1, location: 0, capacity: null, began: 0, ...more });
const drawn = (kind, events, more) =>
  sceneOf(new Recording().meta().define({ workers, resources: [resource(kind, more)] }).events(events.map((event) => ({ resource: 1, worker: 2, ...event }))).status({ now: 100e6, phase: "ended", status: "finished" }).into(new RunModel()));

test("who begins to wait does not cut the owner's block", () => {
  const scene = drawn("lock", [{ time: 10e6, kind: Kind.ACQUIRE }, { time: 30e6, kind: Kind.WAIT, worker: 3, waiters: 1 }, { time: 60e6, kind: Kind.RELEASE, waiters: 1 }, { time: 61e6, kind: Kind.ACQUIRE, worker: 3 }]);
  const blocks = blocksOf(scene.view, scene.view.model.steps.get(1));
  assert.deepEqual(blocks.map((block) => block.owner), [2, 3]);
  assert.ok(Math.abs(blocks[0].x1 - scene.scale.x(60e6)) < 0.01);
  for (const text of ["held by Anna", "held by Bruno", "1 waiting"]) assert.ok(scene.texts.includes(text), text);
});

test("a free lock is empty", () => {
  const scene = drawn("lock", [{ time: 10e6, kind: Kind.ACQUIRE }, { time: 20e6, kind: Kind.RELEASE }]);
  const row = scene.layout.resourceRowOf.get(1);
  const solid = scene.fills.filter((fill) => fill.color === scene.tokens.resource && fill.y >= row.barTop && fill.y < row.barTop + row.barHeight && fill.h > 10);
  assert.equal(solid.length, 1);
  assert.ok(solid[0].x + solid[0].w < scene.scale.x(21e6));
});

test("an event is a block while it is set", () => {
  const scene = drawn("event", [{ time: 10e6, kind: Kind.CREATE }, { time: 20e6, kind: Kind.SET }, { time: 80e6, kind: Kind.CLEAR }]);
  assert.deepEqual(scene.texts.filter((text) => text === "set"), ["set"]);
});

test("the GIL is drawn in outline, to tell it from a lock", () => {
  const scene = sceneOf(modelOf("ticket_office"));
  const gil = scene.layout.rows.find((row) => row.resourceKind === "gil");
  assert.ok(scene.placed.some(({ text, y, color }) => text === "S1" && y > gil.barTop && y < gil.barTop + gil.barHeight && color === scene.tokens.resource));
});

test("owners that change too often to be told apart are counted", () => {
  const events = Array.from({ length: 4000 }, (_, index) => ({ time: 10e6 + index * 10_000, kind: index % 2 ? Kind.RELEASE : Kind.ACQUIRE }));
  assert.ok(drawn("lock", events).texts.some((text) => /^\d+ changes$/.test(text)));
});

test("a core says who is on it", () => {
  const scene = sceneOf(modelOf("ticket_office"));
  const core = scene.layout.rows.find((row) => row.kind === "cpu");
  assert.ok(scene.placed.some(({ y }) => y > core.barTop && y < core.barTop + core.barHeight));
});

import assert from "node:assert/strict";
import test from "node:test";

import { hitAt, selectionOf } from "../../../static/js/timeline/hit.js";
import { modelOf, workerCalled } from "../recordings.js";
import { sceneOf } from "./scene.js";

const model = modelOf("ticket_office");
const { view, layout, scale } = sceneOf(model, { state: { arrows: "none" } });
const seller = workerCalled(model, "Seller-1").id;
const row = layout.rowOf.get(seller);
const middle = row.barTop + row.barHeight / 2;

test("a bar is hit at its time", () => {
  const hit = hitAt(view, scale.x(44e6), middle);
  assert.deepEqual([hit.type, hit.id, Math.round(hit.time / 1e6)], ["span", seller, 44]);
  assert.deepEqual(selectionOf(hit), { type: "span", id: seller, time: hit.time });
});

test("a name is its lane", () => {
  assert.deepEqual([hitAt(view, 30, middle).type, hitAt(view, 30, middle).onLabel], ["worker", true]);
});

test("before its birth there is only the lane", () => {
  assert.equal(hitAt(view, scale.x(1e5), middle).type, "worker");
});

test("a lock's lane is the lock, the head of a frame its process, the axis the axis, below is nothing", () => {
  const lock = layout.rows.find((one) => one.kind === "resource");
  assert.deepEqual([hitAt(view, scale.x(44e6), lock.barTop + 4).type, hitAt(view, scale.x(44e6), lock.barTop + 4).id], ["resource", lock.id]);
  assert.equal(hitAt(view, 400, layout.frames[0].headTop + 5).type, "process");
  assert.equal(hitAt(view, 12, layout.frames[0].headTop + 5).type, "fold");
  assert.equal(hitAt(view, 400, 5).type, "axis");
  assert.equal(hitAt(view, 400, 890).type, "none");
  assert.equal(selectionOf(hitAt(view, 400, 890)), null);
});

test("time is that of the run, however far to the side", () => {
  assert.equal(hitAt(view, 5000, middle).time, view.end);
  assert.equal(hitAt(view, layout.left, middle).time >= 0, true);
});

test("an alarm lies above the bar, an arrow too", () => {
  const deadlock = sceneOf(modelOf("deadlock"));
  const [alarm] = deadlock.view.alarms;
  assert.deepEqual([hitAt(deadlock.view, alarm.x + 2, alarm.y).type, hitAt(deadlock.view, alarm.x, alarm.y).id], ["finding", alarm.finding]);
  const arrows = sceneOf(model, { state: { arrows: "all" } });
  const [arrow] = arrows.view.arrows;
  assert.equal(hitAt(arrows.view, arrow.points[0], arrow.points[1]).type, "edge");
});

test("the lane of strands folded away opens them", () => {
  const many = modelOf("three_tasks");
  const [first] = [...many.workers.values()].filter((worker) => worker.kind === "task");
  for (let id = 100; id < 130; id += 1) many.workers.set(id, { ...first, id });
  const scene = sceneOf(many);
  const density = scene.view.layout.rows.find((row) => row.kind === "density");
  const hit = hitAt(scene.view, 20, density.barTop + 2);
  assert.deepEqual([hit.type, hit.id, selectionOf(hit)], ["open", first.thread, null]);
});

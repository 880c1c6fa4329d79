import assert from "node:assert/strict";
import test from "node:test";

import { slotAt } from "../../../static/js/timeline/draw-pools.js";
import { hitAt } from "../../../static/js/timeline/hit.js";
import { kitchen } from "../helpers/kitchen.js";
import { sceneOf } from "./scene.js";

const scene = sceneOf(kitchen());
const row = scene.layout.resourceRowOf.get(1);

test("a pool's lane has its backlog's jobs as chips and a strip for each worker with its jobs", () => {
  assert.equal(row.slots, 1);
  for (const text of ["soup(2)", "soup(3)", "soup(1) · Cook-1", "soup(2) · Cook-1"]) assert.ok(scene.texts.includes(text), text);
});

test("jobs have no lanes of their own", () => {
  assert.deepEqual([...scene.layout.resourceRowOf.keys()], [1]);
});

test("a strip is found by its height, above them is the backlog", () => {
  assert.equal(slotAt(row, row.barTop + 2), -1);
  assert.equal(slotAt(row, row.barTop + row.barHeight - 3), 0);
});

test("a job in a strip is hit as itself; beside it, the pool", () => {
  const y = row.barTop + row.barHeight - row.slotHeight / 2;
  const at = (ms) => hitAt(scene.view, scene.scale.x(ms * 1e6), y);
  assert.deepEqual([[at(20).type, at(20).id], [at(41).type, at(41).id], [at(60).type, at(60).id]], [["resource", 2], ["resource", 1], ["resource", 3]]);
});

test("where a callback ran there is an ƒ on the lane of who ran it", () => {
  const cook = scene.layout.rowOf.get(3);
  const marks = scene.placed.filter(({ text }) => text === "ƒ");
  assert.equal(marks.length, 1);
  assert.ok(Math.abs(marks[0].y - cook.barTop) < 8); // on the bar's upper edge: the words in it stay readable
  assert.ok(Math.abs(marks[0].x - scene.scale.x(41e6)) < 1);
});

test("jobs too many to be told apart are counted", () => {
  const many = kitchen((recording) => recording.events(Array.from({ length: 4000 }, (_, index) => ({ time: 43e6 + index * 10_000, kind: index % 2 ? 82 : 81, worker: 4, resource: 4 }))));
  assert.ok(sceneOf(many).texts.some((text) => /^\d+ jobs$/.test(text)));
});

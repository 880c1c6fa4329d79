import assert from "node:assert/strict";
import test from "node:test";

import { Reason, State } from "../../../static/js/kinds.js";
import { barLabels, firstFit, ownerLabels, shortName, workerName } from "../../../static/js/timeline/labels.js";
import { kitchen } from "../helpers/kitchen.js";
import { modelOf, t, workerCalled } from "../recordings.js";

const model = modelOf("ticket_office");
const resource = [...model.resources.values()].find((one) => one.name === "mutex").id;
const seller = workerCalled(model, "Seller-2").id;
const blocked = (more) => ({ state: State.BLOCKED, reason: Reason.LOCK, resource: 0, target: 0, by: 0, ...more });

test("a waiting bar says for what and who has it, shorter when there is less room", () => {
  assert.deepEqual(barLabels(model, blocked({ resource, by: seller }), t), ["waits: mutex ← Seller-2", "mutex ← Seller-2", "← Seller-2", "mutex"]);
});

test("nobody is named when nobody has it", () => {
  assert.deepEqual(barLabels(model, blocked({ resource }), t), ["waits: mutex", "mutex"]);
});

test("who waits for several results names them, or how many they are where there is no room", () => {
  const cooks = kitchen((recording) => recording.define({
    resources: [{ id: 9, kind: "future", name: "soup(2), soup(3)", process: 1, location: 0, capacity: null, began: 0, pool: 0, whole: 0, several: [3, 4] }],
  }));
  const future = blocked({ reason: Reason.FUTURE, resource: 9 });
  assert.deepEqual(barLabels(cooks, { ...future, by: 3 }, t), ["waits for soup(2), soup(3) ← Cook-1", "soup(2), soup(3) ← Cook-1", "2 results ← C1", "2 results"]);
  assert.deepEqual(barLabels(cooks, future, t), ["waits for soup(2), soup(3), still in pool", "soup(2), soup(3)", "2 results"]);
});

test("every reason has words", () => {
  for (const reason of Object.values(Reason)) {
    for (const more of [{}, { resource }, { target: seller }]) {
      const [label] = barLabels(model, blocked({ reason, ...more }), t);
      assert.ok(label.length > 0 && !/^bar\.|^reason\.|\{/.test(label), `${reason}: ${label}`);
    }
  }
});

test("running needs no words", () => {
  assert.deepEqual(barLabels(model, { ...blocked({}), state: State.RUNNING }, t), []);
});

test("names are shortened to what tells them apart", () => {
  assert.deepEqual(["Seller-3", "MainThread", "售票员-2", "worker-12 (run)"].map(shortName), ["S3", "M", "售2", "W12"]);
  assert.deepEqual(ownerLabels(model, seller, t), ["held by Seller-2", "Seller-2", "S2"]);
});

test("among several processes a main thread goes by its process' name", () => {
  const many = modelOf("two_processes");
  const names = [...many.workers.values()].filter((one) => one.kind === "thread").map((one) => workerName(many, one.id));
  assert.deepEqual(names, ["two_processes.py", "Producer", "Consumer"]);
  assert.equal(workerName(model, workerCalled(model, "MainThread").id), "MainThread");
});

test("the first text that fits is taken, none when none does", () => {
  const measure = (text) => text.length * 7;
  assert.equal(firstFit(["much too long", "fits"], 30, measure), "fits");
  assert.equal(firstFit(["much too long", "fits"], 10, measure), undefined);
});

test("a starter waits for whom it started to begin, other unknown waits just wait", () => {
  assert.deepEqual(barLabels(model, blocked({ reason: Reason.UNKNOWN, target: seller }), t), ["waits for Seller-2 to begin", "Seller-2"]);
  assert.deepEqual(barLabels(model, blocked({ reason: Reason.UNKNOWN }), t), ["waits"]);
});

test("who waits for a task's result names the task", () => {
  assert.deepEqual(barLabels(model, blocked({ reason: Reason.FUTURE, target: seller }), t), ["waits for the result of Seller-2", "Seller-2"]);
});

import assert from "node:assert/strict";
import test from "node:test";

import { Kind } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { createStore } from "../../../static/js/store.js";
import { groupsOf, PROJECTOR_LIMITS } from "../../../static/js/timeline/lanes.js";
import { Recording, worker } from "../encoder.js";
import { modelOf, t } from "../recordings.js";

const namesOf = (model, patch = {}, mode = "laptop") => groupsOf(model, createStore({ t1: 1e12, ...patch }).get(), mode, t).map((group) => group.items.map((one) => `${one.kind} ${one.name}`));

test("strands stand below their thread, resources below all threads", () => {
  const [own] = namesOf(modelOf("three_tasks"), { showCpus: false });
  assert.deepEqual(own, ["thread MainThread", "strand main", "strand Anna", "strand Bruno", "strand Clara", "resource door"]);
});

function crowd(count) {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, name: "MainThread" })];
  for (let id = 3; id < count + 3; id += 1) workers.push(worker({ id, kind: "task", thread: 2, parent: 2, name: `t${id}` }));
  return new Recording().meta().define({ workers }).into(new RunModel());
}

test("strands folded away share a lane that knows their thread, and opens and closes", () => {
  const model = crowd(30);
  const density = groupsOf(model, createStore().get(), "laptop", t)[0].items.at(-1);
  assert.deepEqual([density.kind, density.id, density.folded.length], ["density", 2, 18]);
  const opened = groupsOf(model, createStore({ opened: [2] }).get(), "laptop", t)[0].items;
  assert.equal(opened.filter((one) => one.kind === "strand").length, 30);
  assert.deepEqual([opened.at(-1).kind, opened.at(-1).name, opened.at(-1).folded.length], ["density", "show fewer", 0]);
});

test("on a projector strands count as lanes, and whoever is folded is counted once", () => {
  const [items] = groupsOf(crowd(30), createStore({ layout: "projector" }).get(), "projector", t).map((group) => group.items);
  assert.equal(items.filter((one) => one.kind !== "density").length, PROJECTOR_LIMITS.threads);
  const [density] = items.filter((one) => one.kind === "density");
  assert.equal(density.folded.length, 31 - PROJECTOR_LIMITS.threads);
  assert.equal(new Set(density.folded).size, density.folded.length);
});

test("the selector of a loop that waits for timers only has no lane", () => {
  const lanesOf = (kinds) => {
    const events = kinds.map((kind, index) => ({ time: index * 1e6, kind, worker: 2, resource: 1 }));
    const resources = [{ id: 1, kind: "selector", name: "selector-1", process: 1, location: 0, capacity: null, began: 0 }];
    const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, name: "MainThread" })];
    return namesOf(new Recording().meta().define({ workers, resources }).events(events).into(new RunModel()))[0].length;
  };
  assert.deepEqual([lanesOf([Kind.CREATE, Kind.CLOSE]), lanesOf([Kind.CREATE, Kind.WAIT_END, Kind.CLOSE])], [1, 2]);
});

import assert from "node:assert/strict";
import test from "node:test";

import { Kind } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";
import { sceneOf } from "./scene.js";

const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 })];
const texts = { 1: "'tea'", 2: "'milk'" };
function drawn(kind, events, more = {}) {
  const resources = [{ id: 1, kind, name: "thing", process: 1, location: 0, capacity: null, began: 0, ...more }];
  return sceneOf(new Recording().meta().define({ workers, resources, texts }).events(events.map((event) => ({ resource: 1, worker: 2, ...event }))).status({ now: 100e6, phase: "ended", status: "finished" }).into(new RunModel()));
}
const put = (time, value, text) => ({ time, kind: Kind.PUT, value, text });

test("a queue shows its items while they are few, its capacity, and 0 when it is empty", () => {
  const scene = drawn("queue", [put(10e6, 1, 1), put(40e6, 2, 2), { time: 60e6, kind: Kind.GET, value: 1, text: 1 }, { time: 80e6, kind: Kind.GET, value: 0, text: 2 }], { capacity: 3 });
  assert.deepEqual(scene.texts.filter((text) => text.startsWith("'")), ["'tea'", "'tea'", "'milk'", "'milk'"]);
  assert.ok(scene.texts.includes("max 3") && scene.texts.includes("0"));
});

test("more items than chips are a number", () => {
  const scene = drawn("queue", Array.from({ length: 12 }, (_, index) => put(10e6 + index, index + 1, 1)));
  assert.ok(scene.texts.includes("12"));
});

test("who waits at a queue does not repeat its items", () => {
  const scene = drawn("queue", [put(10e6, 1, 1), { time: 30e6, kind: Kind.WAIT, waiters: 1 }, { time: 60e6, kind: Kind.WAIT, waiters: 2 }]);
  assert.deepEqual(scene.texts.filter((text) => text === "'tea'"), ["'tea'"]);
});

test("a semaphore counts its permits", () => {
  const scene = drawn("semaphore", [{ time: 10e6, kind: Kind.ACQUIRE, value: 2 }, { time: 40e6, kind: Kind.ACQUIRE, value: 1 }, { time: 70e6, kind: Kind.RELEASE, value: 2 }], { capacity: 3 });
  assert.deepEqual(scene.texts.filter((text) => /^[012]$/.test(text)), ["2", "1", "2"]);
});

test("messages through a pipe are ticks with what was sent", () => {
  const scene = drawn("pipe", [{ time: 20e6, kind: Kind.SEND, value: 20, text: 1 }, { time: 60e6, kind: Kind.RECV, value: 20, text: 1 }]);
  assert.equal(scene.texts.filter((text) => text === "'tea'").length, 2);
});

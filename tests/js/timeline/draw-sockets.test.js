import assert from "node:assert/strict";
import test from "node:test";

import { Doing } from "../../../static/js/flows.js";
import { Call, Flag, Kind, Outcome, Phase } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { phasesOf } from "../../../static/js/timeline/draw-sockets.js";
import { segmentsOf } from "../../../static/js/timeline/segments.js";
import { Recording, worker } from "../encoder.js";
import { sceneOf } from "./scene.js";

const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 })];
function drawn(kind, events, more = {}) {
  const resources = [{ id: 1, kind, name: "connection", process: 1, location: 0, capacity: null, began: 0, ...more }];
  return sceneOf(new Recording().meta().define({ workers, resources }).events(events.map((event) => ({ resource: 1, worker: 2, ...event }))).status({ now: 100e6, phase: "ended", status: "finished" }).into(new RunModel()));
}
const phases = (scene) => phasesOf(scene.view.model.steps.get(1), segmentsOf(scene.view.model.steps.get(1), scene.scale, 100e6)).map(({ doing }) => doing);

const RECEIVE = [
  { time: 10e6, kind: Kind.CALL, flags: Call.RECV, value: -1 },
  { time: 40e6, kind: Kind.PHASE, flags: Phase.ARRIVED, value: 5 },
  { time: 50e6, kind: Kind.PHASE, flags: Phase.COPY, value: 5 },
  { time: 90e6, kind: Kind.RECV, flags: Flag.STREAM, value: 5 },
];

test("a call has two phases, each with its name, and what is in the kernel its number", () => {
  const scene = drawn("socket", RECEIVE);
  assert.deepEqual(phases(scene), [Doing.WAIT, Doing.COPY]);
  assert.ok(scene.texts.includes("phase 1: waits for data"));
  assert.ok(scene.texts.includes("phase 2: copy to the program"));
  assert.ok(scene.texts.includes("5 bytes"));
});

test("a copy too short to be seen is drawn all the same", () => {
  const scene = drawn("socket", RECEIVE.map((event, index) => ({ ...event, time: 10e6 + index * 1000 })));
  assert.deepEqual(phases(scene), [Doing.COPY]);
});

test("a copy that nobody saw is only inferred, and drawn as an outline", () => {
  const unseen = [Phase.COPY, Phase.COPIED].map((phase) => ({ time: 50e6, kind: Kind.PHASE, flags: phase | Flag.INFERRED, value: 5 }));
  const scene = drawn("socket", [{ time: 10e6, kind: Kind.CALL, flags: Call.SUBMITTED, value: -1 }, ...unseen]);
  assert.deepEqual(phases(scene), [Doing.WAIT, Doing.COPY_UNSEEN]);
  assert.ok((scene.calls.get("strokeRect") ?? 0) > (drawn("socket", RECEIVE).calls.get("strokeRect") ?? 0));
});

test("a listening socket shows who was not accepted yet", () => {
  const events = [{ time: 10e6, kind: Kind.PHASE, flags: Phase.ARRIVED, value: 1 }, { time: 40e6, kind: Kind.PHASE, flags: Phase.ARRIVED, value: 2 }, { time: 80e6, kind: Kind.ACCEPT, value: 1 }];
  const scene = drawn("socket", events, { capacity: 128 });
  assert.deepEqual(scene.texts.filter((text) => text.endsWith("not accepted")), ["1 not accepted", "2 not accepted", "1 not accepted"]);
});

test("calls in vain are counted in the picture", () => {
  const refused = { kind: Kind.WAIT_END, flags: Outcome.REFUSED | Flag.NONBLOCKING };
  const exact = drawn("socket", Array.from({ length: 50 }, (_, index) => ({ ...refused, time: 10e6 + index * 400e3 })));
  assert.ok(exact.texts.some((text) => /^(×)?50\b/.test(text)), exact.texts.join());
  const counted = drawn("socket", [{ time: 60e6, kind: Kind.COUNTED, value: 700 + 40_000 * 2 ** 32 }]);
  assert.ok(counted.texts.some((text) => text.includes("700 polls")), counted.texts.join());
});

test("a selector shows when it waits, and a pipe of messages stays as it was", () => {
  assert.deepEqual(phases(drawn("selector", [{ time: 10e6, kind: Kind.CALL, flags: Call.SELECT }, { time: 60e6, kind: Kind.WAIT_END, value: 1 }])), [Doing.WAIT]);
  assert.equal(drawn("pipe", [{ time: 10e6, kind: Kind.SEND, value: 5 }]).view.model.steps.get(1).hasCalls, false);
});

import assert from "node:assert/strict";
import test from "node:test";

import { EdgeKind, Kind, Reason, State } from "../../static/js/kinds.js";
import { RunModel } from "../../static/js/model.js";
import { decodeFrames } from "../../static/js/wire.js";
import { Recording, worker } from "./encoder.js";

function recording() {
  return new Recording()
    .meta()
    .define({ workers: [worker({ id: 1, kind: "process" }), worker({ id: 2 }), worker({ id: 3 })], resources: [{ id: 1, kind: "lock", name: "mutex", process: 1, location: 1, capacity: null, began: 0 }], locations: [[1, "p.py", 3, "sell"]], texts: { 4: "hello" } })
    .changes([
      { time: 0, worker: 2, state: State.RUNNING, cpu: 1 },
      { time: 10, worker: 2, state: State.BLOCKED, reason: Reason.LOCK, resource: 1, by: 3, location: 1 },
      { time: 25, worker: 2, state: State.RUNNING },
      { time: 40, worker: 2, state: State.TERMINATED },
    ])
    .events([{ time: 5, worker: 3, resource: 1, kind: Kind.ACQUIRE }, { time: 20, worker: 3, resource: 1, kind: Kind.RELEASE, waiters: 1 }])
    .edges([{ t0: 20, t1: 21, kind: EdgeKind.WAKE, source: 3, target: 2, resource: 1 }])
    .status({ now: 50 });
}

test("frames become workers, spans, steps and edges", () => {
  const model = recording().into(new RunModel());
  assert.equal(model.workers.size, 3);
  assert.deepEqual(model.locations.get(1), { id: 1, file: "p.py", line: 3, function: "sell" });
  assert.equal(model.texts.get(4), "hello");
  const span = model.spanAt(2, 12);
  assert.deepEqual([span.t0, span.t1, span.state, span.reason, span.resource, span.by, span.cpu], [10, 25, State.BLOCKED, Reason.LOCK, 1, 3, null]);
  assert.equal(model.spanAt(2, 45), null);
  assert.equal(model.spanAt(9, 45), null);
  assert.equal(model.stepAt(1, 7).owner, 3);
  assert.deepEqual(model.edgesIn(0, 50).map((edge) => [edge.source, edge.target, edge.t0, edge.t1]), [[3, 2, 20, 21]]);
  assert.deepEqual(model.edgesIn(30, 50), []);
  assert.equal(model.now, 50);
  assert.equal(model.isMeasured, true);
});

test("spans in a stretch are those that touch it", () => {
  const model = recording().into(new RunModel());
  assert.deepEqual(model.spans(2, 12, 30).map((span) => [span.t0, span.t1]), [[10, 25], [25, 40]]);
  assert.deepEqual(model.spans(2, 45, 60), []);
});

test("a frame that came before is ignored", () => {
  const model = recording().into(new RunModel());
  const version = model.version;
  for (const frame of decodeFrames(recording().bytes()).frames) assert.equal(model.apply(frame), false);
  assert.equal(model.version, version);
  assert.equal(model.eventCount, 2);
});

test("a run that is over ends with its last worker, not with its recorder", () => {
  const over = recording().status({ now: 900, phase: "ended" }).define({ workers: [1, 2, 3].map((id) => worker({ id, ended: 40 + id })) });
  const model = over.add(9, new TextEncoder().encode("{}")).into(new RunModel());
  assert.equal(model.now, 43);
  assert.equal(model.isEnded, true);
});

test("a run whose workers never ended ends where the recording does", () => {
  const model = recording().status({ now: 900, phase: "ended" }).add(9, new TextEncoder().encode("{}")).into(new RunModel());
  assert.equal(model.now, 900);
});

test("later definitions win", () => {
  const model = recording().into(new RunModel());
  const again = new Recording();
  again.frames.length = 20;
  again.frames.fill(new Uint8Array(0));
  again.define({ workers: [worker({ id: 2, name: "Seller-2", ended: 40, exit: 0 })] }).into(model);
  assert.equal(model.workers.get(2).name, "Seller-2");
  assert.equal(model.lane(2).length, 4);
});

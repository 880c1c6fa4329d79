import assert from "node:assert/strict";
import test from "node:test";

import { EdgeKind } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { createStore } from "../../../static/js/store.js";
import { arrowOf, chooseEdges, distanceTo, FEW, pointOn } from "../../../static/js/timeline/arrows.js";
import { layoutLanes } from "../../../static/js/timeline/layout.js";
import { createScale } from "../../../static/js/timeline/scale.js";
import { FALLBACK } from "../../../static/js/timeline/tokens.js";
import { Recording, worker } from "../encoder.js";
import { t } from "../recordings.js";

/** Forty wake-ups, one a ms, round and round three threads. */
const edges = Array.from({ length: 40 }, (_, index) => ({ t0: index * 1e6, t1: index * 1e6 + 2e5, kind: EdgeKind.WAKE, source: 2 + (index % 3), target: 2 + ((index + 1) % 3), resource: 1 + (index % 2) }));
const model = new Recording().meta().define({ workers: [worker({ id: 1, kind: "process", process: 1 }), ...[2, 3, 4].map((id) => worker({ id, parent: 1 }))] }).edges(edges).status({ now: 40e6 }).into(new RunModel());

function chosen(patch) {
  const state = createStore({ t0: 0, t1: 40e6, cursor: 20e6, ...patch }).get();
  const layout = layoutLanes(model, state, { ...FALLBACK }, { width: 1000, height: 600 }, t);
  return chooseEdges(model, state, layout);
}

test("a few arrows are all shown", () => {
  assert.equal(chosen({ t0: 0, t1: 10.5e6 }).length, 11);
});

test("of many, those near the cursor", () => {
  const seen = chosen({});
  assert.ok(seen.length > 0 && seen.length <= FEW);
  for (const edge of seen) assert.ok(Math.abs(edge.t0 - 20e6) < 4e6);
});

test("and those of the selected lane, resource or arrow", () => {
  const ofLane = chosen({ selected: { type: "worker", id: 3, time: 0 }, cursor: 500e6 });
  assert.equal(ofLane.length, edges.filter((edge) => edge.source === 3 || edge.target === 3).length);
  assert.equal(chosen({ selected: { type: "resource", id: 2, time: 0 }, cursor: 500e6 }).length, 20);
  assert.deepEqual(chosen({ selected: { type: "edge", id: 7, time: 0 }, cursor: 500e6 }).map((edge) => edge.index), [7]);
});

test("all or none when asked for", () => {
  assert.equal(chosen({ arrows: "all" }).length, 40);
  assert.equal(chosen({ arrows: "none" }).length, 0);
});

test("an arrow goes from the releasing instant to the start of ready, between the lanes", () => {
  const state = createStore({}).get();
  const layout = layoutLanes(model, state, { ...FALLBACK }, { width: 1000, height: 600 }, t);
  const scale = createScale({ t0: 0, t1: 40e6, left: layout.left, width: 800 });
  const edge = model.edge(0);
  const { points, style } = arrowOf(edge, layout, scale, 0.62);
  assert.equal(style, "wake");
  assert.equal(points[0], scale.x(edge.t0));
  assert.equal(points[6], scale.x(edge.t1));
  const [from, to] = [layout.rowOf.get(edge.source), layout.rowOf.get(edge.target)];
  assert.ok(points[1] >= from.barTop && points[1] <= from.barTop + from.barHeight);
  assert.ok(points[7] >= to.barTop && points[7] <= to.barTop + to.barHeight);
});

test("a curve's ends are its ends, and a point on it is near it", () => {
  const points = [0, 0, 10, 20, 30, 60, 40, 100];
  assert.deepEqual([pointOn(points, 0), pointOn(points, 1)].map(({ x, y }) => [x, y]), [[0, 0], [40, 100]]);
  const middle = pointOn(points, 0.5);
  assert.ok(distanceTo(points, middle.x, middle.y) < 1);
  assert.ok(distanceTo(points, 300, 300) > 100);
});

test("near the cursor none that leads out of sight", () => {
  const started = Array.from({ length: 30 }, (_, index) => ({ t0: index * 1e6, t1: index * 1e6 + 2e5, kind: EdgeKind.START, source: 2, target: 3 + index }));
  const workers = [worker({ id: 1, kind: "process", process: 1 }), ...Array.from({ length: 31 }, (_, index) => worker({ id: 2 + index, parent: 1 }))];
  const many = new Recording().meta().define({ workers }).edges(started).status({ now: 30e6 }).into(new RunModel());
  const state = createStore({ t0: 0, t1: 30e6, cursor: 29e6 }).get();
  const layout = layoutLanes(many, state, { ...FALLBACK }, { width: 1000, height: 300 }, t);
  assert.deepEqual(chooseEdges(many, state, layout), []);
  assert.ok(chooseEdges(many, { ...state, cursor: 1e6 }, layout).length > 0);
});

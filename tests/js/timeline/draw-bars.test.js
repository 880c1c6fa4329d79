import assert from "node:assert/strict";
import test from "node:test";

import { Known, Reason, State } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { drawMark, HIDDEN_ALPHA } from "../../../static/js/timeline/draw-bars.js";
import { markOf } from "../../../static/js/timeline/marks.js";
import { Pens } from "../../../static/js/timeline/pens.js";
import { FALLBACK } from "../../../static/js/timeline/tokens.js";
import { fakeContext } from "../fake-canvas.js";
import { Recording, worker } from "../encoder.js";
import { sceneOf } from "./scene.js";

const people = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1, name: "Anna" }), worker({ id: 3, parent: 1, name: "Bruno" }), worker({ id: 4, parent: 1, name: "Clara" })];
const lock = { id: 1, kind: "lock", name: "mutex", process: 1, location: 0, capacity: null, began: 0 };
const blocked = (time, by, more = {}) => ({ time, worker: 2, state: State.BLOCKED, reason: Reason.LOCK, resource: 1, by, ...more });

function drawn(changes, options) {
  const model = new Recording().meta().define({ workers: people, resources: [lock] }).changes(changes).status({ now: 100e6, phase: "ended", status: "finished" }).into(new RunModel());
  return sceneOf(model, options);
}

test("each holder is named over its part of a wait", () => {
  const { texts } = drawn([blocked(0, 3), blocked(50e6, 4)]);
  assert.ok(texts.includes("waits: mutex ← Bruno") && texts.includes("waits: mutex ← Clara"));
});

test("a notch stands where the holder changes, none in the moment nobody holds it", () => {
  const notches = (changes) => drawn(changes).calls.get("fill") ?? 0;
  const plain = notches([blocked(0, 3)]);
  assert.equal(notches([blocked(0, 3), blocked(50e6, 4)]) - plain, 1);
  assert.equal(notches([blocked(0, 3), blocked(50e6, 0), blocked(60e6, 4)]) - plain, 1);
  assert.equal(notches([blocked(0, 3), blocked(50e6, 0), blocked(60e6, 3)]) - plain, 0);
});

test("what is sampled is lighter", () => {
  const { fills, tokens } = drawn([{ time: 0, worker: 2, state: State.READY, known: Known.SAMPLED }]);
  assert.ok(fills.some((fill) => fill.color === tokens.readyFill && fill.alpha < 0.6));
});

test("what is inferred has a dotted edge", () => {
  const dashes = (known) => drawn([{ time: 0, worker: 2, state: State.READY, known }]).calls.get("strokeRect") ?? 0;
  assert.equal(dashes(Known.INFERRED) - dashes(Known.MEASURED), 1);
});

test("a filtered state is a shadow without words", () => {
  const scene = drawn([blocked(0, 3)], { state: { hiddenStates: ["blocked-lock"] } });
  assert.ok(scene.fills.some((fill) => fill.color === scene.tokens.blockedFill && fill.alpha === HIDDEN_ALPHA));
  assert.ok(!scene.texts.includes("waits: mutex ← Bruno"));
});

test("a narrow bar is plain, a wide one has its outline", () => {
  const strokes = (w) => {
    const { context, calls } = fakeContext();
    drawMark({ context, tokens: { ...FALLBACK }, pens: new Pens(context, { ...FALLBACK }, 1) }, markOf(State.READY, Reason.CPU), { x: 0, y: 0, w, h: 20 });
    return calls.get("stroke") ?? 0;
  };
  assert.equal(strokes(7), 0);
  assert.equal(strokes(70), 1);
});

test("a worker that is only created has no bar, just a line", () => {
  const { fills, tokens } = drawn([{ time: 0, worker: 2, state: State.NEW }]);
  assert.ok(!fills.some((fill) => [tokens.run, tokens.readyFill, tokens.blockedFill].includes(fill.color)));
});

test("a bar narrower than its texture shows the texture's middle", () => {
  const { context } = fakeContext();
  const pens = new Pens(context, { ...FALLBACK }, 1);
  const origins = [];
  context.translate = (x) => origins.push(x);
  drawMark({ context, tokens: { ...FALLBACK }, pens }, markOf(State.BLOCKED, Reason.SLEEP), { x: 100, y: 0, w: 10, h: 18 });
  const tile = pens.pattern("dots-sparse", FALLBACK.blockedStroke, 18).width;
  assert.ok(tile > 10);
  const dot = origins.map((origin) => origin + tile / 2).find((x) => x >= 100) ?? origins[0] + tile * 1.5;
  assert.ok(Math.abs(dot - 105) < 0.01, `${dot}`);
});

import assert from "node:assert/strict";
import test from "node:test";

import { createStore } from "../../../static/js/store.js";
import { centredAt, listenMinimap } from "../../../static/js/timeline/minimap-input.js";
import { minimapScale } from "../../../static/js/timeline/minimap.js";

test("a press centres the viewport there, within the run", () => {
  assert.deepEqual(centredAt(500, 100, 1000), { t0: 450, t1: 550 });
  assert.equal(centredAt(0, 100, 1000).t0, -2);
  assert.equal(centredAt(1000, 100, 1000).t0, 902);
});

test("press and drag move the viewport, a release lets go of it", () => {
  const target = Object.assign(new EventTarget(), { setPointerCapture() {} });
  const store = createStore({ t0: 0, t1: 100e6 });
  const life = new AbortController();
  listenMinimap(target, { scale: () => minimapScale({ width: 1012, height: 40, end: 1e9 }), store, end: () => 1e9 }, life.signal);
  const fire = (type, offsetX) => target.dispatchEvent(Object.assign(new Event(type), { offsetX, button: 0, pointerId: 1 }));
  fire("pointermove", 300);
  assert.equal(store.get().t0, 0);
  fire("pointerdown", 506);
  assert.deepEqual([store.get().t0, store.get().t1, store.get().follow], [450e6, 550e6, false]);
  fire("pointermove", 606);
  assert.equal(store.get().t0, 550e6);
  fire("pointerup", 606);
  fire("pointermove", 306);
  assert.equal(store.get().t0, 550e6);
  life.abort();
  fire("pointerdown", 106);
  assert.equal(store.get().t0, 550e6);
});

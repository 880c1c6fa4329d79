import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createStore } from "../../static/js/store.js";
import { watch } from "../../static/js/watch.js";

let frames = [];
let before;
beforeEach(() => { before = globalThis.requestAnimationFrame; frames = []; globalThis.requestAnimationFrame = (step) => frames.push(step); });
afterEach(() => { globalThis.requestAnimationFrame = before; });
const frame = (now) => { for (const step of frames.splice(0)) step(now); };

function watched() {
  const life = new AbortController();
  const listeners = new Set();
  const model = {
    version: 0,
    subscribe(listener, { signal }) {
      listeners.add(listener);
      signal.addEventListener("abort", () => listeners.delete(listener));
    },
    apply() {
      model.version += 1;
      for (const listener of listeners) listener();
    },
  };
  const context = { model, store: createStore(), messages: { onChange() {} }, signal: life.signal };
  let count = 0;
  watch(context, () => { count += 1; });
  return { ...context, life, count: () => count };
}

test("it draws at once, and again only after a change", () => {
  const { count, store } = watched();
  frame(16);
  assert.equal(count(), 1);
  store.set({ cursor: 5 });
  store.set({ cursor: 6 });
  frame(32);
  assert.equal(count(), 2);
});

test("what the run brings is drawn ten times a second at most", () => {
  const { count, model } = watched();
  for (let now = 100; now <= 1100; now += 10) {
    model.apply();
    frame(now);
  }
  assert.ok(count() >= 10 && count() <= 12, String(count()));
});

test("it stops when its life ends", () => {
  const { count, store, life } = watched();
  life.abort();
  store.set({ cursor: 9 });
  frame(200);
  frame(300);
  assert.equal(count(), 1);
  assert.equal(frames.length, 0);
});

test("at rest no frame is asked for, and what came too soon is drawn a little later", () => {
  const { count, model } = watched();
  assert.equal(frames.length, 0);
  model.apply();
  frame(50);
  assert.equal(count(), 1);
  assert.equal(frames.length, 1);
  frame(110);
  assert.equal(count(), 2);
  assert.equal(frames.length, 0);
});

test("panels of one run share one frame", () => {
  const { store, ...context } = watched();
  let drawn = 0;
  watch({ model: context.model, store, messages: context.messages, signal: context.signal }, () => { drawn += 1; });
  store.set({ cursor: 1 });
  assert.equal(frames.length, 1);
  frame(16);
  assert.deepEqual([drawn, context.count()], [2, 2]);
});

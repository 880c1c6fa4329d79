import assert from "node:assert/strict";
import test from "node:test";

import { createStore } from "../../static/js/store.js";

test("state is replaced, never mutated", () => {
  const store = createStore({ cursor: 1 });
  const before = store.get();
  store.set({ cursor: 2 });
  assert.equal(before.cursor, 1);
  assert.equal(store.get().cursor, 2);
  assert.throws(() => {
    store.get().cursor = 3;
  }, TypeError);
});

test("listeners hear new and old state, and nothing when nothing differs", () => {
  const store = createStore({ rate: 1 });
  const heard = [];
  store.subscribe((state, previous) => heard.push([previous.rate, state.rate]));
  store.set({ rate: 1 });
  store.set({ rate: 2 });
  assert.deepEqual(heard, [[1, 2]]);
});

test("a listener goes when its signal aborts or its undoing is called", () => {
  const store = createStore();
  const control = new AbortController();
  let heard = 0;
  store.subscribe(() => (heard += 1), { signal: control.signal });
  const remove = store.subscribe(() => (heard += 10));
  control.abort();
  remove();
  store.set({ cursor: 5 });
  assert.equal(heard, 0);
});

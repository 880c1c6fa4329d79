import assert from "node:assert/strict";
import { test } from "node:test";
import { createHistory } from "../../static/js/history.js";
import { viewOf } from "./helpers/runs.js";

function past() {
  let time = 0;
  const store = viewOf({ cursor: 0 });
  const history = createHistory(store, { now: () => time });
  return { store, history, pass: (ms) => { time += ms; } };
}

test("undo goes back to where the reader was", () => {
  const { store, history, pass } = past();
  store.set({ cursor: 5 });
  pass(1000);
  store.set({ t0: 10, t1: 20 });
  history.undo();
  assert.deepEqual([store.get().t0, store.get().cursor], [0, 5]);
  history.undo();
  assert.equal(store.get().cursor, 0);
  assert.equal(history.canUndo(), false);
  history.undo();
  assert.equal(store.get().cursor, 0);
});

test("a held key is one step", () => {
  const { store, history, pass } = past();
  for (let cursor = 1; cursor <= 30; cursor += 1) {
    store.set({ cursor });
    pass(50);
  }
  history.undo();
  assert.equal(store.get().cursor, 0);
});

test("moving by itself is not remembered", () => {
  const { store, history, pass } = past();
  store.set({ playing: true });
  for (let cursor = 1; cursor <= 5; cursor += 1) {
    store.set({ cursor });
    pass(1000);
  }
  assert.equal(history.canUndo(), false);
});

test("a new selection is a step of its own", () => {
  const { store, history } = past();
  store.set({ cursor: 3 });
  store.set({ selected: { type: "worker", id: 3, time: 3 } });
  history.undo();
  assert.equal(store.get().selected, null);
  assert.equal(store.get().cursor, 3);
});

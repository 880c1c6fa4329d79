import assert from "node:assert/strict";
import { test } from "node:test";
import { createState, differ, emptyState } from "../../../static/js/scheduling/state.js";

test("a change replaces the state and tells who listens, with what was before", () => {
  const state = createState(emptyState());
  const told = [];
  state.subscribe((now, before) => told.push([now.at, before.at]));
  const first = state.get();
  state.set({ at: 3 });
  assert.deepEqual(told, [[3, undefined]]);
  assert.equal(first.at, undefined);
});

test("schedules are asked for again when jobs, policies or machine changed, not for the instant", () => {
  const one = emptyState();
  assert.equal(differ(one, { ...one, at: 2 }), false);
  assert.equal(differ(one, { ...one, rows: [] }), true);
});

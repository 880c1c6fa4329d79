import assert from "node:assert/strict";
import test from "node:test";

import { createStore } from "../../../static/js/store.js";
import { MOST_OPEN, OPEN_STRANDS, chooseStrands } from "../../../static/js/timeline/strands.js";
import { worker } from "../encoder.js";

const crowd = (count) => Array.from({ length: count }, (_, index) => worker({ id: index + 10, kind: "task", thread: 2, began: index * 1e6, ended: (index + 5) * 1e6 }));
const choose = (count, patch = {}, page = {}) => {
  const { open, folded } = chooseStrands(crowd(count), createStore({ t0: 0, t1: 1e9, ...patch }).get(), { mode: "laptop", now: 1e9, ...page });
  return [open.map(({ id }) => id), folded.length];
};

test("few strands are never folded", () => {
  assert.deepEqual(choose(OPEN_STRANDS.laptop), [crowd(OPEN_STRANDS.laptop).map(({ id }) => id), 0]);
});

test("of many, the first have lanes, and the rest share one", () => {
  assert.deepEqual(choose(100), [crowd(OPEN_STRANDS.laptop).map(({ id }) => id), 100 - OPEN_STRANDS.laptop]);
  assert.equal(choose(100, {}, { mode: "projector" })[0].length, OPEN_STRANDS.projector);
});

test("those in the viewport come first, in order of birth", () => {
  const [open] = choose(100, { t0: 50e6, t1: 60e6 });
  assert.deepEqual(open, Array.from({ length: OPEN_STRANDS.laptop }, (_, index) => 10 + 45 + index));
});

test("who is pinned or selected is never folded", () => {
  const [open] = choose(100, { pinned: [99], selected: { type: "span", id: 88, time: 0 } });
  assert.ok(open.includes(99) && open.includes(88));
  assert.equal(open.length, OPEN_STRANDS.laptop);
});

test("opened, all have lanes, within reason", () => {
  assert.equal(choose(100, { opened: [2] })[1], 0);
  assert.equal(choose(1000, { opened: [2] })[0].length, MOST_OPEN);
});

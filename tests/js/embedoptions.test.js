import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, readOptions, viewOf } from "../../static/js/embedoptions.js";

const MODEL = { now: 1000, programStart: 100, workers: new Map([[3, { name: "Anna" }], [4, { name: "3" }]]) };

test("an instant has a unit, or is in ns", () => {
  assert.deepEqual(["1.5s", "120ms", "80us", "80µs", "7ns", "42"].map(instant), [1.5e9, 120e6, 80e3, 80e3, 7, 42]);
  for (const wrong of [null, "", "-1", "1e9", "1 s", "1m", "x", "999999999999999s", "Infinity"]) assert.equal(instant(wrong), null, String(wrong));
});

test("from and to are the view, and the cursor stands at its beginning", () => {
  assert.deepEqual(viewOf(readOptions("?from=200&to=600"), MODEL), { t0: 200, t1: 600, fitted: true, follow: false, cursor: 200 });
  assert.equal(viewOf(readOptions("?from=200"), MODEL).t1, 1000);
  assert.deepEqual([viewOf(readOptions("?to=600"), MODEL).t0, viewOf(readOptions("?to=600"), MODEL).t1], [0, 600]);
  assert.deepEqual(viewOf(readOptions("?from=600&to=200"), MODEL), {});
});

test("a worker is selected by its id or name; one that is not there is not", () => {
  assert.deepEqual(viewOf(readOptions("?worker=Anna"), MODEL).selected, { type: "worker", id: 3, time: 100 });
  assert.equal(/** @type {any} */ (viewOf(readOptions("?worker=3"), MODEL).selected).id, 3);
  assert.deepEqual(viewOf(readOptions("?worker=Bert"), MODEL), {});
});

test("play begins where the view or the program does", () => {
  assert.deepEqual(viewOf(readOptions("?play=1"), MODEL), { playing: true, follow: false, cursor: 100 });
  assert.equal(viewOf(readOptions("?play=1&from=200"), MODEL).cursor, 200);
  assert.deepEqual(viewOf(readOptions("?play=yes"), MODEL), {});
});

import assert from "node:assert/strict";
import test from "node:test";

import { jobRows, poolRows } from "../../static/js/inspect-jobs.js";
import { plainText } from "../../static/js/sentences.js";
import { kitchen } from "./helpers/kitchen.js";
import { messagesFor } from "./helpers/messages.js";

const model = kitchen();
const words = (rows, messages = messagesFor("en")) =>
  Object.fromEntries(rows.map((row) => [row.label.replace("inspector.", ""), row.values.map((value) => plainText(value, model, messages)).join(", ")]));

test("a job's rows go from submit to callback", () => {
  const rows = words(jobRows(model, model.resources.get(2)));
  assert.deepEqual(rows, {
    pool: "pool",
    "submitted-by": "MainThread, 10.0 ms",
    "in-backlog": "2 ms",
    "begun-by": "Cook-1, 12.0 ms",
    took: "28 ms",
    result: "'hot'",
    "called-back-by": "Cook-1, 41.0 ms",
  });
});

test("several jobs that are waited for together are listed", () => {
  const rows = words(jobRows(model, { ...model.resources.get(2), several: [3, 4] }));
  assert.deepEqual(rows, { several: "soup(2), soup(3)" });
});

test("what is no job has no such rows", () => {
  assert.deepEqual(jobRows(model, model.resources.get(1)), []);
});

test("a pool's rows list its backlog and its workers", () => {
  const rows = words(poolRows(model, 1, model.stepAt(1, 30e6)));
  assert.deepEqual([rows.depth, rows.items, rows["pool-workers"]], ["2", "soup(2), soup(3)", "Cook-1"]);
});

import assert from "node:assert/strict";
import test from "node:test";

import { CpuTable } from "../../static/js/cpus.js";
import { modelOf } from "./recordings.js";

test("stretches that come late stand in their place", () => {
  const table = new CpuTable(0);
  table.push(0, 5, 1);
  table.push(20, 30, 1);
  table.push(10, 15, 2);
  assert.deepEqual([...table.time.view()], [0, 10, 20]);
  assert.deepEqual([...table.worker.view()], [1, 2, 1]);
  assert.deepEqual([...table.end.view()], [5, 15, 30]);
});

test("no two threads are on one core at once", () => {
  for (const name of ["ticket_office", "deadlock"]) {
    for (const table of modelOf(name).cpus.values()) {
      for (let index = 1; index < table.length; index += 1) assert.ok(table.time.at(index) >= table.end.at(index - 1));
    }
  }
});

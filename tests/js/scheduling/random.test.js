import assert from "node:assert/strict";
import { test } from "node:test";
import { randomRows, stream } from "../../../static/js/scheduling/random.js";

test("the same seed gives the same jobs, another one others", () => {
  assert.deepEqual(randomRows(7, 5), randomRows(7, 5));
  assert.notDeepEqual(randomRows(7, 5), randomRows(8, 5));
});

test("jobs come in the order they arrive, the first at 0, none without work", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const rows = randomRows(seed, 6);
    const arrivals = rows.map((one) => Number(one.arrival));
    assert.equal(arrivals[0], 0);
    assert.deepEqual(arrivals, arrivals.toSorted((one, other) => one - other));
    assert.ok(rows.every((one) => Number(one.burst) >= 1 && Number(one.burst) <= 10));
    assert.equal(new Set(rows.map((one) => one.name)).size, 6);
  }
});

test("the numbers lie between 0 and 1 and are spread", () => {
  const next = stream(3);
  const numbers = Array.from({ length: 1000 }, next);
  assert.ok(numbers.every((one) => one >= 0 && one < 1));
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  assert.ok(mean > 0.45 && mean < 0.55, String(mean));
});

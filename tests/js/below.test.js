import assert from "node:assert/strict";
import { test } from "node:test";
import { namesBelow } from "../../static/js/below.js";

test("a lane counts as below when less than half of its bar is in sight", () => {
  const row = (name, barTop) => ({ name, barTop, barHeight: 40 });
  assert.deepEqual(namesBelow({ height: 300, rows: [row("MainThread", 40), row("GIL", 279), row("CPU 0", 281), row("CPU 1", 340)] }), ["CPU 0", "CPU 1"]);
});

import assert from "node:assert/strict";
import test from "node:test";

import { numberOf } from "../../../static/js/timeline/draw-data.js";

test("a value is a number or is none", () => {
  assert.deepEqual(["12", "-1.5", "1e3", "'12'", "", undefined].map(numberOf), [12, -1.5, 1000, undefined, undefined, undefined]);
});

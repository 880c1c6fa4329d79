import assert from "node:assert/strict";
import { test } from "node:test";
import { ticksOf, timeAt, xOf } from "../../../static/js/scheduling/axis.js";

const AXIS = { left: 40, width: 600, end: 30 };

test("times and places are each other's inverse, within the axis", () => {
  assert.equal(xOf(AXIS, 15), 340);
  assert.equal(timeAt(AXIS, 340), 15);
  assert.equal(timeAt(AXIS, 0), 0);
  assert.equal(timeAt(AXIS, 5000), 30);
});

test("ticks are round numbers with room between them", () => {
  for (const end of [0.3, 1, 7, 30, 181, 12345]) {
    const ticks = ticksOf({ ...AXIS, end });
    assert.equal(ticks[0].time, 0);
    assert.ok(ticks.length >= 4 && ticks.length <= 14, `${end}: ${ticks.length}`);
    assert.ok(ticks[1].x - ticks[0].x >= 44);
    assert.ok(String(ticks[1].time).replace(/[.0]/g, "").length === 1, String(ticks[1].time));
  }
});

test("an axis of nothing has no ticks", () => assert.deepEqual(ticksOf({ left: 0, width: 100, end: 0 }), []));

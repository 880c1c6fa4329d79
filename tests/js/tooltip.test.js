import assert from "node:assert/strict";
import { test } from "node:test";
import { placeTip } from "../../static/js/tooltip.js";

test("a tip stands above its anchor, inside the page, and below where there is no room", () => {
  const page = { width: 1000, height: 600 };
  const tip = { width: 200, height: 40 };
  assert.deepEqual(placeTip({ left: 480, right: 520, top: 300, bottom: 330 }, tip, page), { x: 400, y: 252 });
  assert.deepEqual(placeTip({ left: 0, right: 20, top: 10, bottom: 40 }, tip, page), { x: 8, y: 48 });
  assert.equal(placeTip({ left: 980, right: 1000, top: 300, bottom: 330 }, tip, page).x, 792);
});

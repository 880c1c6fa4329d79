import assert from "node:assert/strict";
import test from "node:test";

import { INITIAL_STATE } from "../../../static/js/store.js";
import { INTERVAL_MS, Overview } from "../../../static/js/timeline/overview.js";
import { fakeContext, installCanvasClasses } from "../fake-canvas.js";
import { modelOf } from "../recordings.js";

installCanvasClasses();
const tokens = { bg: "bg", lane: "lane", focus: "focus", alarm: "alarm", resource: "resource" };

/** An overview of a recorded run, and how often its lanes were drawn. */
function made({ width = 1000, height = 60 } = {}) {
  const overview = new Overview();
  overview.setColors(["#000", "#000", "#000", "#000", "#000"]);
  let lanesDrawn = 0;
  const begin = overview.strip.begin.bind(overview.strip);
  overview.strip.begin = (...sizes) => (lanesDrawn += 1, begin(...sizes));
  const fake = fakeContext();
  fake.context.canvas = { width, height };
  const model = modelOf("ticket_office");
  const draw = (now, state = {}) => overview.draw({ context: fake.context, width, height, ratio: 1, tokens }, { model, state: { ...INITIAL_STATE, ...state } }, now);
  return { draw, model, fake, lanesDrawn: () => lanesDrawn };
}

test("a run that does not change is drawn once, and its window in every frame", () => {
  const { draw, fake, lanesDrawn } = made();
  assert.deepEqual([draw(0), draw(16), draw(1000)], [undefined, undefined, undefined]);
  assert.equal(lanesDrawn(), 1);
  assert.equal(fake.calls.get("drawImage"), 3);
});

test("news show a tenth of a second after the last, and until then it says how long that is", () => {
  const { draw, model, lanesDrawn } = made();
  draw(0);
  model.version += 1;
  assert.equal(draw(INTERVAL_MS - 30), 30);
  assert.equal(lanesDrawn(), 1);
  assert.equal(draw(INTERVAL_MS), undefined);
  assert.equal(lanesDrawn(), 2);
});

test("what the reader changes does not wait", () => {
  const { draw, lanesDrawn } = made();
  draw(0);
  draw(1, { showHelpers: true });
  assert.equal(lanesDrawn(), 2);
});

test("where there is no room nothing is drawn", () => {
  const { draw, fake, lanesDrawn } = made({ width: 10 });
  assert.equal(draw(0), undefined);
  assert.deepEqual([lanesDrawn(), fake.calls.size], [0, 0]);
});

// The pure parts of files that otherwise draw; what they draw is tested in tests/browser/test_companions.py.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Reason, State } from "../../static/js/kinds.js";
import { marksPresent, toggleHidden } from "../../static/js/legend.js";
import { rateText } from "../../static/js/toolbar.js";
import { placeTip } from "../../static/js/tooltip.js";
import { catalogues } from "./helpers/messages.js";
import { recorded, small } from "./helpers/runs.js";

test("the legend has the marks of the run and no others, running first", () => {
  const keys = marksPresent(recorded("ticket_office"))().map((mark) => mark.key);
  assert.deepEqual(keys, ["running", "ready", "blocked-join", "blocked-lock", "blocked-sleep"]);
});

test("the legend looks at a growing run once, and at the last change again", () => {
  const model = small((recording) => recording.changes([{ time: 0, worker: 2, state: State.RUNNING }]));
  const present = marksPresent(model);
  assert.deepEqual(present().map((mark) => mark.key), ["running"]);
  const before = present();
  assert.equal(present(), before);
  model.lanes.get(2).push({ time: 5, worker: 2, state: State.BLOCKED, reason: Reason.SLEEP, known: 0, cpu: 255, resource: 0, target: 0, by: 0, location: 0 });
  assert.deepEqual(present().map((mark) => mark.key), ["running", "blocked-sleep"]);
});

test("every mark there can be has its name in both languages", async () => {
  const { markOf } = await import("../../static/js/timeline/marks.js");
  for (const state of Object.values(State)) {
    for (const reason of Object.values(Reason)) for (const catalogue of Object.values(catalogues())) assert.ok(`mark.${markOf(state, reason).key}` in catalogue, markOf(state, reason).key);
  }
});

test("a mark is hidden and shown again", () => {
  assert.deepEqual(toggleHidden([], "running"), ["running"]);
  assert.deepEqual(toggleHidden(["running", "new"], "running"), ["new"]);
});

test("a speed is written as people say it", () => {
  assert.deepEqual([1, 4, 64, 1 / 4, 1 / 1000].map(rateText), ["×1", "×4", "×64", "×1/4", "×1/1000"]);
});

test("a tip stands above its anchor, inside the page, and below where there is no room", () => {
  const page = { width: 1000, height: 600 };
  const tip = { width: 200, height: 40 };
  assert.deepEqual(placeTip({ left: 480, right: 520, top: 300, bottom: 330 }, tip, page), { x: 400, y: 252 });
  assert.deepEqual(placeTip({ left: 0, right: 20, top: 10, bottom: 40 }, tip, page), { x: 8, y: 48 });
  assert.equal(placeTip({ left: 980, right: 1000, top: 300, bottom: 330 }, tip, page).x, 792);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Reason, State } from "../../static/js/kinds.js";
import { marksPresent, toggleHidden } from "../../static/js/legend.js";
import { markOf } from "../../static/js/timeline/marks.js";
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

test("every mark there can be has its name in both languages", () => {
  for (const state of Object.values(State)) {
    for (const reason of Object.values(Reason)) for (const catalogue of Object.values(catalogues())) assert.ok(`mark.${markOf(state, reason).key}` in catalogue, markOf(state, reason).key);
  }
});

test("a mark is hidden and shown again", () => {
  assert.deepEqual(toggleHidden([], "running"), ["running"]);
  assert.deepEqual(toggleHidden(["running", "new"], "running"), ["new"]);
});

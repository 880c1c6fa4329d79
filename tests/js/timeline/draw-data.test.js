import assert from "node:assert/strict";
import test from "node:test";

import { EdgeKind, Kind, Reason } from "../../../static/js/kinds.js";
import { numberOf } from "../../../static/js/timeline/draw-data.js";
import { small } from "../helpers/runs.js";
import { sceneOf } from "./scene.js";

const left = { id: 9, kind: "value", name: "left", process: 1, location: 1, capacity: null, began: 0 };

/** Whose names stand at two brackets of one tall lane, of which the Seller's is of an update that was lost. */
function named(mine, sellers) {
  const model = small((recording) =>
    recording.define({ resources: [left], texts: { 5: "10" } })
      .events([{ time: 1e6, kind: Kind.WRITE, worker: 2, resource: 9, text: 5 }])
      .edges([
        { t0: mine[0], t1: mine[1], kind: EdgeKind.WINDOW, source: 2, target: 2, resource: 9 },
        { t0: sellers[0], t1: sellers[1], kind: EdgeKind.WINDOW, source: 3, target: 3, resource: 9, reason: Reason.LOCK },
      ]));
  const scene = sceneOf(model, { state: { t0: 0, t1: 40e6 }, tokens: { resourceHeight: 110 } });
  const row = scene.layout.resourceRowOf.get(9);
  const inLane = ({ x, y }) => x > scene.layout.left && y > row.barTop && y < row.barTop + row.barHeight;
  return scene.placed.filter(inLane).map(({ text }) => text).filter((text) => ["MainThread", "Seller"].includes(text)).sort();
}

test("each bracket bears the name of whose it is", () => {
  assert.deepEqual(named([2e6, 16e6], [22e6, 36e6]), ["MainThread", "Seller"]);
});

test("where two brackets begin together, only the name of whose update was lost is there", () => {
  assert.deepEqual(named([2e6, 30e6], [3e6, 32e6]), ["Seller"]);
});

test("a value is a number or is none", () => {
  assert.deepEqual(["12", "-1.5", "1e3", "'12'", "", undefined].map(numberOf), [12, -1.5, 1000, undefined, undefined, undefined]);
});

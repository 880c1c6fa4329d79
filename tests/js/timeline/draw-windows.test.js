import assert from "node:assert/strict";
import test from "node:test";

import { EdgeKind, Kind, Reason } from "../../../static/js/kinds.js";
import { small } from "../helpers/runs.js";
import { sceneOf } from "./scene.js";

const shared = (kind) => ({ id: 9, kind, name: "left", process: 1, location: 1, capacity: null, began: 0 });

/** Whose names stand at two brackets of one tall lane, of which the Seller's is of an update that was lost. */
function named(mine, sellers, kind = "value") {
  const model = small((recording) =>
    recording.define({ resources: [shared(kind)], texts: { 5: "10" } })
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

test("each bracket bears the name of whose it is, on a file's lane too", () => {
  for (const kind of ["value", "file"]) assert.deepEqual(named([2e6, 16e6], [22e6, 36e6], kind), ["MainThread", "Seller"]);
});

test("a file that is read to be written back has room for brackets above its ticks", () => {
  const height = (edges) => {
    const model = small((recording) =>
      recording.define({ resources: [shared("file")] }).events([{ time: 1e6, kind: Kind.READ, worker: 2, resource: 9, value: 3 }]).edges(edges));
    return sceneOf(model).layout.rows.find((row) => row.id === 9 && row.kind === "resource").barHeight;
  };
  assert.ok(height([{ t0: 1e6, t1: 9e6, kind: EdgeKind.WINDOW, source: 2, target: 2, resource: 9 }]) > 1.3 * height([]));
});

test("where two brackets begin together, only the name of whose update was lost is there", () => {
  assert.deepEqual(named([2e6, 30e6], [3e6, 32e6]), ["Seller"]);
});

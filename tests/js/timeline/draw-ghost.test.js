import assert from "node:assert/strict";
import test from "node:test";

import { RunModel } from "../../../static/js/model.js";
import { sceneOf } from "./scene.js";

test("before a run there are outlines in every layout, and nothing is filled with a state's colour", () => {
  for (const layout of ["laptop", "projector", "phone"]) {
    const { calls, fills, tokens } = sceneOf(new RunModel(), { state: { layout } });
    assert.ok(calls.get("stroke") > 15);
    assert.ok(!fills.some((fill) => [tokens.run, tokens.readyFill, tokens.blockedFill].includes(fill.color)));
  }
});

import assert from "node:assert/strict";
import test from "node:test";

import { Reason, State } from "../../../static/js/kinds.js";
import { markOf } from "../../../static/js/timeline/marks.js";

test("the closer to the CPU, the higher the bar", () => {
  const heights = [markOf(State.RUNNING, 0), markOf(State.READY, Reason.CPU), markOf(State.BLOCKED, Reason.LOCK), markOf(State.TERMINATED, 0)].map((mark) => mark.height);
  assert.deepEqual(heights, [1, 0.62, 0.36, 0]);
});

test("every reason has a key, and those that matter their own texture", () => {
  const textures = [Reason.LOCK, Reason.SLEEP, Reason.QUEUE_GET, Reason.QUEUE_PUT, Reason.JOIN, Reason.IO].map((reason) => markOf(State.BLOCKED, reason).pattern);
  assert.equal(new Set(textures).size, textures.length);
  assert.equal(markOf(State.BLOCKED, Reason.QUEUE_GET).key, "blocked-queue-get");
  assert.equal(markOf(State.BLOCKED, 250).pattern, "plain");
});

test("ready for the GIL has a comb", () => {
  assert.deepEqual([markOf(State.READY, Reason.GIL).key, markOf(State.READY, Reason.GIL).pattern], ["ready-gil", "comb"]);
  assert.equal(markOf(State.READY, Reason.GIL), markOf(State.READY, Reason.GIL));
});

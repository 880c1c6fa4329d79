import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, marksOf } from "../../static/js/tree.js";

const worker = (id, parent, more = {}) => [id, { id, parent, kind: "thread", began: id, ended: null, exit: null, signal: null, daemon: false, cut: false, ...more }];

test("workers stand below whoever started them, in order of their beginning", () => {
  const roots = arrange(new Map([worker(1, 0, { kind: "process" }), worker(2, 1), worker(4, 2, { began: 9 }), worker(3, 2)]));
  assert.equal(roots.length, 1);
  assert.deepEqual(roots[0].children[0].children.map((node) => node.worker.id), [3, 4]);
});

test("a worker whose parent is not known stands on its own", () => {
  assert.deepEqual(arrange(new Map([worker(5, 99)])).map((node) => node.worker.id), [5]);
});

test("marks say how a worker stands, trouble as trouble", () => {
  const keys = (more) => marksOf(worker(1, 0, more)[1]).map((mark) => `${mark.key}${mark.isTrouble ? "!" : ""}`);
  assert.deepEqual(keys({ daemon: true }), ["tree.daemon", "tree.alive"]);
  assert.deepEqual(keys({ kind: "process", ended: 5, exit: 0 }), ["tree.exit"]);
  assert.deepEqual(keys({ kind: "process", ended: 5, exit: 3 }), ["tree.exit!"]);
  assert.deepEqual(keys({ kind: "process", ended: 5, exit: -9, signal: "SIGKILL", cut: true }), ["tree.cut", "status.signal!"]);
  assert.deepEqual(keys({ ended: 5, exit: 1 }), ["tree.exception!"]);
  assert.deepEqual(keys({ kind: "task", ended: 5, exit: 0, cancelled: true }), ["tree.cancelled.task"]);
});

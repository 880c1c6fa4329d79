import assert from "node:assert/strict";
import { test } from "node:test";
import { circle, sortFindings, stepText, stillText } from "../../static/js/findings.js";

test("points stand round a circle, the first on top", () => {
  assert.deepEqual(circle(2, 50, 100), [{ x: 100, y: 50 }, { x: 100, y: 150 }]);
  assert.equal(new Set(circle(5, 50, 100).map(({ x, y }) => `${x} ${y}`)).size, 5);
});

test("what is still so stands first, then what came first", () => {
  const sorted = sortFindings([{ id: 1, at: 1, open: false }, { id: 2, at: 9, open: true }, { id: 3, at: 5, open: true }]);
  assert.deepEqual(sorted.map((finding) => finding.id), [3, 2, 1]);
});

test("a deadlock says how long nobody has moved, counted from since, and only while it is so", () => {
  const messages = { t: (key, params) => `${key} ${params.duration ?? params.n}` };
  const finding = { id: 1, kind: "deadlock", at: 400e6, since: 100e6, open: true };
  assert.equal(stillText(finding, { model: { now: 2.1e9 }, messages }), "findings.since unit.s 2");
  assert.equal(stillText({ ...finding, open: false }, { model: { now: 2.1e9 }, messages }), "");
  assert.equal(stillText({ ...finding, kind: "killed-by-signal" }, { model: { now: 2.1e9 }, messages }), "");
});

test("what nobody holds, as a queue, is waited for and no more", () => {
  const model = { workers: new Map(), resources: new Map() };
  const messages = { t: (key) => key };
  assert.equal(stepText({ worker: 1, resource: 2, holder: 3, location: 0 }, { model, messages }), "findings.ring.step");
  assert.equal(stepText({ worker: 1, resource: 2, holder: 0, location: 0 }, { model, messages }), "findings.ring.step.alone");
});

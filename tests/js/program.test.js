import assert from "node:assert/strict";
import { test } from "node:test";
import { readProblem, requestOf, startRun } from "../../static/js/program.js";

const form = { source: "print(1)", program: "one.py", lesson: "", args: " ", stdin: "", data: false, seconds: NaN };

test("what was left empty is left out", () => {
  assert.deepEqual(requestOf(form), { source: "print(1)", program: "one.py", data: false });
});

test("what was filled in is sent, the limit in ns", () => {
  assert.deepEqual(requestOf({ ...form, lesson: "deadlock", args: "--n '3 4'", stdin: "a\n", data: true, seconds: 2.5 }), {
    source: "print(1)", program: "one.py", lesson: "deadlock", args: "--n '3 4'", stdin: "a\n", data: true, limits: { wall_ns: 2_500_000_000 },
  });
});

test("a problem names its field and says the most precise thing it knows", () => {
  assert.deepEqual(readProblem({ title: "Bad", detail: "The body is wrong", errors: [{ pointer: "#/limits/wall_ns", detail: "too long" }] }), { text: "too long", field: "limits" });
  assert.deepEqual(readProblem({ title: "Bad" }), { text: "Bad", field: "" });
});

test("a server that was started anew is told from one that is gone and from one that refuses", async () => {
  const key = async () => (await startRun({ source: "print(1)" })).key;
  globalThis.fetch = async () => ({ ok: false, status: 401, json: async () => ({ detail: "Open the link" }) });
  assert.equal(await key(), "form.signed-out");
  globalThis.fetch = async () => ({ ok: false, status: 429, json: async () => ({ detail: "too many" }) });
  assert.equal(await key(), "form.failed");
  globalThis.fetch = async () => { throw new TypeError("refused"); };
  assert.equal(await key(), "form.unreachable");
});

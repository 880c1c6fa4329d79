import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchRecording, requestOf, startRun } from "../../static/js/program.js";

const form = { source: "print(1)", program: "one.py", lesson: "", args: " ", stdin: "", data: false, seconds: NaN };

test("what was left empty is left out", () => {
  assert.deepEqual(requestOf(form), { source: "print(1)", program: "one.py", data: false });
});

test("what was filled in is sent, the limit in ns", () => {
  assert.deepEqual(requestOf({ ...form, lesson: "deadlock", args: "--n '3 4'", stdin: "a\n", data: true, seconds: 2.5 }), {
    source: "print(1)", program: "one.py", lesson: "deadlock", args: "--n '3 4'", stdin: "a\n", data: true, limits: { wall_ns: 2_500_000_000 },
  });
});

test("a server that was started anew is told from one that is gone and from one that refuses", async () => {
  const said = () => startRun({ source: "print(1)" });
  globalThis.fetch = async () => ({ ok: false, status: 401, json: async () => ({ detail: "Open the link" }) });
  assert.deepEqual(await said(), { key: "form.signed-out", field: "" });
  globalThis.fetch = async () => ({ ok: false, status: 429, json: async () => ({ code: "too-many-runs", detail: "2 programs run already" }) });
  assert.deepEqual(await said(), { refusal: { code: "too-many-runs", detail: "2 programs run already", field: "" }, field: "" });
  globalThis.fetch = async () => { throw new TypeError("refused"); };
  assert.deepEqual(await said(), { key: "form.unreachable", field: "" });
});

test("the recorded run of an example comes as a file, or not at all", async () => {
  const asked = [];
  globalThis.fetch = async (address) => { asked.push(address); return { ok: true, blob: async () => new Blob(["LS"]) }; };
  const file = await fetchRecording("io-uring");
  assert.deepEqual([asked, file.name, await file.text()], [["/api/v1/lessons/io-uring/recording"], "io-uring.lockstep", "LS"]);
  globalThis.fetch = async () => ({ ok: false });
  assert.equal(await fetchRecording("io-uring"), null);
  globalThis.fetch = async () => { throw new TypeError("refused"); };
  assert.equal(await fetchRecording("io-uring"), null);
});

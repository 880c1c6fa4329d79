import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { readsInput, sendInput } from "../../static/js/input.js";
import { Reason, State } from "../../static/js/kinds.js";
import { small } from "./helpers/runs.js";

const { fetch: realFetch } = globalThis;
afterEach(() => { globalThis.fetch = realFetch; });

test("a program that says input() reads its input, a word that only contains it does not", () => {
  assert.ok(readsInput('name = input("who? ")', small()));
  assert.ok(readsInput("for line in sys.stdin: pass", small()));
  assert.ok(!readsInput("inputs = 3", small()));
});

test("so does one whose worker waits for something from outside", () => {
  const model = small((recording) => recording.changes([{ time: 0, worker: 2, state: State.BLOCKED, reason: Reason.IO }]));
  assert.ok(readsInput("import mystery", model));
});

test("what is typed goes to the run, and a refusal is told", async () => {
  const asked = [];
  globalThis.fetch = async (address, options) => { asked.push([address, JSON.parse(options.body)]); return { ok: asked.length === 1 }; };
  assert.equal(await sendInput("abcd", { text: "Ada\n" }), true);
  assert.equal(await sendInput("abcd", { end: true }), false);
  assert.deepEqual(asked, [["/api/v1/runs/abcd/input", { text: "Ada\n" }], ["/api/v1/runs/abcd/input", { end: true }]]);
  globalThis.fetch = async () => { throw new TypeError("offline"); };
  assert.equal(await sendInput("abcd", {}), false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { isSignedOut, whyRefused } from "../../static/js/session.js";

const answer = (status) => { globalThis.fetch = async () => ({ status }); };

test("a server that was started anew knows the page no more", async () => {
  answer(401);
  assert.deepEqual([await isSignedOut(), await whyRefused()], [true, "form.signed-out"]);
});

test("a server that answers knows it, and one that does not answer has not said otherwise", async () => {
  answer(200);
  assert.equal(await isSignedOut(), false);
  globalThis.fetch = async () => { throw new TypeError("refused"); };
  assert.deepEqual([await isSignedOut(), await whyRefused()], [false, "form.unreachable"]);
});

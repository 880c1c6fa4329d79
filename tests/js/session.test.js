import assert from "node:assert/strict";
import { test } from "node:test";
import { embedProbe, isSignedOut, whyRefused } from "../../static/js/session.js";

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

test("a page with a key asks for no more than the key opens", async () => {
  const asked = [];
  globalThis.fetch = async (address) => { asked.push(address); return { status: 401 }; };
  assert.equal(await isSignedOut(embedProbe("ab12", "1.x")), true);
  assert.deepEqual(asked, ["/api/v1/runs/ab12/frames?after=9007199254740991&key=1.x"]);
});

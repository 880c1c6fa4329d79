import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { unpack } from "../../static/js/inlined.js";
import { decodeFrames } from "../../static/js/wire.js";

test("frames come out of a file as they went in", async () => {
  const bytes = readFileSync(new URL("../recordings/ticket_office.lockstep", import.meta.url));
  const frames = await unpack(`\n${deflateSync(bytes).toString("base64")}\n`);
  assert.deepEqual(frames.map(({ kind, sequence, body }) => [kind, sequence, body.length]), decodeFrames(bytes).frames.map(({ kind, sequence, body }) => [kind, sequence, body.length]));
  assert.equal(frames[0].json().program, "ticket_office.py");
});

import assert from "node:assert/strict";
import test from "node:test";

import { FrameKind } from "../../static/js/kinds.js";
import { decodeFrames, FrameReader, readChange, readEvent, WireError } from "../../static/js/wire.js";
import { encodeChanges, encodeEvents, encodeFrame, encodeJson, Recording } from "./encoder.js";

test("whole frames are cut and the rest is kept", () => {
  const bytes = new Recording().meta().status({ now: 5 }).bytes();
  const { frames, rest } = decodeFrames(bytes.subarray(0, bytes.length - 1));
  assert.deepEqual(frames.map((frame) => [frame.kind, frame.sequence]), [[FrameKind.META, 1]]);
  assert.equal(frames[0].json().program, "p.py");
  assert.ok(rest.length > 0);
});

test("a stream fed one byte at a time gives the same frames", () => {
  const bytes = new Recording().meta().define({ texts: { 1: "中文" } }).status({ now: 5 }).bytes();
  const reader = new FrameReader();
  const kinds = [];
  for (const byte of bytes) for (const frame of reader.feed(new Uint8Array([byte]))) kinds.push(frame.kind);
  assert.deepEqual(kinds, [FrameKind.META, FrameKind.DEFINE, FrameKind.STATUS]);
  assert.equal(reader.rest.length, 0);
});

test("a stream that is not ours is refused", () => {
  assert.throws(() => decodeFrames(new TextEncoder().encode("HTTP/1.1 404 not found")), WireError);
});

test("another version is refused by name", () => {
  const frame = encodeFrame(FrameKind.META, encodeJson({}), 1);
  frame[2] = 9;
  assert.throws(() => decodeFrames(frame), /frame format 9/);
});

test("a body over the limit is refused before it has arrived", () => {
  const frame = encodeFrame(FrameKind.META, encodeJson({}), 1);
  new DataView(frame.buffer).setUint32(4, 17 * 1024 * 1024, true);
  assert.throws(() => decodeFrames(frame), /over the limit/);
});

test("an event's row keeps large times, negative values and every field", () => {
  const row = { time: 3_600_000_000_123, value: -1, worker: 7, resource: 4_000_000_000, target: 2, location: 3, text: 9, kind: 31, reason: 10, flags: 1, waiters: 2 };
  const body = encodeEvents([row]);
  const read = {};
  readEvent(new DataView(body.buffer), 0, read);
  assert.deepEqual(read, row);
});

test("a change's row keeps every field", () => {
  const row = { time: 12, worker: 1, resource: 2, target: 3, by: 4, location: 5, state: 3, reason: 10, known: 1, cpu: 255 };
  const read = {};
  readChange(new DataView(encodeChanges([row]).buffer), 0, read);
  assert.deepEqual(read, row);
});

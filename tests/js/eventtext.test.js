import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENT_GROUPS, describeEvent, explainEvent, groupOf } from "../../static/js/eventtext.js";
import { Call, Extent, Flag, Kind, Reason } from "../../static/js/kinds.js";
import { plainText } from "../../static/js/sentences.js";
import { messagesFor } from "./helpers/messages.js";
import { recorded, small } from "./helpers/runs.js";

const languages = ["en", "zh-CN"].map(messagesFor);
const [en] = languages;
const LEAVES = new Set([Kind.NONE, Kind.END_SEGMENT, Kind.DEFINE]);
const event = (fields) => ({ index: 0, time: 1e6, value: 0, worker: 3, resource: 1, target: 2, location: 1, text: 0, reason: 0, flags: 0, waiters: 0, ...fields });

function whole(model, sentence) {
  for (const messages of languages) assert.doesNotMatch(plainText(sentence, model, messages), /\{\w+\}|undefined|NaN|\*/, sentence.key);
}

test("every kind of event, with every flag, reason and sign, is a whole sentence in both languages", () => {
  const model = small();
  for (const kind of Object.values(Kind).filter((one) => !LEAVES.has(one))) {
    for (const fields of [{}, { value: 5, text: 1 }, { value: -9 }, { flags: 1, waiters: 2 }, { flags: 2 }, { flags: 3 }, { flags: Flag.PREEMPTED }, { flags: Flag.INFERRED }, { resource: 0, target: 0 }]) {
      const one = event({ kind, ...fields });
      whole(model, describeEvent(model, one));
      const why = explainEvent(one, 3);
      if (why) whole(model, why);
    }
  }
});

test("every reason to wait has its words, with a resource, a worker, or neither", () => {
  const model = small();
  for (const reason of Object.values(Reason)) {
    for (const gaps of [{ target: 0 }, { resource: 0 }, { resource: 0, target: 0 }]) whole(model, describeEvent(model, event({ kind: Kind.WAIT, reason, value: -1, ...gaps })));
  }
});

test("what a file says is told, if that is known, and that another took its place", () => {
  const model = small();
  const file = [...model.resources.values()][0];
  file.kind = "file";
  const keyOf = (fields) => {
    const one = event({ resource: file.id, ...fields });
    whole(model, describeEvent(model, one));
    return describeEvent(model, one).key;
  };
  assert.equal(keyOf({ kind: Kind.READ, value: 9 }), "event.read.bytes");
  assert.equal(keyOf({ kind: Kind.READ, value: 9, text: 1 }), "event.read.content");
  assert.equal(keyOf({ kind: Kind.READ, text: 1 }), "event.read.end");
  assert.equal(keyOf({ kind: Kind.WRITE, value: 9, flags: Extent.START }), "event.write.bytes");
  assert.equal(keyOf({ kind: Kind.WRITE, value: 9, text: 1, flags: Extent.START | Extent.EMPTIED }), "event.write.content");
  assert.equal(keyOf({ kind: Kind.WRITE, value: 9, text: 1, flags: Extent.START | Extent.EMPTIED | Extent.REPLACED }), "event.write.replaced");
});

test("a connection says between whom it is, as far as that says anything, and if nobody knows who called", () => {
  const model = small();
  const keyOf = (text, flags = Call.ACCEPT) => {
    model.texts.set(9, text);
    const one = event({ kind: Kind.CONNECT, text: 9, flags });
    whole(model, describeEvent(model, one));
    return describeEvent(model, one).key;
  };
  assert.equal(keyOf("127.0.0.1:80>127.0.0.1:5555"), "event.connected");
  assert.equal(keyOf("127.0.0.1:5555>127.0.0.1:80", Call.CONNECT), "event.connect");
  assert.equal(keyOf("unix:/tmp/s>inode:7"), "event.connected.local");
  assert.equal(keyOf("inode:8>inode:7", 0), "event.connected.local");
  assert.equal(keyOf("unix:/tmp/s>"), "event.connected.unknown");
});

test("a kind of a later version is said to be unknown", () => assert.equal(describeEvent(small(), event({ kind: 200 })).key, "event.unknown"));

test("events say who and what by name", () => {
  const model = small();
  const say = (fields) => plainText(describeEvent(model, event(fields)), model, en);
  assert.equal(say({ kind: Kind.ACQUIRE, flags: Flag.WAITED }), "takes mutex after waiting");
  assert.equal(say({ kind: Kind.ACQUIRE, resource: 3, flags: Flag.INFERRED }), "gets the GIL");
  assert.equal(say({ kind: Kind.PUT, resource: 2, text: 1, value: 2 }), "puts 'ticket 7' into jobs");
  assert.equal(say({ kind: Kind.REAP, value: -9 }), "learns that MainThread was killed by SIGKILL");
  assert.equal(say({ kind: Kind.WAIT, reason: Reason.SLEEP, value: 50e6 }), "goes to sleep for 50 ms");
  assert.equal(say({ kind: Kind.NOTIFY, value: -1 }), "notifies all on mutex");
});

test("what was printed is quoted, white space is called that", () => {
  const model = small();
  model.texts.set(2, "sold out\n").set(3, "\n");
  const say = (text, flags = 1) => plainText(describeEvent(model, event({ kind: Kind.OUTPUT, text, flags })), model, en);
  assert.deepEqual([2, 3, 0].map((text) => say(text)), ["prints “sold out”", "prints white space", "prints white space"]);
  assert.equal(say(2, 2), "prints “sold out” to stderr");
});

test("a queue says how full it is now", () => {
  const why = (capacity) => plainText(explainEvent(event({ kind: Kind.PUT, value: 2 }), capacity), small(), en);
  assert.equal(why(3), "2 of 3 now");
  assert.equal(why(undefined), "2 items now");
});

test("every event of the recordings belongs to a group and reads well", () => {
  for (const name of ["ticket_office", "deadlock", "two_processes"]) {
    const model = recorded(name);
    for (let index = 0; index < model.eventCount; index += 1) {
      const one = model.event(index);
      whole(model, describeEvent(model, one));
      assert.ok(EVENT_GROUPS.includes(groupOf(one.kind, one.flags)));
    }
  }
});

test("the GIL's hand-overs are with the CPU's, not with the locks'", () => {
  assert.equal(groupOf(Kind.ACQUIRE, Flag.INFERRED), "kernel");
  assert.equal(groupOf(Kind.ACQUIRE, Flag.WAITED), "resource");
});

test("events of tasks say who ends whose life, and how", () => {
  const model = small();
  const say = (fields) => plainText(describeEvent(model, event(fields)), model, en);
  assert.equal(say({ kind: Kind.CANCEL }), "cancels MainThread");
  assert.deepEqual([0, 1, 2, 3].map((flags) => say({ kind: Kind.STRAND_END, flags })), ["ends", "ends because of an exception", "ends: it was cancelled", "is dropped before its end"]);
  assert.equal(say({ kind: Kind.UNAWAITED, text: 1 }), "drops 'ticket 7'(), which was never awaited");
  assert.deepEqual([0, 1, 2].map((flags) => say({ kind: Kind.FORSAKEN, flags, text: 1 })), [
    "loses MainThread, which had not ended", "loses the exception of MainThread: 'ticket 7'", "closes the loop of MainThread, which had not ended",
  ]);
  assert.equal(groupOf(Kind.CANCEL, 0), "life");
});

test("an exception that nobody asked for is told with its job", () => {
  const model = small();
  const one = event({ kind: Kind.UNASKED, text: 1 });
  assert.match(plainText(describeEvent(model, one), model, en), /^nobody ever asked for the exception of .+: 'ticket 7'$/);
  assert.equal(groupOf(Kind.UNASKED, 0), "resource");
});

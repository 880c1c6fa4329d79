import assert from "node:assert/strict";
import { test } from "node:test";
import { describe, describeEdge, describeEnd, describeFinding, describeResource, describeWorker, narrate } from "../../static/js/describe.js";
import { EdgeKind, Kind, Known, Reason, State } from "../../static/js/kinds.js";
import { plainText } from "../../static/js/sentences.js";
import { messagesFor } from "./helpers/messages.js";
import { worker } from "./encoder.js";
import { recorded, small } from "./helpers/runs.js";

const languages = ["en", "zh-CN"].map(messagesFor);
const [en] = languages;
const say = (model, sentences, messages = en) => sentences.map((sentence) => plainText(sentence, model, messages));
const GAP = /\{\w+\}|\*|undefined|NaN/;

/** The small run in which Seller does one thing from 20 ms on. */
const doing = (change) => small((recording) => recording.changes([{ time: 0, worker: 2, state: State.RUNNING }, { time: 20e6, worker: 3, ...change }]));

test("every state for every reason, however known, with and without what it waits for, is a whole sentence in both languages", () => {
  for (const state of Object.values(State)) {
    for (const reason of Object.values(Reason)) {
      for (const known of Object.values(Known)) {
        for (const gaps of [{}, { resource: 1, by: 2 }, { resource: 2 }, { target: 2 }]) {
          const model = doing({ state, reason, known, ...gaps });
          for (const messages of languages) {
            const said = say(model, describeWorker(model, 3, 50e6), messages);
            if (state !== State.TERMINATED) assert.ok(said.length >= 1, `${state} ${reason}`);
            for (const sentence of said) assert.doesNotMatch(sentence, GAP, sentence);
          }
        }
      }
    }
  }
});

test("a wait for a lock names the lock, who holds it and how long it has lasted", () => {
  const model = doing({ state: State.BLOCKED, reason: Reason.LOCK, resource: 1, by: 2 });
  assert.equal(say(model, describeWorker(model, 3, 34e6))[0], "Seller is blocked: waiting for mutex, held by MainThread, 14 ms.");
  assert.equal(say(model, describeWorker(model, 3, 34e6), languages[1])[0], "Seller 被阻塞：正在等待 mutex（由 MainThread 持有），已等 14 毫秒。");
});

test("the first sentences keep to eighteen words in English", () => {
  for (const reason of Object.values(Reason)) {
    const model = doing({ state: State.BLOCKED, reason, resource: 1, by: 2 });
    const [first] = say(model, describeWorker(model, 3, 34e6));
    assert.ok(first.split(" ").length <= 18, first);
  }
});

test("a full queue says how full", () => {
  const model = small((recording) => recording
    .events([{ time: 5e6, kind: Kind.PUT, worker: 2, resource: 2, value: 3 }])
    .changes([{ time: 20e6, worker: 3, state: State.BLOCKED, reason: Reason.QUEUE_PUT, resource: 2 }]));
  assert.equal(say(model, describeWorker(model, 3, 30e6))[0], "Seller cannot put: jobs is full (3/3), 10 ms.");
});

test("a sleep that is over says until when, one that is not how long it has lasted", () => {
  const open = doing({ state: State.BLOCKED, reason: Reason.SLEEP });
  assert.equal(say(open, describeWorker(open, 3, 30e6))[0], "Seller sleeps, 10 ms so far; it uses no CPU.");
  const over = small((recording) => recording.changes([{ time: 20e6, worker: 3, state: State.BLOCKED, reason: Reason.SLEEP }, { time: 60e6, worker: 3, state: State.RUNNING }]));
  assert.equal(say(over, describeWorker(over, 3, 30e6))[0], "Seller sleeps until 60.0 ms; it uses no CPU.");
});

test("a holder that sleeps, waits itself or has ended is told of in a second sentence", () => {
  const holder = (change) => small((recording) => recording.changes([{ time: 0, worker: 2, ...change }, { time: 20e6, worker: 3, state: State.BLOCKED, reason: Reason.LOCK, resource: 1, by: 2 }]));
  const second = (model) => say(model, describeWorker(model, 3, 50e6))[1];
  const asleep = holder({ state: State.BLOCKED, reason: Reason.SLEEP });
  assert.equal(second(asleep), "MainThread sleeps while it holds mutex, so nobody else can take it.");
  const waits = holder({ state: State.BLOCKED, reason: Reason.QUEUE_GET, resource: 2 });
  assert.equal(second(waits), "MainThread holds mutex and itself waits for jobs.");
  assert.equal(second(holder({ state: State.RUNNING })), undefined);
});

test("what woke a worker is told by what it waited for", () => {
  const woken = (reason, by = 2) => small((recording) => recording.changes([{ time: 20e6, worker: 3, state: State.BLOCKED, reason, resource: 1 }, { time: 40e6, worker: 3, state: State.READY, reason: Reason.CPU, by }]));
  for (const [reason, key] of [
    [Reason.LOCK, "caption.wake.release"], [Reason.SEMAPHORE, "caption.wake.release"], [Reason.QUEUE_GET, "caption.wake.put"], [Reason.QUEUE_PUT, "caption.wake.get"],
    [Reason.EVENT, "caption.wake.set"], [Reason.CONDITION, "caption.wake.notify"], [Reason.BARRIER, "caption.wake.barrier"], [Reason.JOIN, "caption.wake.end"], [Reason.IO, "caption.wake"],
  ]) assert.equal(describeWorker(woken(reason), 3, 41e6)[0].key, key);
  assert.equal(describeWorker(woken(Reason.SLEEP, 0), 3, 41e6)[0].key, "caption.awake");
  assert.equal(describeWorker(woken(Reason.LOCK, 0), 3, 41e6)[0].key, "caption.woken");
});

test("a worker that is not there yet, is gone, or is not known says so", () => {
  const model = doing({ state: State.RUNNING });
  assert.equal(describeWorker(model, 3, 1e6)[0].key, "caption.before");
  assert.deepEqual(describeWorker(model, 99, 1e6), []);
  assert.equal(describeWorker(model, 3, 15e6)[0].key, "caption.nothing-known");
});

test("how a worker ended is told: by itself, by a code, by a signal, cut off, or not at all", () => {
  const end = (facts) => {
    const model = small();
    Object.assign(model.workers.get(3), { ended: 50e6, ...facts });
    for (const messages of languages) assert.doesNotMatch(plainText(describeEnd(model, 3), model, messages), GAP);
    return describeEnd(model, 3).key;
  };
  assert.equal(end({}), "caption.end");
  assert.equal(end({ exit: 3 }), "caption.end.exit");
  assert.equal(end({ signal: "SIGKILL" }), "caption.end.signal");
  assert.equal(end({ cut: true, daemon: true }), "caption.end.daemon");
  assert.equal(end({ cut: true }), "caption.end.cut");
  for (const kind of ["task", "greenlet", "generator"]) assert.equal(end({ cancelled: true, kind }), `caption.end.cancelled.${kind}`);
  assert.equal(end({ ended: null }), "caption.still-running");
  assert.equal(end({ kind: "task", exit: 1 }), "caption.end.raised");
});

test("resources say what they hold and who waits", () => {
  const model = small((recording) => recording.events([
    { time: 5e6, kind: Kind.ACQUIRE, worker: 2, resource: 1 }, { time: 6e6, kind: Kind.PUT, worker: 2, resource: 2, value: 1 }, { time: 7e6, kind: Kind.WAIT, worker: 3, resource: 1, reason: Reason.LOCK, waiters: 1 },
  ]));
  assert.equal(say(model, [describeResource(model, 1, 6e6)])[0], "mutex is held by MainThread; nobody waits.");
  assert.equal(say(model, [describeResource(model, 1, 8e6)])[0], "mutex is held by MainThread; 1 waiting.");
  assert.equal(say(model, [describeResource(model, 1, 1e6)])[0], "mutex is free.");
  assert.equal(say(model, [describeResource(model, 2, 8e6)])[0], "jobs has 1 of at most 3 items.");
});

test("every edge and every finding has its sentence in both languages", () => {
  const model = small();
  for (const kind of [...Object.values(EdgeKind), 99]) {
    for (const messages of languages) assert.doesNotMatch(plainText(describeEdge({ kind, source: 2, target: 3 }), model, messages), GAP);
  }
  const deadlock = recorded("deadlock");
  for (const finding of deadlock.findings.values()) {
    for (const messages of languages) assert.doesNotMatch(plainText(describeFinding(finding), deadlock, messages), GAP);
  }
});

test("a deadlock goes before all else", () => {
  const model = recorded("deadlock");
  const [first] = describe(model, model.now * 0.5, null);
  assert.equal(plainText(first, model, en), "Deadlock: Anna waits for Bruno, Bruno waits for Anna. Nobody will ever move.");
});

test("with nothing selected, the longest wait for a lock is told, and at most two sentences", () => {
  const model = recorded("ticket_office");
  for (let step = 0; step <= 50; step += 1) {
    const sentences = describe(model, (model.now * step) / 50, null);
    assert.ok(sentences.length >= 1 && sentences.length <= 2);
    for (const messages of languages) for (const text of say(model, sentences, messages)) assert.doesNotMatch(text, GAP);
  }
  assert.match(say(model, describe(model, 60e6, null))[0], /is blocked: waiting for mutex, held by Seller-\d/);
});

test("when nobody runs and nobody is ready, the CPU is idle", () => {
  const model = doing({ state: State.BLOCKED, reason: Reason.SLEEP });
  model.lanes.get(2).state.set(0, State.BLOCKED);
  assert.equal(say(model, describe(model, 50e6, null))[0], "Nobody needs the CPU: 2 blocked, 0 ready.");
});

test("narration counts states and says who holds what others wait for", () => {
  const model = recorded("ticket_office");
  const said = say(model, narrate(model, 60e6));
  assert.equal(said[0], "At 60.0 ms.");
  assert.match(said[1], /^4 workers: \d running, \d ready, \d blocked\.$/);
  assert.match(said[2], /blocked on mutex, held by Seller-\d\./);
});

test("a finding that is selected is told even when others are graver", () => {
  const model = recorded("deadlock");
  const [first] = describe(model, 0, { type: "finding", id: 2, time: 0 });
  assert.match(plainText(first, model, en), /MainThread waits for Anna/);
});

test("a task that blocks its thread is told to block the others too", () => {
  const model = recorded("three_tasks");
  const anna = [...model.workers.values()].find((worker) => worker.name === "Anna");
  assert.deepEqual(describe(model, 70e6, { type: "worker", id: anna.id, time: 70e6 }).map((sentence) => plainText(sentence, model, en))[1],
    "It blocks all of MainThread with it: nothing else there can run.");
});

test("a worker that waits for the one it started says so, and not that nobody knows why", () => {
  const model = doing({ state: State.BLOCKED, reason: Reason.UNKNOWN, target: 2 });
  assert.equal(say(model, describeWorker(model, 3, 30e6))[0], "Seller waits until MainThread, which it started, has begun, 10 ms.");
  assert.equal(say(model, describeWorker(model, 3, 30e6), languages[1])[0], "Seller 正在等待刚启动的 MainThread 开始运行，已等 10 毫秒。");
});

test("a loop with nothing to do waits for events, and who waits for a task's result names it", () => {
  const model = small((recording) => recording
    .define({ workers: [worker({ id: 4, kind: "task", name: "fetch", parent: 2, thread: 2 }), worker({ id: 5, kind: "task", name: "main", parent: 2, thread: 2 })] })
    .changes([
      { time: 10e6, worker: 2, state: State.BLOCKED, reason: Reason.IO }, { time: 10e6, worker: 3, state: State.BLOCKED, reason: Reason.IO },
      { time: 10e6, worker: 5, state: State.BLOCKED, reason: Reason.FUTURE, target: 4 },
    ]));
  const say = (id) => plainText(describeWorker(model, id, 30e6)[0], model, messagesFor("en"));
  assert.equal(say(2), "The event loop of MainThread waits for events: it is no task's turn, 20 ms.");
  assert.equal(say(3), "Seller is blocked: waiting for data, 20 ms.");
  assert.equal(say(5), "main is blocked: waiting for the result of fetch, 20 ms.");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeStrand, isCounted, strandLabels } from "../../static/js/describe-strands.js";
import { describeWorker } from "../../static/js/describe.js";
import { isHub } from "../../static/js/facts.js";
import { Known, Reason, State } from "../../static/js/kinds.js";
import { plainText } from "../../static/js/sentences.js";
import { messagesFor } from "./helpers/messages.js";
import { small } from "./helpers/runs.js";

const languages = ["en", "zh-CN"].map(messagesFor);
const t = (key, params = {}) => `${key}${params.n === undefined ? "" : `:${params.n}`}`;

/** The small run in which its second worker is that strand and does that from 20 ms on. */
const doing = (strand, change) => {
  const model = small((recording) => recording.changes([{ time: 0, worker: 2, state: State.RUNNING }, { time: 20e6, worker: 3, ...change }]));
  Object.assign(model.workers.get(3), { thread: 2, ...strand });
  return model;
};
const hub = { kind: "greenlet", name: "hub" };
const said = (model, messages = languages[0]) => describeWorker(model, 3, 50e6).map((sentence) => plainText(sentence, model, messages));

test("a hub runs, is suspended while a greenlet runs, or waits for events", () => {
  const key = (change) => {
    const model = doing(hub, change);
    return describeStrand(model, 3, model.spanAt(3, 50e6), 50e6)?.key;
  };
  assert.equal(key({ state: State.RUNNING }), "caption.hub.running");
  assert.equal(key({ state: State.BLOCKED, reason: Reason.RESUME }), "caption.hub.suspended");
  assert.equal(key({ state: State.BLOCKED, reason: Reason.IO }), "caption.hub.idle");
  assert.equal(key({ state: State.BLOCKED, reason: Reason.SLEEP }), undefined);
  assert.equal(key({ state: State.READY }), undefined);
});

test("hand-overs that are only counted are said to be, with how many", () => {
  const strand = { kind: "generator", name: "numbers", counted: true, hand_overs: 12345 };
  const model = doing(strand, { state: State.RUNNING, known: Known.SAMPLED });
  assert.ok(isCounted(model, 3, model.spanAt(3, 50e6)));
  assert.match(said(model)[0], /numbers takes turns too fast to show: 12,?345 so far\./);
  assert.equal(said(model).length, 2);
  assert.match(said(doing({ ...strand, untold: true }, { state: State.RUNNING, known: Known.SAMPLED }))[0], /more than 12,?345; this Python cannot count/);
  assert.ok(!isCounted(doing({ ...strand, counted: false }, { state: State.RUNNING, known: Known.SAMPLED }), 3, model.spanAt(3, 50e6)));
});

test("both languages have a whole sentence for each", () => {
  for (const messages of languages) {
    for (const change of [{ state: State.RUNNING }, { state: State.BLOCKED, reason: Reason.RESUME }, { state: State.BLOCKED, reason: Reason.IO }]) {
      for (const sentence of said(doing(hub, change), messages)) assert.doesNotMatch(sentence, /\{\w+\}|undefined|NaN/);
    }
  }
});

test("their bars say it in a few words, and those of others what they ever say", () => {
  const model = doing(hub, { state: State.BLOCKED, reason: Reason.IO });
  assert.deepEqual(strandLabels(model, 3, model.spanAt(3, 50e6), t), ["bar.hub.idle"]);
  const counted = doing({ kind: "generator", counted: true, hand_overs: 7 }, { state: State.RUNNING, known: Known.SAMPLED });
  assert.deepEqual(strandLabels(counted, 3, counted.spanAt(3, 50e6), t), ["bar.counted:7", "bar.counted.short:7"]);
  assert.equal(strandLabels(doing({ kind: "greenlet", name: "fetch" }, { state: State.BLOCKED, reason: Reason.IO }), 3, model.spanAt(3, 50e6), t), undefined);
  assert.ok(!isHub({ kind: "task", name: "hub" }));
});

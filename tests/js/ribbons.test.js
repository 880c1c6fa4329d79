import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../static/js/ribbons.js";
import { messagesFor } from "./helpers/messages.js";

const model = {
  strandCount: 0,
  now: 150e6, eventCount: 1234, meta: { kernel: "measured" }, status: { status: "finished", exit_code: 3, signal: null, events: 1234 },
  workers: new Map([[1, { kind: "process" }], [2, { kind: "thread" }], [3, { kind: "thread" }]]),
};
const texts = (language, status = "finished") => factsOf(model, status, messagesFor(language)).map((fact) => fact.text);

test("the facts are status, time, workers, events and how they are known, in both languages", () => {
  assert.deepEqual(texts("en"), ["finished · exit code 3", "150 ms", "2 workers", "1,234 events", "measured"]);
  assert.deepEqual(texts("zh-CN"), ["已结束 · 退出码 3", "150 毫秒", "2 个工作者", "1,234 个事件", "实测"]);
});

test("a live run says LIVE, a page without a run says nothing", () => {
  assert.ok(texts("en", "running").includes("LIVE"));
  assert.deepEqual(texts("en", null), []);
});

test("a program that Lockstep stopped is not also said to be ended by a signal", () => {
  const killed = { ...model, status: { ...model.status, exit_code: null, signal: "SIGKILL" } };
  const word = (status) => factsOf(killed, status, messagesFor("en"))[0].text;
  assert.equal(word("finished"), "finished · ended by SIGKILL");
  assert.equal(word("stopped"), "stopped");
  assert.equal(word("timed-out"), "time limit reached");
});

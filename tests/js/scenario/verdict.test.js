import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf, summaryOf } from "../../../static/js/scenario/verdict.js";
import { messagesFor } from "../helpers/messages.js";

const said = (message_id, parameters, text) => ({ message_id, parameters, text });
const VERDICT = {
  verdict: "failed", why: null, seed: 1,
  expectations: [
    { number: 1, pointer: "/expect/0", verdict: "failed", says: said("expect.final", { name: "till", comparison: "= 200" }, "At the end, till = 200."), because: { en: "every coin counts", "zh-CN": "一枚也不能少" }, measured: 180, seen: said("seen.value", { name: "till", value: 180 }, "till was 180."), why: null, evidence: [{ text: "final: till = 180", message: null, worker: 1, worker_name: "main", time_ns: 5, line: 9, step: "/expect/0" }] },
    { number: 2, pointer: "/expect/1", verdict: "unknown", says: said("expect.finishes", {}, "…"), because: { en: "it hangs" }, measured: null, seen: said("seen.broken-off", {}, "…"), why: said("verdict.why.stopped", {}, "…"), evidence: [{ text: "a ended", message: said("evidence.ended", { worker: "a" }, "a ended"), worker: 2, worker_name: "a", time_ns: 7, line: null, step: null }] },
  ],
};

test("each expectation has a row in the reader's language: what it says, what was seen, what it means that it failed", () => {
  const [first, second] = rowsOf(VERDICT, messagesFor("zh-CN"));
  assert.equal(first.says, "结束时，till = 200。");
  assert.deepEqual(first.lines, ["till 的值为 180。", "原因：一枚也不能少"]);
  assert.equal(first.evidence[0].said, "final: till = 180");
  assert.deepEqual(second.lines, ["不知道它本来会怎样结束。", "运行被手动停止。"]);
  assert.equal(second.evidence[0].said, "a 结束");
});

test("what a scenario says in English only is said in English", () => {
  const row = { ...VERDICT.expectations[1], verdict: "failed" };
  assert.equal(rowsOf({ ...VERDICT, expectations: [row] }, messagesFor("zh-CN"))[0].lines.at(-1), "原因：it hangs");
});

test("the summary counts", () => {
  const messages = messagesFor("en");
  assert.equal(summaryOf(VERDICT, messages), "Not as expected: 1 of 2 did not come true.");
  assert.equal(summaryOf({ ...VERDICT, verdict: "unknown" }, messages), "It cannot be told: 1 of 2 are unknown.");
  assert.equal(summaryOf({ ...VERDICT, verdict: "passed" }, messages), "As expected: all 2 came true.");
  assert.equal(summaryOf({ ...VERDICT, expectations: [] }, messages), "This scenario expects nothing.");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { sentenceOf } from "../../static/js/worded.js";
import { messagesFor } from "./helpers/messages.js";

const noun = (name) => ({ message_id: `detail.noun.${name}`, parameters: {} });
const UNKNOWN = {
  message_id: "detail.name.unknown-kind",
  parameters: { kinds: [noun("lock"), noun("semaphore"), noun("event")], name: "dor", hint: { message_id: "detail.hint.meant", parameters: { word: "door" } } },
  text: "the server's words",
};

test("a sentence has other sentences and alternatives in its gaps, all in the reader's language", () => {
  assert.equal(sentenceOf(UNKNOWN, messagesFor("en")), "there is no lock, semaphore or event `dor`; did you mean `door`?");
  assert.equal(sentenceOf(UNKNOWN, messagesFor("zh-CN")), "没有名为 `dor` 的锁、信号量或事件；是否想写 `door`？");
  const one = { ...UNKNOWN, parameters: { kinds: [noun("worker")], name: "x", hint: "" } };
  assert.equal(sentenceOf(one, messagesFor("zh-CN")), "没有名为 `x` 的工作者");
});

test("a sentence that the catalogue does not have stays as the server wrote it", () => {
  assert.equal(sentenceOf({ message_id: "not.there", parameters: {}, text: "as it was" }, messagesFor("en")), "as it was");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesFor } from "../helpers/messages.js";
import { figure, inSentence, readOut, say, titleOf } from "../../../static/js/scheduling/words.js";
import { roundRobin } from "../helpers/schedules.js";

test("figures have two digits behind the point at most", () => {
  assert.equal(figure(17 / 3, "en"), "5.67");
  assert.equal(figure(17, "en"), "17");
  assert.equal(figure(0.1234, "en", 3), "0.123");
});

test("a reason is said in the reader's language, one that is not known in the server's", () => {
  const saying = { id: "turn", parameters: { name: "P2", slice: 4 }, text: "" };
  assert.equal(say("reason", saying, messagesFor("en")), "It is P2's turn, for a slice of 4.");
  assert.equal(say("reason", saying, messagesFor("zh-CN")), "轮到 P2，时间片为 4。");
  assert.equal(say("reason", { id: "unheard-of", parameters: {}, text: "As the server says." }, messagesFor("zh-CN")), "As the server says.");
});

test("a title names the policy and its numbers", () => {
  assert.equal(titleOf(roundRobin(), ["quantum"], messagesFor("en")), "Round robin, quantum 4");
  assert.equal(titleOf(roundRobin(), ["quantum", "arrival_after_preempted"], messagesFor("zh-CN")), "时间片轮转（RR），时间片长度 4");
  assert.equal(inSentence("CPUs"), "CPUs");
});

test("the chart can be read out", () => {
  assert.equal(readOut(roundRobin(), messagesFor("en")), "Round robin: P1 0 to 4 on CPU 0, P2 4 to 7 on CPU 0, P3 7 to 10 on CPU 0, P1 10 to 30 on CPU 0");
  const gantt = Array.from({ length: 100 }, (_, at) => ({ name: "P1", cpu: 0, start: at, end: at + 1 }));
  assert.match(readOut(roundRobin({ gantt }), messagesFor("en")), /and 40 more$/);
});

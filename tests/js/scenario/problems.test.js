import assert from "node:assert/strict";
import { test } from "node:test";
import { ofFields, ofText, placed, worded } from "../../../static/js/scenario/problems.js";
import { messagesFor } from "../helpers/messages.js";

const TEXT = "lockstep: 1\nsteps:\n  - aquire: door\n";

test("a problem stands at its word", () => {
  const [problem] = placed([{ code: "unknown-verb", detail: "no", line: 3, column: 5 }], TEXT);
  assert.equal(TEXT.slice(problem.from, problem.to), "aquire");
  assert.equal(problem.line, 3);
});

test("a quoted word is marked as a whole, rare characters before it count once", () => {
  const text = "𝒶𝒷: 'x y', z";
  const [problem] = placed([{ detail: "no", line: 1, column: 5 }], text);
  assert.equal(text.slice(problem.from, problem.to), "'x y'");
});

test("a place at a line's end, at an empty line or nowhere is still one that can be marked", () => {
  for (const told of [{ line: 1, column: 99 }, { line: 4, column: 1 }, { line: null }, { line: 77, column: 1 }]) {
    const [problem] = placed([{ detail: "no", ...told }], TEXT);
    assert.ok(problem.from < problem.to && problem.to <= TEXT.length + 1, JSON.stringify(told));
  }
  assert.equal(placed([{ detail: "no", line: 77 }], TEXT)[0].line, null);
});

test("what is wrong with a field is told apart from what is wrong with the text", () => {
  const told = [{ pointer: "/parameters/seats", detail: "too many" }, { pointer: "/seed", detail: "no seed" }, { pointer: "/scenario/parameters/seats", detail: "no range" }];
  assert.deepEqual([...ofFields(told)], [["seats", "too many"], ["seed", "no seed"]]);
  assert.deepEqual(ofText(told).map(({ detail }) => detail), ["no range"]);
});

test("details are told in the reader's language; what is no message stays", () => {
  const told = [{ detail: "a scenario is one document", line: 2, message_id: "detail.two-documents", parameters: {} }, { detail: "as it is" }];
  assert.deepEqual(worded(told, messagesFor("zh-CN")).map(({ detail, line }) => [detail, line]), [["一个场景只能是一个文档", 2], ["as it is", undefined]]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenOf, fieldsOf, rolled, seedOf } from "../../../static/js/scenario/parameters.js";

const PARAMETERS = {
  seats: { default: 4, minimum: 1, maximum: 9, note: { en: "chairs", "zh-CN": "椅子" } }, gap: 0.5, fair: true, policy: { default: "fifo", choices: ["fifo", "lifo"] }, name: "Ada",
};

test("a parameter is a field with its range, its choices and its note", () => {
  const fields = fieldsOf(PARAMETERS, "zh-CN");
  assert.deepEqual(fields.map(({ kind }) => kind), ["number", "number", "choice", "choice", "text"]);
  assert.deepEqual(fields[0], { name: "seats", kind: "number", initial: "4", note: "椅子", minimum: 1, maximum: 9, isWhole: true, choices: [] });
  assert.deepEqual(fields[2].choices, ["true", "false"]);
  assert.deepEqual(fieldsOf(undefined, "en"), []);
});

test("what differs from the default is chosen, as a value of its type", () => {
  const texts = new Map(Object.entries({ seats: "7", gap: "0.5", fair: "false", policy: "lifo", name: " Bob ", gone: "1" }));
  assert.deepEqual(chosenOf(fieldsOf(PARAMETERS, "en"), PARAMETERS, texts), { seats: 7, fair: false, policy: "lifo", name: "Bob" });
  assert.deepEqual(chosenOf(fieldsOf(PARAMETERS, "en"), PARAMETERS, new Map([["seats", ""]])), {});
});

test("a seed is a whole number; an empty field leaves it to the scenario", () => {
  assert.equal(seedOf(" 12 "), 12);
  assert.equal(seedOf(""), null);
  assert.equal(seedOf("-1"), null);
  assert.equal(rolled(() => 0.5), 500_000);
});

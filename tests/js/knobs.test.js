import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentsOf, fits, valuesOf } from "../../static/js/knobs.js";

const texts = { en: "a", "zh-CN": "甲" };
const knobs = [
  { name: "count", kind: "int", default: 3, minimum: 1, maximum: 9, choices: {}, texts },
  { name: "pause", kind: "number", default: 0.5, minimum: 0, maximum: 1, choices: {}, texts },
  { name: "order", kind: "choice", default: "up", minimum: null, maximum: null, choices: { up: texts, down: texts }, texts },
];

test("knobs at their defaults need no arguments, and no arguments are the defaults", () => {
  assert.equal(argumentsOf(knobs, ["3", "0.5", "up"]), "");
  assert.deepEqual(valuesOf(knobs, "  "), ["3", "0.5", "up"]);
});

test("turning one says them all, and the line is read back", () => {
  const line = argumentsOf(knobs, ["4", "0.5", "up"]);
  assert.equal(line, "4 0.5 up");
  assert.deepEqual(valuesOf(knobs, ` ${line} `), ["4", "0.5", "up"]);
});

test("a line that says something else is none of the knobs' business", () => {
  for (const line of ["4", "4 0.5 sideways", "0 0.5 up", "4.5 0.5 up", "4 2 up", "4 x up", "4 0.5 up more", "4 0.5 toString"]) assert.equal(valuesOf(knobs, line), null, line);
});

test("an empty field fits no number", () => {
  assert.equal(fits(knobs[0], ""), false);
  assert.equal(fits(knobs[1], ""), false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ITEM } from "../../../static/js/scenario/outline.js";
import { isVerb, kindsOf, shapesAt, shapesOf, shapesWith } from "../../../static/js/scenario/shape.js";
import { schema } from "./language.js";

const STEP = ["workers", "eater", "steps", ITEM];

test("references and alternatives are resolved, and nothing is no alternative", () => {
  assert.deepEqual(shapesOf(schema.$defs.Value, schema).map((shape) => [shape.type, shape.names]), [["number", []], ["string", ["Expression"]]]);
});

test("a path leads through names that are free, lists and steps within steps", () => {
  assert.equal(shapesAt(schema, STEP).length, 5);
  assert.deepEqual(shapesAt(schema, [...STEP, "steps", ITEM]).map(({ title }) => title), ["acquire", "release", "repeat", "print", "submit"]);
  assert.deepEqual(shapesAt(schema, ["nowhere"]), []);
});

test("a verb, or a kind, tells which shape an object has", () => {
  const steps = shapesAt(schema, STEP);
  assert.ok(steps.every(isVerb));
  assert.deepEqual(shapesWith(steps, new Map([["repeat", "3"]])).map(({ title }) => title), ["repeat"]);
  assert.equal(shapesWith(steps, new Map()).length, 5);
  const resources = shapesAt(schema, ["resources", "door"]);
  assert.deepEqual(resources.flatMap(kindsOf), ["lock", "rlock", "queue"]);
  assert.deepEqual(shapesWith(resources, new Map([["kind", "queue"]])).map(({ title }) => title), ["Queue"]);
  assert.deepEqual(shapesAt(schema, ["workers", "eater"]).flatMap(kindsOf), []);
});

test("a definition that is made of itself ends", () => {
  assert.deepEqual(shapesOf({ $ref: "#/$defs/A" }, { $defs: { A: { anyOf: [{ $ref: "#/$defs/A" }, { type: "number" }] } } }).length, 1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ITEM, placeAt, tokensOf } from "../../../static/js/scenario/outline.js";
import { text } from "./language.js";

/** The place of the caret, which is written | in the text. */
function at(marked) {
  return placeAt(marked.replace("|", ""), marked.indexOf("|"));
}

test("keys and dashes are found at their columns, what is in a block scalar is not", () => {
  const tokens = tokensOf('a:\n  - b: 1\n    "c d": {x: y}\nprogram: |\n  if x:\n    y: 1\nend: 2\n# no: comment');
  assert.deepEqual(tokens.map(({ key, column, line }) => [key, column, line]), [["a", 0, 0], [ITEM, 2, 1], ["b", 4, 1], ["c d", 4, 2], ["program", 0, 3], ["end", 0, 6]]);
});

test("a value knows the keys that lead to it", () => {
  const place = placeAt(text, text.indexOf("acquire: door") + "acquire: do".length);
  assert.equal(place.kind, "value");
  assert.deepEqual(place.path, ["workers", "eater", "steps", ITEM, "steps", ITEM, "acquire"]);
  assert.equal(place.word, "do");
});

test("a word where a key may begin knows its object and the keys that are there already", () => {
  const place = at("steps:\n  - acquire: door\n    ti|\n    else: x\n  - release: door\n");
  assert.equal(place.kind, "word");
  assert.deepEqual(place.path, ["steps", ITEM]);
  assert.deepEqual([...place.siblings], [["acquire", "door"], ["else", "x"]]);
  assert.equal(place.column, 4);
});

test("a word behind a dash begins a new item", () => {
  const place = at("steps:\n- acquire: door\n- re|\n");
  assert.deepEqual([place.kind, place.path, place.word, place.siblings.size], ["word", ["steps", ITEM], "re", 0]);
});

test("an empty line belongs to what its column says", () => {
  assert.deepEqual(at("resources:\n  door:\n    |").path, ["resources", "door"]);
  assert.deepEqual(at("resources:\n  door:\n  |").path, ["resources"]);
  assert.deepEqual(at("resources:\n  door:\n|").path, []);
});

test("braces and brackets are looked into as far as they are written", () => {
  const key = at("resources:\n  door: {kind: lock, co|");
  assert.deepEqual([key.kind, key.path, key.word, [...key.siblings]], ["word", ["resources", "door"], "co", [["kind", "lock"]]]);
  const value = at("resources:\n  door: {kind: lo|, count: 2}");
  assert.deepEqual([value.kind, value.path, value.word], ["value", ["resources", "door", "kind"], "lo"]);
  const nested = at('expect:\n  - {order: ["a: b", c|');
  assert.deepEqual([nested.kind, nested.path, nested.word], ["word", ["expect", ITEM, "order", ITEM], "c"]);
  assert.equal(at("a: {b: c}|").kind, "none");
});

test("nothing is offered in comments and in block scalars", () => {
  assert.equal(at("a: b # c|").kind, "none");
  assert.equal(at("program: >\n  import x|").kind, "none");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { namesIn } from "../../../static/js/scenario/names.js";
import { text } from "./language.js";

test("what a scenario calls by name is found, resources with their kinds in either form", () => {
  const names = namesIn(text);
  assert.deepEqual(names.parameters, ["rounds"]);
  assert.deepEqual([...names.resources], [["door", "lock"], ["orders", "queue"]]);
  assert.deepEqual(names.workers, ["eater"]);
});

test("marks and sections are found as an expectation asks for them, names that steps give too, each once", () => {
  const steps = "workers:\n  a:\n    steps:\n      - mark: ate {index}\n      - mark: 'ate {me}'\n      - section: kitchen\n      - get: q\n        into: item\n      - repeat: 3\n        as: round\n";
  const names = namesIn(`${steps}expect:\n  - happens: none\n`);
  assert.deepEqual(names.marks, ["ate *"]);
  assert.deepEqual(names.sections, ["kitchen"]);
  assert.deepEqual(names.locals, ["item", "round"]);
});

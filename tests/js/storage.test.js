import assert from "node:assert/strict";
import { test } from "node:test";

import { memory, openStorage } from "../../static/js/storage.js";

test("the browser's own storage is used where it may be", () => {
  const own = memory();
  assert.equal(openStorage({ localStorage: own }), own);
});

test("where the browser refuses, choices last as long as the page", () => {
  const refusing = { get localStorage() { throw new Error("The document is sandboxed."); } };
  const storage = openStorage(refusing);
  assert.equal(storage.getItem("lockstep.theme"), null);
  storage.setItem("lockstep.theme", "dark");
  assert.equal(storage.getItem("lockstep.theme"), "dark");
});

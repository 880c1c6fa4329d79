import assert from "node:assert/strict";
import { test } from "node:test";
import { selectedLine } from "../../static/js/listing.js";

const model = { spanAt: (worker) => (worker === 3 ? { location: 7 } : null), locations: new Map([[7, { file: "/tmp/run/a.py", line: 12 }]]) };
const at = (selected) => ({ selected, cursor: 5 });

test("the line of what is selected is one of the program's own", () => {
  assert.equal(selectedLine(model, at({ type: "worker", id: 3 }), "a.py"), 12);
  assert.equal(selectedLine(model, at({ type: "span", id: 3 }), "src/a.py"), 12);
  assert.equal(selectedLine(model, at({ type: "span", id: 3 }), "b.py"), 0);
});

test("nothing selected, or nothing that is at a line, marks none", () => {
  for (const selected of [null, { type: "resource", id: 3 }, { type: "worker", id: 4 }]) assert.equal(selectedLine(model, at(selected), "a.py"), 0);
});

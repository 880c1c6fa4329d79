import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName } from "../../static/js/download.js";

test("a file is named by its program, as far as every system can store the name", () => {
  assert.equal(fileName("ticket.py", ".svg"), "ticket.svg");
  assert.equal(fileName("/srv/run/票 务.py", ".png"), "票-务.png");
  assert.equal(fileName('"..\\x: y?.py', ".svg"), "x-y.svg");
  assert.equal(fileName("..", ".svg"), "run.svg");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { createLines, printable } from "../../static/js/output.js";

/** Take all pieces at once. */
function linesOf(pieces) {
  const { lines, add } = createLines();
  add(pieces);
  return lines;
}

const piece = (time, worker, text, stream = 1) => ({ time, worker, stream, text });

test("pieces of one worker join to lines, whoever else prints between them", () => {
  const lines = linesOf([piece(1, 1, "one "), piece(2, 2, "other\n"), piece(3, 1, "line\nnext\n")]);
  assert.deepEqual(lines.map(({ time, worker, text }) => [time, worker, text]), [[1, 1, "one line"], [2, 2, "other"], [3, 1, "next"]]);
});

test("the two streams of a worker are not mixed", () => {
  const lines = linesOf([piece(1, 1, "out"), piece(2, 1, "err\n", 2), piece(3, 1, "put\n")]);
  assert.deepEqual(lines.map(({ stream, text }) => [stream, text]), [[1, "output"], [2, "err"]]);
});

test("an empty line is a line, the end of the text is none", () => {
  assert.deepEqual(linesOf([piece(1, 1, "a\n\nb\n")]).map(({ text }) => text), ["a", "", "b"]);
});

test("pieces that come later go on where the text stopped", () => {
  const pieces = [piece(1, 1, "half ")];
  const { lines, add } = createLines();
  add(pieces);
  pieces.push(piece(2, 1, "whole\n"), piece(3, 1, "next"));
  add(pieces);
  assert.deepEqual(lines.map(({ time, text }) => [time, text]), [[1, "half whole"], [3, "next"]]);
});

test("colours of a terminal vanish and other controls become visible", () => {
  assert.equal(printable("\u001b[31mred\u001b[0m\u0007 tab\tstays"), "red␇ tab\tstays");
});

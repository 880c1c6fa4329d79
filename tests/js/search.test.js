import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext } from "../../static/js/commands.js";
import { readTarget } from "../../static/js/goto.js";
import { choicesFor, fitness, lineOf, locationAt } from "../../static/js/search.js";
import { messagesFor } from "./helpers/messages.js";
import { recorded, viewOf } from "./helpers/runs.js";

const model = recorded("ticket_office");
const context = (language = "en", one = model) => createContext({ model: one, store: viewOf(), messages: messagesFor(language) });
const texts = (typed, here = context()) => choicesFor(typed, here).map((choice) => choice.text);

test("a beginning fits better than an inside, an inside better than scattered letters", () => {
  const order = ["zoom in", "zoom in on it", "to zoom in", "azoom in", "z.o.o.m.i.n"].map((text) => fitness("zoom in", text));
  assert.deepEqual(order, [...order].sort((one, other) => other - one));
  assert.equal(new Set(order).size, 5);
  assert.equal(fitness("zoom", "pan left"), 0);
  assert.equal(fitness("", "anything"), 1);
});

test("nothing typed offers the commands", () => assert.ok(texts("").includes("Zoom in")));

test("workers and resources are found by name, commands by their words in either language", () => {
  assert.equal(texts("seller-2")[0], "Seller-2");
  assert.equal(texts("mutex")[0], "mutex");
  assert.equal(texts("放大", context("zh-CN"))[0], "放大");
});

test("a name goes before a finding that mentions it", () => {
  const here = context("en", recorded("deadlock"));
  assert.equal(texts("Main", here)[0], "MainThread");
  assert.ok(texts("Deadlock", here).some((text) => text.startsWith("Deadlock: Anna")));
});

test("a line and an instant are offered as what they are", () => {
  const line = choicesFor(":13", context())[0];
  assert.equal(line.kind, "line");
  const time = choicesFor("60 ms", context())[0];
  assert.deepEqual(time.action, { type: "link", link: { type: "time", id: 60e6 } });
  assert.ok(!choicesFor("60 s", context()).some((choice) => choice.kind === "time"));
});

test("lines are read as people type them", () => {
  for (const text of [":12", "12", "line 12", "第 12 行", "Line 12"]) assert.deepEqual(lineOf(text), { line: 12, file: "" }, text);
  assert.deepEqual(lineOf("shop.py:12"), { line: 12, file: "shop.py" });
  for (const text of ["", "abc", "12 ms", "1.5"]) assert.equal(lineOf(text), undefined, text);
});

test("a line nothing happened at is the next one that something did", () => {
  const place = locationAt(model, 1);
  assert.ok(place && place.line >= 1);
  assert.equal(locationAt(model, 99_999), undefined);
  assert.equal(locationAt(model, 1, "other.py"), undefined);
});

test("the dialog behind G tells times from lines and says what is wrong", () => {
  assert.deepEqual(readTarget("60", model), { type: "time", id: 60e6 });
  assert.equal(readTarget(":13", model).type, "location");
  assert.deepEqual(readTarget("abc", model), { problem: "goto.not-read" });
  assert.deepEqual(readTarget("99 s", model), { problem: "goto.too-late" });
  assert.deepEqual(readTarget(":99999", model), { problem: "goto.no-line" });
});

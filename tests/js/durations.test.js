import assert from "node:assert/strict";
import { test } from "node:test";
import { columnInstant, durationParts, formatDuration, formatInstant, instantParts, parseInstant, threeDigits } from "../../static/js/durations.js";
import { catalogues, messagesFor } from "./helpers/messages.js";

const en = messagesFor("en");
const zh = messagesFor("zh-CN");

test("a number keeps three significant digits and no trailing zero", () => {
  const expected = [[0, "0"], [0.0123456, "0.0123"], [14, "14"], [14.04, "14"], [14.06, "14.1"], [1.5, "1.5"], [999.6, "1000"], [0.1, "0.1"], [120, "120"]];
  for (const [value, text] of expected) assert.equal(threeDigits(value), text);
});

test("a duration is in milliseconds below one second and in seconds above", () => {
  const expected = [[0, "0 ms"], [400, "< 1 µs"], [4560, "4.56 µs"], [9999, "10 µs"], [12_345, "0.0123 ms"], [14e6, "14 ms"], [999.4e6, "999 ms"], [999.7e6, "1 s"], [1.2345e9, "1.23 s"], [59.94e9, "59.9 s"]];
  for (const [ns, text] of expected) assert.equal(formatDuration(ns, en.t), text);
});

test("a long duration is in minutes and hours, rounded once", () => {
  assert.equal(formatDuration(59.99e9, en.t), "1 min 0 s");
  assert.equal(formatDuration(83e9, en.t), "1 min 23 s");
  assert.equal(formatDuration(3599.7e9, en.t), "1 h 0 min");
  assert.equal(formatDuration(2 * 3600e9 + 5 * 60e9, en.t), "2 h 5 min");
});

test("a negative duration is none", () => assert.equal(formatDuration(-5, en.t), "0 ms"));

test("Chinese prose spells the units out", () => {
  assert.equal(formatDuration(14e6, zh.t), "14 毫秒");
  assert.equal(formatDuration(4500, zh.t), "4.5 微秒");
  assert.equal(formatDuration(2.5e9, zh.t), "2.5 秒");
  assert.equal(formatDuration(83e9, zh.t), "1 分 23 秒");
});

test("every unit has its message in every language", () => {
  for (const catalogue of Object.values(catalogues())) {
    for (const ns of [1, 5e3, 1e6, 1e9, 100e9, 4000e9]) assert.ok(durationParts(ns).key in catalogue);
  }
});

test("an instant is as fine as the step asked for", () => {
  assert.equal(formatInstant(44.34e6, en.t), "44.3 ms");
  assert.equal(formatInstant(44.34e6, en.t, 1e6), "44 ms");
  assert.equal(formatInstant(44_345_678, en.t, 10), "44.34568 ms");
  assert.equal(formatInstant(2_134_567_890, en.t, 1e6), "2.135 s");
  assert.deepEqual(instantParts(0), { key: "unit.ms", params: { n: "0" } });
});

test("a column of instants has three decimals and thousands set apart", () => {
  assert.equal(columnInstant(1_234_567_891), "1\u2009234.568");
  assert.equal(columnInstant(0), "0.000");
});

test("an instant is read as people type it", () => {
  const expected = [["1.5 s", 1.5e9], ["250", 250e6], ["250ms", 250e6], ["80 us", 80e3], ["80 µs", 80e3], ["1:30", 90e9], ["2 min", 120e9], ["3 秒", 3e9], ["12 毫秒", 12e6], ["1,200 ms", 1200e6]];
  for (const [text, ns] of expected) assert.ok(Math.abs(parseInstant(text) - ns) < 1, text);
});

test("what is no time is not read as one", () => {
  for (const text of ["", "abc", "line 12", "1.2.3", "-5 ms", "5 parsecs"]) assert.equal(parseInstant(text), undefined);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { otherLanguage, showFigures } from "../../static/js/shell.js";
import { messagesFor } from "./helpers/messages.js";

test("the button offers the other language", () => {
  assert.deepEqual(["en", "zh-CN"].map(otherLanguage), ["zh-CN", "en"]);
});

test("durations, counts and dates are written as the language does", () => {
  const duration = { dataset: { durationNs: "150000000" } };
  const count = { value: "1234567" };
  const time = { dateTime: "2026-11-23T08:31:00Z" };
  const found = { "[data-duration-ns]": [duration], "time[datetime]": [time], "data[data-count]": [count] };
  showFigures({ querySelectorAll: (selector) => found[selector] }, messagesFor("zh-CN"));
  assert.equal(duration.textContent, "150 毫秒");
  assert.equal(count.textContent, "1,234,567");
  assert.match(time.textContent, /2026年11月/);
});

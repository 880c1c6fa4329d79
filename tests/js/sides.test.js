import assert from "node:assert/strict";
import { test } from "node:test";
import { showCount, sidesOf, toggleEvents } from "../../static/js/sides.js";

test("a side that is closed opens, and its button says so", () => {
  const pressed = {};
  const button = (name) => ({ setAttribute: (_, value) => (pressed[name] = value) });
  const page = { main: { dataset: {} }, "toggle-code": button("code"), "toggle-inspector": button("inspector") };
  const sides = sidesOf(page);
  sides.set("code", true);
  sides.toggle("code");
  sides.toggle("inspector");
  sides.toggle("inspector");
  assert.deepEqual(page.main.dataset, { code: "closed", inspector: "open" });
  assert.deepEqual(pressed, { code: "false", inspector: "true" });
});

test("a count is short, and none is not shown", () => {
  const classes = {};
  const badge = { classList: { toggle: (name, isOn) => (classes[name] = isOn) } };
  showCount(badge, 12_345, "en", true);
  assert.deepEqual([badge.hidden, badge.textContent, classes["ls-tabs__count--alarm"]], [false, "12K", true]);
  showCount(badge, 0, "en");
  assert.deepEqual([badge.hidden, classes["ls-tabs__count--alarm"]], [true, false]);
});

test("the events come, with the focus on their list, and go again", () => {
  const shown = [];
  let focused = 0;
  const tabs = { current: "output", show: (name, { focus }) => { shown.push([name, focus]); tabs.current = name; } };
  for (let press = 0; press < 2; press += 1) toggleEvents(tabs, () => { focused += 1; });
  assert.deepEqual([shown, focused], [[["events", false], ["output", true]], 1]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { isForCommands, layoutOfKeys } from "../../static/js/keyboard.js";

const press = (code, more = {}) => ({ code, defaultPrevented: false, isComposing: false, keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, ...more });
/** A target inside elements that match any selector containing one of the words. */
const inside = (...words) => ({ closest: (selector) => (words.some((word) => selector.includes(word)) ? {} : null) });
const page = { closest: () => null };

test("keys on the page are for commands", () => {
  for (const code of ["Space", "ArrowRight", "KeyW", "Escape"]) assert.ok(isForCommands(press(code), page));
  assert.ok(isForCommands(press("KeyW"), null));
});

test("typing is typing", () => {
  for (const word of ["textarea", ".cm-editor"]) for (const code of ["KeyW", "Space", "ArrowLeft", "Escape"]) assert.equal(isForCommands(press(code), inside(word)), false);
});

test("an input method at work is left alone", () => {
  assert.equal(isForCommands(press("KeyW", { isComposing: true }), page), false);
  assert.equal(isForCommands(press("KeyW", { keyCode: 229 }), page), false);
});

test("what somebody else took, and what a dialog holds, is not ours", () => {
  assert.equal(isForCommands(press("ArrowDown", { defaultPrevented: true }), page), false);
  assert.equal(isForCommands(press("KeyW"), inside("dialog")), false);
});

test("a button is pressed by Space and Enter, but letters still work on it", () => {
  const button = inside('[role="button"]');
  assert.equal(isForCommands(press("Space"), button), false);
  assert.equal(isForCommands(press("Enter"), button), false);
  assert.ok(isForCommands(press("KeyW"), button));
});

test("tabs, trees and grids keep their arrows", () => {
  const tabs = inside('[role="tablist"]');
  assert.equal(isForCommands(press("ArrowRight"), tabs), false);
  assert.ok(isForCommands(press("KeyN"), tabs));
});

test("what the keys bear is asked where the browser tells it, and nowhere else", async () => {
  const layout = new Map([["KeyW", "z"]]);
  assert.equal(await layoutOfKeys({ keyboard: { getLayoutMap: async () => layout } }), layout);
  assert.equal(await layoutOfKeys({}), undefined);
  assert.equal(await layoutOfKeys({ keyboard: { getLayoutMap: async () => { throw new Error("not allowed"); } } }), undefined);
});

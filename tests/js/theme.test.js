import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTheme, resolveTheme } from "../../static/js/theme.js";

test("a choice stands whatever the system prefers", () => {
  assert.equal(resolveTheme("light", { dark: true, moreContrast: true }), "light");
});

test("without a choice the system decides, contrast before darkness", () => {
  assert.equal(resolveTheme("auto", { dark: true, moreContrast: false }), "dark");
  assert.equal(resolveTheme("auto", { dark: true, moreContrast: true }), "contrast");
  assert.equal(resolveTheme("auto", { dark: false, moreContrast: false }), "light");
});

test("a choice that is no theme is no choice", () => {
  assert.equal(resolveTheme("neon", { dark: false, moreContrast: false }), "light");
});

test("the key walks through all themes and comes back", () => {
  assert.deepEqual(["light", "dark", "contrast", "projector"].map(nextTheme), ["dark", "contrast", "projector", "light"]);
});

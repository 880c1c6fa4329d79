import assert from "node:assert/strict";
import test from "node:test";

import { Pens } from "../../../static/js/timeline/pens.js";
import { FALLBACK } from "../../../static/js/timeline/tokens.js";
import { fakeContext, installCanvasClasses } from "../fake-canvas.js";

installCanvasClasses();

function pens() {
  const fake = fakeContext();
  return { ...fake, pens: new Pens(fake.context, { ...FALLBACK }, 2) };
}

test("a text is measured once", () => {
  const { pens: made, calls } = pens();
  for (let again = 0; again < 5; again += 1) assert.equal(made.measure("13px x", "abc"), 21);
  assert.equal(calls.get("measureText"), 1);
});

test("a text is cut to its room at a letter, Chinese too", () => {
  const { pens: made } = pens();
  assert.equal(made.clip("f", "Seller", 100), "Seller");
  assert.equal(made.clip("f", "Seller-1234", 49), "Seller…");
  assert.equal(made.clip("f", "售票员一号二号", 28), "售票员…");
  assert.equal(made.clip("f", "Seller", 3), "");
});

test("texts put off are written in order, with a halo where a cursor crosses them", () => {
  const { pens: made, texts, calls } = pens();
  made.writeLater("near", 100, 10, { font: "f", color: "red", halo: "white" });
  made.writeLater("far", 500, 10, { font: "f", color: "red", halo: "white" });
  assert.equal(texts.length, 0);
  made.writeTexts([105]);
  assert.deepEqual(texts.map(({ text }) => text), ["near", "far"]);
  assert.equal(calls.get("strokeText"), 1);
  made.writeTexts([]);
  assert.equal(texts.length, 2);
});

test("a pattern is made once for a colour and a height", () => {
  const { pens: made, calls } = pens();
  const one = made.pattern("stripes", "blue", 18);
  assert.equal(made.pattern("stripes", "blue", 18), one);
  made.pattern("stripes", "blue", 20);
  assert.equal(calls.get("createPattern"), 2);
  assert.ok(one.width > 0);
});

test("a name is cut before the number that tells it from its siblings", () => {
  const { pens: made } = pens();
  assert.equal(made.clipName("f", "Seller-12", 100), "Seller-12");
  assert.equal(made.clipName("f", "worker_of_the_pool_12", 70), "worker_…12");
  assert.equal(made.clipName("f", "worker_of_the_pool", 49), "worker…");
  assert.equal(made.clipName("f", "w12345678", 35), "w123…");
});

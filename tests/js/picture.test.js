import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutPicture, svgOf, wordsOf } from "../../static/js/picture.js";
import { FALLBACK } from "../../static/js/timeline/tokens.js";
import { messagesFor } from "./helpers/messages.js";
import { recorded } from "./helpers/runs.js";
import { sceneOf } from "./timeline/scene.js";

const textsOf = (svg) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))));

/** The box that a path of relative steps fills: x, y, width, height. */
function boxOf(steps) {
  let [x, y] = [0, 0];
  const points = [...steps.matchAll(/([MLhva])([^MLhvaCZ]*)/g)].map(([, step, rest]) => {
    const numbers = rest.trim().split(/[\s,]+/).map(Number);
    if (step === "M" || step === "L") [x, y] = numbers;
    else if (step === "h") x += numbers[0];
    else if (step === "v") y += numbers[0];
    else [x, y] = [x + numbers.at(-2), y + numbers.at(-1)];
    return [x, y];
  });
  const [xs, ys] = [points.map(([one]) => one), points.map(([, one]) => one)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
}

test("the heading says what ran, how it went, when, and how it is known, in the reader's language", () => {
  const model = recorded("deadlock");
  const english = wordsOf(model, messagesFor("en"));
  assert.equal(english.title, "deadlock.py");
  assert.match(english.facts, /^time limit reached · 3 s · 3 workers · 17 events · Nov 23, 2026/);
  assert.match(english.known, /kernel/);
  assert.deepEqual(english.legend.map(({ name }) => name).slice(0, 2), ["running", "ready"]);
  assert.match(wordsOf(model, messagesFor("zh-CN")).facts, / · 3 秒 · .*2026年11月23日/);
});

test("arguments stand behind the program, a seed among the facts", () => {
  const model = recorded("deadlock");
  model.meta = { ...model.meta, argv: ["/srv/run/deadlock.py", "--n", "3"], seed: 42 };
  const words = wordsOf(model, messagesFor("en"));
  assert.equal(words.title, "deadlock.py --n 3");
  assert.match(words.facts, / · seed 42 · /);
});

test("a legend that is too long goes on in the next row, and the picture is as tall as it needs", () => {
  const entries = Array.from({ length: 9 }, (_, index) => ({ mark: {}, name: `name ${index}` }));
  const pens = { measure: (_, text) => text.length * 10, fonts: { axis: "13px x" }, tokens: FALLBACK };
  const places = layOutPicture({ width: 500, height: 300 }, { title: "", facts: "", known: "", legend: entries }, pens);
  assert.equal(new Set(places.legend.map(({ y }) => y)).size, 3);
  assert.ok(places.legend.every(({ x, name }) => x + 38 + name.length * 10 <= 500));
  assert.ok(places.foot > Math.max(...places.legend.map(({ y }) => y)));
  assert.ok(places.height > places.foot && places.head + 300 < places.legend[0].y);
});

test("the picture has every word and every bar of the screen, at the same places", () => {
  const model = recorded("ticket_office");
  const messages = messagesFor("en");
  const { view, placed, fills } = sceneOf(model);
  const words = wordsOf(model, messages);
  // Node has no canvas: the scene's context measures.
  const svg = svgOf(view, words);

  const texts = textsOf(svg);
  for (const { text } of placed) assert.ok(texts.includes(text), text);
  for (const text of [words.title, words.facts, words.known, "Lockstep", ...words.legend.map(({ name }) => name)]) assert.ok(texts.includes(text), text);
  const bars = [...svg.matchAll(/<path d="([^"]+)" fill="#00795A"/g)].map(([, steps]) => boxOf(steps));
  const near = (one, other) => one.every((value, index) => Math.abs(value - other[index]) < 0.05);
  const running = fills.filter(({ color, w, h }) => color === FALLBACK.run && w > 0 && h > 0);
  assert.ok(running.length > 5);
  for (const { x, y, w, h } of running) assert.ok(bars.some((bar) => near(bar, [x, y, w, h])), `${x} ${y} ${w} ${h}`);
  assert.match(svg, /^<svg [^>]*width="1440"/);
  assert.equal((svg.match(/<g /g) ?? []).length, (svg.match(/<\/g>/g) ?? []).length);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { layOut, layOutAxis } from "../../../static/js/scheduling/layout.js";
import { LOOKS, markup, writePicture } from "../../../static/js/scheduling/picture.js";
import { frame, roundRobin } from "../helpers/schedules.js";

const PALETTE = Object.fromEntries(["bg", "lane", "grid", "ink", "ink-2", "run", "run-text", "ready-fill", "ready-stroke", "blocked-fill", "blocked-stroke", "done"].map((name, at) => [name, `#0000${(16 + at).toString(16)}`]));
PALETTE.font = '"A Face", sans-serif';
const picture = (change = {}) => writePicture({ width: 700, title: "CPU scheduling", notes: ["Jobs: P1 0 24", "seed 7"], parts: [{ title: "Round robin, quantum 4", summary: "mean wait 5.67", ...layOut(roundRobin(change), frame()) }], axis: layOutAxis(frame()), size: 14, palette: PALETTE });

test("the file says what it shows: title, policy, means, jobs and seed", () => {
  const { svg } = picture();
  for (const text of ["CPU scheduling", "Round robin, quantum 4", "mean wait 5.67", "Jobs: P1 0 24", "seed 7"]) assert.ok(svg.includes(`>${text}<`), text);
});

test("its colours are written into it: no class, no style, nothing from elsewhere", () => {
  const { svg } = picture();
  assert.doesNotMatch(svg, /class=|style=|href=|var\(|url\((?!#io)/);
  assert.match(svg, new RegExp(`fill="${PALETTE.run}"`));
});

test("every kind of shape of a schedule has its look", () => {
  const kinds = new Set([...layOut(roundRobin({ io: [{ name: "P2", start: 10, end: 14 }], knobs: { cpus: 2, switch_cost: 0 } }), frame()).shapes, ...layOutAxis(frame()).shapes].map((shape) => shape.kind));
  assert.deepEqual([...kinds].filter((kind) => !(kind in LOOKS)), []);
});

test("a job's name is text, never markup", () => {
  const shape = { type: "text", kind: "label", x: 0, y: 0, text: '<script>&"', size: 12, anchor: "end" };
  assert.match(markup(shape, PALETTE), />&#60;script&#62;&#38;&#34;</);
});

test("what is drawn fits into the file", () => {
  const { svg, height, width } = picture();
  assert.equal(width, 748);
  const ys = [...svg.matchAll(/<text x="24" y="([\d.]+)"/g)].map((match) => Number(match[1]));
  assert.ok(Math.max(...ys) < height);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, labelWidth, layOut, layOutAxis } from "../../../static/js/scheduling/layout.js";
import { ghostOf } from "../../../static/js/scheduling/lanes.js";
import { frame, roundRobin } from "../helpers/schedules.js";

const of = (picture, kind) => picture.shapes.filter((shape) => shape.kind === kind);

test("a block is as long as its time, with the job's name inside", () => {
  const picture = layOut(roundRobin(), frame());
  const [first] = of(picture, "run");
  assert.ok(Math.abs(first.w - 79) < 1.01, String(first.w)); // 4 of 30 units on 600 px, without the gap
  assert.deepEqual(of(picture, "in-run").map((shape) => shape.text), ["P1", "P2", "P3", "P1"]);
});

test("height tells how close to the CPU a job is", () => {
  const answer = roundRobin({ io: [{ name: "P2", start: 10, end: 14 }] });
  const picture = layOut(answer, frame());
  const lane = of(picture, "run").at(-1).h;
  assert.equal(lane, 22);
  assert.ok(of(picture, "ready")[0].h < lane && of(picture, "io")[0].h < of(picture, "ready")[0].h);
});

test("the figures below are when blocks begin and end, none over another", () => {
  const figures = of(layOut(roundRobin(), frame()), "figure");
  assert.deepEqual(figures.map((shape) => shape.text), ["0", "4", "7", "10", "30"]);
  const crowded = of(layOut(roundRobin(), frame({ axis: { left: 40, width: 80, end: 30 } })), "figure");
  for (const [at, shape] of crowded.slice(1).entries()) assert.ok(shape.x >= crowded[at].x + crowded[at].text.length * 12 * 0.6);
});

test("nothing stands outside the picture", () => {
  for (const width of [200, 350, 1200]) {
    const picture = layOut(roundRobin({ io: [{ name: "P2", start: 10, end: 14 }] }), frame({ axis: { left: 40, width, end: 30 } }));
    for (const shape of picture.shapes) {
      if (shape.type !== "rect") continue;
      assert.ok(shape.x >= 39 && shape.x + shape.w <= 41 + width && shape.y >= 0 && shape.y + shape.h <= picture.height, JSON.stringify(shape));
    }
  }
});

test("blocks too narrow to be seen are drawn together, so that a picture's cost depends on its width", () => {
  const gantt = Array.from({ length: 5000 }, (_, at) => ({ name: `P${(at % 3) + 1}`, cpu: 0, start: at, end: at + 1 }));
  const picture = layOut(roundRobin({ gantt, end: 5000, ready: [] }), frame({ axis: { left: 40, width: 600, end: 5000 } }));
  assert.equal(of(picture, "strip").length >= 1, true);
  assert.ok(picture.shapes.length < 200, String(picture.shapes.length));
});

test("a boost is a line through all lanes", () => {
  const boosted = { time: 20, cpu: null, chosen: null, kept: false, queues: [], reason: { id: "boosted", parameters: { every: 20 }, text: "" } };
  const [line] = of(layOut(roundRobin({ decisions: [...roundRobin().decisions, boosted] }), frame()), "boost");
  assert.deepEqual([line.x1, line.x2], [440, 440]);
  assert.deepEqual(of(layOut(roundRobin(), frame()), "boost"), []);
});

test("each CPU has its lane", () => {
  const answer = roundRobin({ knobs: { cpus: 2, switch_cost: 0 }, gantt: [{ name: "P1", cpu: 0, start: 0, end: 30 }, { name: "P2", cpu: 1, start: 0, end: 3 }] });
  const labels = of(layOut(answer, frame({ axis: { left: 90, width: 600, end: 30 } })), "label").map((shape) => shape.text);
  assert.deepEqual(labels.slice(0, 2), ["CPU 0", "CPU 1"]);
  assert.equal(of(layOut(answer, frame()), "in-idle").length, 1);
});

test("many jobs are shown as how many wait", () => {
  const jobs = Array.from({ length: 60 }, (_, at) => ({ ...roundRobin().jobs[0], name: `P${at}` }));
  const picture = layOut(roundRobin({ jobs }), frame());
  assert.equal(of(picture, "ready")[0].type, "path");
  assert.ok(picture.height < 200);
});

test("a ghost shows lanes and arrivals, and no block and no end", () => {
  const picture = layOut(ghostOf(roundRobin()), frame());
  for (const kind of ["run", "ready", "finish", "in-run", "idle"]) assert.deepEqual(of(picture, kind), [], kind);
  assert.equal(of(picture, "arrival").length, 3);
});

test("names are cut to their column, which is no wider than it must be", () => {
  const { measure, sizes } = frame();
  assert.equal(labelWidth(["P1"], sizes, measure, 600), 29);
  assert.equal(labelWidth(["a very long name of a job"], sizes, measure, 300), 84);
  assert.equal(cut("a very long name", 60, 14, measure), "a very…");
});

test("the axis ends where the schedules end", () => {
  const { shapes } = layOutAxis(frame());
  const figures = shapes.filter((shape) => shape.type === "text").map((shape) => shape.text);
  assert.equal(figures[0], "0");
  assert.equal(figures.at(-1), "30");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutSweep, markPath, METRICS } from "../../../static/js/scheduling/sweep.js";

const FRAME = { width: 600, height: 200, size: 12, names: { waiting: "wait", turnaround: "turnaround", response: "response" }, language: "en", measure: (text, size) => text.length * size * 0.6 };
const point = (value, waiting, turnaround, response) => ({ value, switches: 0, mean: { waiting, turnaround, response } });
const POINTS = [point(1, 5, 15, 1), point(2, 6, 16, 2), point(4, 7, 17, 4)];

test("every point has a mark of each mean, higher for more and further right for a larger value", () => {
  const { marks } = layOutSweep(POINTS, FRAME);
  assert.equal(marks.length, POINTS.length * METRICS.length);
  const at = (metric, value) => marks.find((mark) => mark.metric === metric && mark.point.value === value);
  assert.ok(at("turnaround", 1).y < at("waiting", 1).y && at("waiting", 1).y < at("response", 1).y);
  const gaps = [at("waiting", 2).x - at("waiting", 1).x, at("waiting", 4).x - at("waiting", 2).x];
  assert.ok(Math.abs(gaps[1] - 2 * gaps[0]) < 0.01); // values that are further apart stand further apart
});

test("the names at the ends of the lines do not cover one another", () => {
  const same = [point(1, 5, 5, 5), point(2, 5, 5, 5)];
  const names = layOutSweep(same, FRAME).shapes.filter((shape) => shape.kind === "name").map((shape) => shape.y).sort((one, other) => one - other);
  assert.ok(names[1] - names[0] >= FRAME.size && names[2] - names[1] >= FRAME.size);
});

test("one value and no value are no trouble", () => {
  assert.ok(layOutSweep([POINTS[0]], FRAME).marks.every((mark) => Number.isFinite(mark.x) && Number.isFinite(mark.y)));
  assert.deepEqual(layOutSweep([], FRAME).marks, []);
});

test("the three means have marks of their own", () => assert.equal(new Set(METRICS.map((metric) => markPath(metric, 5, 5, 2))).size, 3));

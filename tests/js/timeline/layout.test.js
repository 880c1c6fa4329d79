import assert from "node:assert/strict";
import test from "node:test";

import { RunModel } from "../../../static/js/model.js";
import { createStore } from "../../../static/js/store.js";
import { PROJECTOR_LIMITS, processOrder } from "../../../static/js/timeline/lanes.js";
import { layoutLanes, scrollTo } from "../../../static/js/timeline/layout.js";
import { FALLBACK } from "../../../static/js/timeline/tokens.js";
import { Recording, worker } from "../encoder.js";
import { modelOf, t } from "../recordings.js";

const lay = (model, patch = {}, tokens = {}, size = { width: 1440, height: 900 }) =>
  layoutLanes(model, createStore(patch).get(), { ...FALLBACK, ...tokens }, size, t);

test("a process frames its threads, then its resources, its GIL last, cores below all", () => {
  const layout = lay(modelOf("ticket_office"));
  assert.deepEqual(layout.rows.map((row) => row.name), ["MainThread", "Seller-1", "Seller-2", "Seller-3", "mutex", "GIL", "CPU 0", "CPU 1"]);
  assert.equal(layout.frames.length, 1);
  const [frame] = layout.frames;
  for (const row of layout.rows.slice(0, 6)) assert.ok(row.top >= frame.top && row.top + row.height <= frame.top + frame.height);
});

test("rows never overlap", () => {
  for (const name of ["ticket_office", "deadlock", "two_processes", "three_tasks"]) {
    for (const [patch, tokens] of [[{}, {}], [{ layout: "projector" }, { laneHeight: 104, resourceHeight: 68 }], [{ layout: "phone" }, { labelWidth: 0 }]]) {
      const { rows } = lay(modelOf(name), patch, tokens);
      for (let index = 1; index < rows.length; index += 1) assert.ok(rows[index].top >= rows[index - 1].top + rows[index - 1].height);
    }
  }
});

test("each process has its frame, what they share stands outside", () => {
  const model = modelOf("two_processes");
  const layout = lay(model);
  assert.equal(layout.frames.length, 3);
  const queue = layout.rows.find((row) => row.name === "letters");
  assert.ok(layout.frames.every((frame) => queue.top >= frame.top + frame.height));
});

test("a folded process is one lane", () => {
  const model = modelOf("ticket_office");
  const process = [...model.workers.values()].find((one) => one.kind === "process").id;
  const layout = lay(model, { collapsed: [process], showCpus: false });
  assert.deepEqual(layout.rows.map((row) => [row.kind, row.id]), [["process", process]]);
});

function crowd(threads) {
  const workers = [worker({ id: 1, kind: "process", process: 1 })];
  for (let id = 2; id < threads + 2; id += 1) workers.push(worker({ id, parent: 1 }));
  return new Recording().meta().define({ workers }).into(new RunModel());
}

test("a projector shows six threads, the pinned first, and counts the others", () => {
  const layout = lay(crowd(15), { layout: "projector", pinned: [12] });
  const shown = layout.rows.filter((row) => row.kind === "thread").map((row) => row.id);
  assert.equal(shown.length, PROJECTOR_LIMITS.threads);
  assert.ok(shown.includes(12));
  const density = layout.rows.find((row) => row.kind === "density");
  assert.equal(density.name, "+9 others");
  assert.equal(density.folded.length, 9);
});

test("on a projector lanes fill the height", () => {
  const model = modelOf("ticket_office");
  const tokens = { laneHeight: 104, resourceHeight: 68, labelWidth: 330, axisHeight: 48, labelSize: 38, barTextSize: 32 };
  const layout = lay(model, { layout: "projector" }, tokens, { width: 1920, height: 836 });
  assert.ok(layout.contentHeight <= 836, `${layout.contentHeight}`);
  assert.ok(layout.rows[0].barHeight >= 88);
});

test("on a phone the name stands above its bar and the plot is as wide as the screen", () => {
  const layout = lay(modelOf("ticket_office"), {}, { labelWidth: 0 }, { width: 390, height: 600 });
  assert.equal(layout.mode, "phone");
  assert.ok(layout.left < 20);
  for (const row of layout.rows) assert.ok(row.barTop >= row.labelTop + FALLBACK.labelSize);
});

test("scrolling stops at the end and moves every row alike", () => {
  const model = crowd(40);
  const top = lay(model).rows[0].top;
  const layout = lay(model, { scroll: 1e6 });
  assert.ok(layout.maxScroll > 0);
  assert.equal(top - layout.rows[0].top, layout.maxScroll);
});

test("a selected lane is scrolled into sight, one in sight stays where it is", () => {
  const model = crowd(40);
  const layout = lay(model);
  const select = (id) => ({ type: "worker", id, time: 0 });
  assert.equal(scrollTo(layout, select(3), 0), 0);
  const scroll = scrollTo(layout, select(30), 0);
  const row = lay(model, { scroll }).rowOf.get(30);
  assert.ok(row.top > layout.axisHeight && row.top + row.height <= 900);
  assert.equal(scrollTo(lay(model, { scroll }), select(30), scroll), scroll);
  const back = scrollTo(lay(model, { scroll }), select(2), scroll);
  assert.ok(lay(model, { scroll: back }).rowOf.get(2).top > layout.axisHeight);
  assert.equal(scrollTo(layout, null, 7), 7);
});

test("children stand below their parents", () => {
  const workers = [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 }), worker({ id: 5, kind: "process", process: 5, parent: 2 }), worker({ id: 6, process: 5, parent: 5 }), worker({ id: 3, kind: "process", process: 3, parent: 6 }), worker({ id: 4, kind: "process", process: 4, parent: 2 })];
  assert.deepEqual(processOrder(new Recording().define({ workers }).into(new RunModel())), [1, 5, 3, 4]);
});

test("the library's own workers have lanes only when asked for", () => {
  const workers = [
    worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 }), worker({ id: 3, parent: 2, name: "QueueFeederThread", helper: true }),
    worker({ id: 4, kind: "process", process: 4, parent: 2, name: "resource_tracker", helper: true }), worker({ id: 5, parent: 4, process: 4 }),
  ];
  const model = new Recording().meta().define({ workers }).into(new RunModel());
  const ids = (patch) => lay(model, patch).rows.map((row) => row.id);
  assert.deepEqual(ids({}), [2]);
  assert.deepEqual(ids({ showHelpers: true }), [2, 3, 5]);
});

test("where no frame says whose a thread is, its lane does", () => {
  const workers = [
    worker({ id: 1, kind: "process", process: 1, name: "pool.py" }), worker({ id: 2, parent: 1, name: "MainThread" }),
    worker({ id: 3, kind: "process", process: 3, parent: 2, name: "Squarer" }), worker({ id: 4, parent: 3, process: 3, name: "MainThread" }),
    worker({ id: 5, parent: 4, process: 3, name: "Helper" }),
  ];
  const model = new Recording().meta().define({ workers }).into(new RunModel());
  const rows = lay(model, { layout: "projector" }, { laneHeight: 104 }).rows;
  assert.deepEqual(rows.map(({ name, note }) => [name, note]), [["pool.py", ""], ["Squarer", ""], ["Helper", "Squarer"]]);
});

test("strands are slimmer than their thread, and can be found by their ids", () => {
  const model = modelOf("three_tasks");
  const { rows, rowOf } = lay(model);
  const [thread, strand] = [rows.find((row) => row.kind === "thread"), rows.find((row) => row.kind === "strand")];
  assert.ok(strand.barHeight < thread.barHeight * 0.7);
  assert.equal(rowOf.get(strand.id), strand);
});

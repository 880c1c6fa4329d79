import assert from "node:assert/strict";
import test from "node:test";

import { createStore } from "../../../static/js/store.js";
import { listen, toggled } from "../../../static/js/timeline/input.js";
import { modelOf, workerCalled } from "../recordings.js";
import { sceneOf } from "./scene.js";

const model = modelOf("ticket_office");
const seller = workerCalled(model, "Seller-1").id;

/** A canvas that hears events, and a view that follows the store as the real one does. */
function stage(patch = {}) {
  const target = Object.assign(new EventTarget(), { setPointerCapture() {}, style: { removeProperty() {} }, dataset: {} });
  const store = createStore({ t0: 0, t1: 140e6, fitted: true, follow: true, arrows: "none", ...patch });
  const hovers = [];
  const life = new AbortController();
  const view = () => sceneOf(model, { state: store.get(), height: patch.height ?? 900 }).view;
  listen(target, { view, store, onHover: (hit) => hovers.push(hit) }, life.signal);
  const fire = (type, x, y, more = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { offsetX: x, offsetY: y, button: 0, pointerId: 1, pointerType: "mouse", shiftKey: false, deltaX: 0, deltaY: 0, deltaMode: 0, detail: 2, ...more });
    target.dispatchEvent(event);
    return event;
  };
  const row = (id) => view().layout.rowOf.get(id);
  const at = (time) => view().scale.x(time);
  return { store, fire, hovers, view, row, at, life, target };
}

const near = (actual, expected, within) => assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
const middleOf = (row) => row.barTop + row.barHeight / 2;

test("the wheel zooms at the pointer and stops following what is no longer there", () => {
  const { store, fire, view, at } = stage();
  const x = at(44e6);
  const event = fire("wheel", x, 200, { deltaY: -200 });
  assert.equal(event.defaultPrevented, true);
  assert.ok(store.get().t1 - store.get().t0 < 140e6);
  near(view().scale.t(x), 44e6, 1);
});

test("zooming out ends at the whole run", () => {
  const { store, fire } = stage();
  for (let turn = 0; turn < 40; turn += 1) fire("wheel", 700, 200, { deltaY: 300 });
  assert.ok(store.get().t0 <= 0 && store.get().t1 >= model.now);
  assert.ok(store.get().t1 - store.get().t0 < model.now * 1.6);
});

test("the wheel sideways, or with Shift, pans", () => {
  const { store, fire } = stage();
  fire("wheel", 700, 200, { deltaX: 100 });
  const { t0, t1, follow } = store.get();
  assert.ok(t0 > 0 && follow === false);
  near(t1 - t0, 140e6, 1);
  fire("wheel", 700, 200, { deltaY: -100, shiftKey: true });
  near(store.get().t0, 0, 1);
});

test("over the names the wheel scrolls the lanes", () => {
  const { store, fire } = stage({ height: 300 });
  fire("wheel", 40, 200, { deltaY: 60 });
  assert.equal(store.get().scroll, 60);
  fire("wheel", 40, 200, { deltaY: -600 });
  assert.equal(store.get().scroll, 0);
});

test("a drag pans, and is no click", () => {
  const { store, fire } = stage();
  fire("pointerdown", 800, 300);
  fire("pointermove", 700, 302);
  fire("pointerup", 700, 302);
  assert.ok(store.get().t0 > 0);
  assert.equal(store.get().selected, null);
});

test("a click selects the bar and moves the cursor there", () => {
  const { store, fire, row, at } = stage();
  fire("pointerdown", at(44e6), middleOf(row(seller)));
  fire("pointerup", at(44e6), middleOf(row(seller)));
  const { selected, cursor, follow } = store.get();
  assert.deepEqual([selected.type, selected.id, follow], ["span", seller, false]);
  near(cursor, 44e6, 1);
});

test("a click on a name selects the lane and leaves the cursor", () => {
  const { store, fire, row } = stage({ cursor: 10e6, follow: false });
  fire("pointerdown", 30, middleOf(row(seller)));
  fire("pointerup", 30, middleOf(row(seller)));
  assert.deepEqual([store.get().selected, store.get().cursor], [{ type: "worker", id: seller, time: 10e6 }, 10e6]);
});

test("Shift and a click set the second cursor", () => {
  const { store, fire, at } = stage({ cursor: 10e6, follow: false });
  fire("pointerdown", at(60e6), 300, { shiftKey: true });
  fire("pointerup", at(60e6), 300, { shiftKey: true });
  near(store.get().secondCursor, 60e6, 1);
  assert.equal(store.get().cursor, 10e6);
});

test("the axis scrubs", () => {
  const { store, fire, at } = stage();
  fire("pointerdown", at(20e6), 8);
  near(store.get().cursor, 20e6, 1);
  fire("pointermove", at(70e6), 8);
  near(store.get().cursor, 70e6, 1);
  fire("pointermove", 9999, 8);
  assert.equal(store.get().cursor <= model.now, true);
  fire("pointerup", 9999, 8);
});

test("the cursor can be taken and moved", () => {
  const { store, fire, at } = stage({ cursor: 40e6, follow: false });
  fire("pointerdown", at(40e6) + 2, 500);
  fire("pointermove", at(80e6), 500);
  fire("pointerup", at(80e6), 500);
  near(store.get().cursor, 80e6, 1);
  near(store.get().t0, 0, 1);
});

test("two fingers pinch", () => {
  const { store, fire } = stage();
  fire("pointerdown", 600, 300, { pointerId: 1, pointerType: "touch" });
  fire("pointerdown", 800, 300, { pointerId: 2, pointerType: "touch" });
  fire("pointermove", 1000, 300, { pointerId: 2, pointerType: "touch" });
  near(store.get().t1 - store.get().t0, 70e6, 1e6);
});

test("a double click shows the bar, on empty ground the whole run", () => {
  const { store, fire, row, at } = stage();
  const span = model.spanAt(seller, 44e6);
  fire("dblclick", at(44e6), middleOf(row(seller)));
  assert.ok(store.get().t0 < span.t0 && store.get().t1 > span.t1 && store.get().t1 - store.get().t0 < (span.t1 - span.t0) * 2);
  fire("dblclick", 800, 880);
  assert.ok(store.get().t1 - store.get().t0 > 100e6);
});

test("the chevron folds a process and opens it again", () => {
  const { store, fire, view } = stage();
  const y = view().layout.frames[0].headTop + 8;
  const press = () => {
    fire("pointerdown", 14, y);
    fire("pointerup", 14, y);
  };
  press();
  assert.equal(store.get().collapsed.length, 1);
  press();
  assert.deepEqual(store.get().collapsed, []);
  assert.deepEqual(toggled([1, 2], 1), [2]);
});

test("hovering says what is there, leaving that nothing is", () => {
  const { fire, hovers, row, at, target } = stage();
  fire("pointermove", at(44e6) + 20, middleOf(row(seller)));
  assert.deepEqual([hovers.at(-1).type, hovers.at(-1).id, target.dataset.over], ["span", seller, "mark"]);
  fire("pointerleave", 0, 0);
  assert.equal(hovers.at(-1), null);
});

test("nothing is heard after the end", () => {
  const { store, fire, life } = stage();
  life.abort();
  fire("wheel", 700, 200, { deltaY: -200 });
  assert.equal(store.get().t0, 0);
});

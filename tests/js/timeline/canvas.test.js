import assert from "node:assert/strict";
import test from "node:test";

import { createStore } from "../../../static/js/store.js";
import { fakeContext, installCanvasClasses } from "../fake-canvas.js";
import { modelOf, t, workerCalled } from "../recordings.js";

installCanvasClasses();

/** As much of a browser as a canvas needs; frames come when the test says so. */
function browser() {
  const frames = new Map();
  let next = 1;
  const css = { "--ls-run": "#00795A" };
  const element = () => Object.assign(new EventTarget(), {
    attributes: {}, children: [], dataset: {}, style: { removeProperty() {} },
    append(child) { this.children.push(child); },
    remove() { this.isRemoved = true; },
    setAttribute(name, value) { this.attributes[name] = value; },
    setPointerCapture() {},
    getBoundingClientRect: () => ({ width: 1200, height: 600 }),
    getContext() { return (this.fake ??= fakeContext()).context; },
  });
  const observers = [];
  class Observer {
    constructor(notify) { observers.push({ notify, observer: this }); }
    observe() {}
    disconnect() { this.isOff = true; }
  }
  Object.assign(globalThis, {
    document: { createElement: element, documentElement: {}, activeElement: null, fonts: undefined },
    window: { devicePixelRatio: 2 },
    matchMedia: () => Object.assign(new EventTarget(), { matches: false }),
    getComputedStyle: () => ({ getPropertyValue: (name) => css[name] ?? "", fontSize: "16px" }),
    requestAnimationFrame: (run) => (frames.set(next, run), next++),
    cancelAnimationFrame: (id) => frames.delete(id),
    ResizeObserver: Observer,
    MutationObserver: Observer,
  });
  const frame = (time) => {
    const due = [...frames.values()];
    frames.clear();
    for (const run of due) run(time);
  };
  return { host: element(), frames, frame, css, observers };
}

async function mounted(patch = {}, signal) {
  const made = browser();
  const { mountTimeline } = await import("../../../static/js/timeline/canvas.js");
  const model = modelOf("ticket_office");
  const store = createStore({ follow: false, ...patch });
  const timeline = mountTimeline(made.host, { model, store, messages: { t }, signal });
  const [canvas, minimap] = made.host.children;
  return { ...made, model, store, timeline, canvas, minimap };
}

test("the canvas has the screen's pixels and a name", async () => {
  const { canvas, minimap } = await mounted();
  assert.deepEqual([canvas.width, canvas.height, canvas.tabIndex], [2400, 1200, 0]);
  assert.equal(canvas.attributes["aria-label"], "Timeline of the run");
  assert.ok(minimap.attributes["aria-label"].length > 0);
});

test("however often the state changes, there is one frame", async () => {
  const { store, frames, frame } = await mounted({ fitted: true });
  frame(0);
  for (let step = 0; step < 20; step += 1) store.set({ cursor: step });
  assert.equal(frames.size, 1);
  frame(16);
  assert.equal(frames.size, 0);
});

test("a run just opened is fitted into the view, the cursor at its program's beginning", async () => {
  const { store, frame, model } = await mounted();
  frame(0);
  assert.equal(store.get().fitted, true);
  assert.ok(store.get().t1 >= model.programEnd);
  assert.equal(store.get().cursor, model.programStart);
});

test("while it plays each frame asks for the next, and the cursor moves", async () => {
  const { store, frames, frame } = await mounted({ fitted: true, t0: 0, t1: 200e6 });
  frame(0);
  store.set({ playing: true, cursor: 1e6 });
  frame(1000);
  frame(1016);
  const before = store.get().cursor;
  frame(1032);
  assert.ok(store.get().cursor > before);
  assert.equal(frames.size, 1);
  store.set({ playing: false });
  frame(1048);
  assert.equal(frames.size, 0);
});

test("lanes are listed in the order they are drawn", async () => {
  const { timeline, model } = await mounted();
  const order = timeline.laneOrder();
  assert.deepEqual(order[1], { type: "worker", id: workerCalled(model, "Seller-1").id });
  assert.equal(order.at(-1).type, "resource");
});

test("a theme's change is read from the style sheet", async () => {
  const { timeline, store, css } = await mounted();
  css["--ls-run"] = "#35D0A2";
  store.set({ theme: "dark" });
  assert.equal(timeline.view().tokens.run, "#35D0A2");
});

test("what is under the pointer is told to the page", async () => {
  const { host, canvas, timeline, model, store } = await mounted({ fitted: true, t0: 0, t1: 140e6, arrows: "none" });
  store.set({ cursor: 0 });
  const heard = [];
  host.addEventListener("ls-hover", ({ detail }) => heard.push(detail.hit?.type ?? null));
  const row = timeline.view().layout.rowOf.get(workerCalled(model, "Seller-1").id);
  canvas.dispatchEvent(Object.assign(new Event("pointermove"), { offsetX: timeline.view().scale.x(44e6), offsetY: row.barTop + 5, pointerId: 1 }));
  canvas.dispatchEvent(new Event("pointerleave"));
  assert.deepEqual(heard, ["span", null]);
});

test("destroyed, or its page's signal aborted, nothing of it is left", async () => {
  for (const how of ["destroy", "signal"]) {
    const life = new AbortController();
    const { timeline, store, frames, canvas, observers } = await mounted({}, life.signal);
    if (how === "destroy") timeline.destroy();
    else life.abort();
    store.set({ cursor: 5 });
    assert.equal(frames.size, 0);
    assert.equal(canvas.isRemoved, true);
    assert.ok(observers.every(({ observer }) => observer.isOff));
  }
});

/**
 * Pointers and wheels on the timeline: each becomes a patch of the view's state. Keys are the page's (commands.js).
 * Wheel: zoom at the pointer; with Shift or sideways: pan; over the names: scroll. Drag: pan; from the axis or near the cursor: scrub.
 * Click: select and move the cursor. Shift+click: second cursor. Two fingers: pinch. Double click: fit what is there.
 */

import { programView } from "../player.js";
import { hitAt, selectionOf } from "./hit.js";
import { fitRun, keepInSight, panBy, zoomAt } from "./scale.js";

/**
 * @typedef {import("./draw.js").View} View
 * @typedef {{view: () => View | undefined, store: import("../store.js").Store, onHover: (hit: import("./hit.js").Hit | null, event: PointerEvent | null) => void}} InputOptions
 */

const CLICK_REACH = 4;
const CURSOR_REACH = 7;
const ZOOM_PER_PIXEL = 0.0022;

/**
 * Listen on the canvas.
 * @param {HTMLElement} target
 * @param {InputOptions} options
 * @param {AbortSignal} signal
 */
export function listen(target, options, signal) {
  const gesture = new Gesture(options);
  target.addEventListener("wheel", (event) => onWheel(event, options), { signal, passive: false });
  target.addEventListener("pointerdown", (event) => gesture.down(event, target), { signal });
  target.addEventListener("pointermove", (event) => gesture.move(event, target), { signal });
  target.addEventListener("pointerup", (event) => gesture.up(event, target), { signal });
  target.addEventListener("pointercancel", (event) => gesture.cancel(event), { signal });
  target.addEventListener("pointerleave", () => options.onHover(null, null), { signal });
  target.addEventListener("dblclick", (event) => onDoubleClick(event, options), { signal });
}

/**
 * @param {MouseEvent} event
 * @returns {{x: number, y: number}}
 */
function pointOf(event) {
  return { x: event.offsetX, y: event.offsetY };
}

/**
 * @param {WheelEvent} event
 * @param {InputOptions} options
 */
function onWheel(event, { view: viewOf, store }) {
  const view = viewOf();
  if (view === undefined) return;
  event.preventDefault();
  const unit = event.deltaMode === 1 ? 30 : event.deltaMode === 2 ? 400 : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  const { x } = pointOf(event);
  if (x < view.layout.left && !event.ctrlKey) {
    store.set({ scroll: clampScroll(view, store.get().scroll + dy) });
    return;
  }
  if (event.shiftKey || Math.abs(dx) > Math.abs(dy)) store.set(panned(view, event.shiftKey && dx === 0 ? dy : dx));
  else store.set(zoomed(view, x, Math.exp(Math.max(-300, Math.min(300, dy)) * ZOOM_PER_PIXEL * (event.ctrlKey ? 4 : 1))));
}

/**
 * @param {View} view
 * @param {number} scroll
 * @returns {number}
 */
function clampScroll({ layout }, scroll) {
  return Math.min(layout.maxScroll, Math.max(0, scroll));
}

/**
 * @param {View} view
 * @param {number} dx
 * @returns {Partial<import("../store.js").ViewState>}
 */
function panned(view, dx) {
  return { ...keepInSight(panBy(view.scale, dx), view.end), fitted: true, follow: false };
}

/**
 * @param {View} view
 * @param {number} x
 * @param {number} factor
 * @returns {Partial<import("../store.js").ViewState>}
 */
function zoomed(view, x, factor) {
  const next = zoomAt(view.scale, Math.max(view.scale.left, x), factor, view.warp);
  const whole = fitRun(view.end);
  const tooFar = next.t1 - next.t0 > (whole.t1 - whole.t0) * 1.5;
  return { ...(tooFar ? whole : keepInSight(next, view.end)), fitted: true };
}

/**
 * @param {MouseEvent} event
 * @param {InputOptions} options
 */
function onDoubleClick(event, { view: viewOf, store }) {
  const view = viewOf();
  if (view === undefined) return;
  const { x, y } = pointOf(event);
  const hit = hitAt(view, x, y);
  const span = hit.type === "span" ? view.model.spanAt(Number(hit.id), hit.time) : null;
  if (span === null || event.detail > 2) {
    store.set({ ...(view.model.isEnded ? programView(view.model) : fitRun(view.end)), fitted: true, follow: false });
    return;
  }
  const air = Math.max(100, (span.t1 - span.t0) * 0.4);
  store.set({ t0: span.t0 - air, t1: span.t1 + air, fitted: true, follow: false });
}

/**
 * @param {readonly number[]} list
 * @param {number} id
 * @returns {number[]}
 */
export function toggled(list, id) {
  return list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
}

/** One pointer drags or clicks, two pinch. */
class Gesture {
  /** @param {InputOptions} options */
  constructor(options) {
    this.options = options;
    /** @type {Map<number, {x: number, y: number}>} */
    this.points = new Map();
    /** @type {"none" | "press" | "pan" | "scrub" | "pinch"} */
    this.phase = "none";
    this.start = { x: 0, y: 0 };
    this.last = { x: 0, y: 0 };
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} target
   */
  down(event, target) {
    const view = this.options.view();
    if (view === undefined || event.button > 0) return;
    target.setPointerCapture(event.pointerId);
    const point = pointOf(event);
    this.points.set(event.pointerId, point);
    this.last = point;
    if (this.points.size === 2) {
      this.phase = "pinch";
      return;
    }
    this.start = point;
    const onCursor = Math.abs(view.scale.x(view.state.cursor) - point.x) <= CURSOR_REACH && event.pointerType !== "touch";
    this.phase = point.y < view.layout.axisHeight || (onCursor && !event.shiftKey) ? "scrub" : "press";
    if (this.phase === "scrub" && !onCursor) this.#scrub(view, point.x, event.shiftKey);
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} target
   */
  move(event, target) {
    const view = this.options.view();
    if (view === undefined) return;
    const point = pointOf(event);
    if (!this.points.has(event.pointerId)) {
      this.#hover(view, point, event, target);
      return;
    }
    if (this.phase === "pinch") this.#pinch(view, event.pointerId, point);
    else this.#drag(view, point, event.shiftKey);
    this.points.set(event.pointerId, point);
  }

  /**
   * @param {View} view
   * @param {{x: number, y: number}} point
   * @param {boolean} isShift
   */
  #drag(view, point, isShift) {
    if (this.phase === "press" && Math.hypot(point.x - this.start.x, point.y - this.start.y) > CLICK_REACH) this.phase = "pan";
    if (this.phase === "scrub") this.#scrub(view, point.x, isShift);
    if (this.phase !== "pan") return;
    const scroll = clampScroll(view, this.options.store.get().scroll - (point.y - this.last.y));
    const isSideways = this.start.x >= view.layout.left;
    this.options.store.set({ ...(isSideways ? panned(view, this.last.x - point.x) : {}), scroll });
    this.last = point;
  }

  /**
   * @param {View} view
   * @param {number} x
   * @param {boolean} isShift
   */
  #scrub(view, x, isShift) {
    const time = Math.min(view.end, Math.max(0, view.scale.t(Math.min(view.scale.right, Math.max(view.scale.left, x)))));
    this.options.store.set(isShift ? { secondCursor: time } : { cursor: time, follow: false, playing: false });
  }

  /**
   * @param {View} view
   * @param {number} id
   * @param {{x: number, y: number}} point
   */
  #pinch(view, id, point) {
    const other = [...this.points].find(([key]) => key !== id)?.[1];
    const before = this.points.get(id);
    if (other === undefined || before === undefined) return;
    const [apart, now] = [Math.max(20, Math.abs(before.x - other.x)), Math.max(20, Math.abs(point.x - other.x))];
    this.options.store.set(zoomed(view, (point.x + other.x) / 2, apart / now));
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLElement} target
   */
  up(event, target) {
    const view = this.options.view();
    if (view !== undefined && this.phase === "press" && this.points.has(event.pointerId)) this.#click(view, pointOf(event), event.shiftKey);
    this.cancel(event);
    target.style.removeProperty("cursor");
  }

  /** @param {PointerEvent} event */
  cancel(event) {
    this.points.delete(event.pointerId);
    if (this.points.size === 0) this.phase = "none";
  }

  /**
   * @param {View} view
   * @param {{x: number, y: number}} point
   * @param {boolean} isShift
   */
  #click(view, point, isShift) {
    const hit = hitAt(view, point.x, point.y);
    const { store } = this.options;
    if (isShift) {
      store.set({ secondCursor: hit.time });
      return;
    }
    if (hit.type === "fold") {
      store.set({ collapsed: toggled(store.get().collapsed, Number(hit.id)) });
      return;
    }
    if (hit.type === "open") {
      store.set({ opened: toggled(store.get().opened, Number(hit.id)) });
      return;
    }
    if (hit.onLabel || hit.type === "process") {
      store.set({ selected: selectionOf({ ...hit, time: view.state.cursor }) });
      return;
    }
    store.set({ selected: selectionOf(hit), cursor: hit.time, follow: false, playing: false });
  }

  /**
   * @param {View} view
   * @param {{x: number, y: number}} point
   * @param {PointerEvent} event
   * @param {HTMLElement} target
   */
  #hover(view, point, event, target) {
    const hit = hitAt(view, point.x, point.y);
    const onCursor = Math.abs(view.scale.x(view.state.cursor) - point.x) <= 4 && point.x >= view.scale.left;
    target.dataset.over = onCursor || hit.type === "axis" ? "cursor" : hit.type === "none" ? "none" : "mark";
    this.options.onHover(hit, event);
  }
}

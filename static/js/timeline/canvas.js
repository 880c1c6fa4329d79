/**
 * The timeline on a page: owns the canvases, the device's pixel ratio, the one requestAnimationFrame, and nothing of the picture.
 * Order in a frame: time moves on (player), then the picture is drawn from the state; input has changed the state before.
 */

import { advance } from "../player.js";
import { drawTimeline } from "./draw.js";
import { hitAt } from "./hit.js";
import { listen } from "./input.js";
import { isWorkerRow, layoutLanes, scrollTo } from "./layout.js";
import { minimapScale } from "./minimap.js";
import { listenMinimap } from "./minimap-input.js";
import { Overview } from "./overview.js";
import { Pens } from "./pens.js";
import { createScale, warpByMoments } from "./scale.js";
import { Strip } from "./strip.js";
import { readTokens } from "./tokens.js";

/**
 * @typedef {{model: import("../model.js").RunModel, store: import("../store.js").Store, messages: {t: import("./labels.js").Translate,
 *   onChange?: (listener: () => void, signal?: AbortSignal) => void}, signal?: AbortSignal | undefined}} MountOptions
 * @typedef {import("./hit.js").Hit} Hit
 * @typedef {import("./draw.js").View} View
 */

/**
 * Show the run in `element`. Fires `ls-hover` on it, with {hit, x, y} in its detail, when the pointer is over something else than before,
 * and `ls-layout`, with the layout, when lanes have moved.
 * @param {HTMLElement} element
 * @param {MountOptions} options
 * @returns {{redraw: () => void, laneOrder: () => {type: "worker" | "resource", id: number}[], hitAt: (x: number, y: number) => Hit | null,
 *   view: () => View | undefined, drawNow: () => void, destroy: () => void}}
 */
export function mountTimeline(element, options) {
  const surface = new Surface(element, options);
  return {
    redraw: () => surface.request(),
    laneOrder: () => surface.laneOrder(),
    hitAt: (x, y) => (surface.view === undefined ? null : hitAt(surface.view, x, y)),
    view: () => surface.view,
    drawNow: () => surface.drawNow(),
    destroy: () => surface.life.abort(),
  };
}

class Surface {
  /**
   * @param {HTMLElement} element
   * @param {MountOptions} options
   */
  constructor(element, options) {
    this.element = element;
    this.options = options;
    this.life = new AbortController();
    options.signal?.addEventListener("abort", () => this.life.abort(), { once: true, signal: this.life.signal });
    /** @type {View | undefined} */
    this.view = undefined;
    this.frame = 0;
    this.lastTime = 0;
    this.jumped = 0;
    this.strip = new Strip();
    this.overview = new Overview();
    /** Set while the overview waits to be drawn anew. @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    /** @type {{causes: unknown[], layout: import("./layout.js").Layout} | undefined} */
    this.kept = undefined;
    this.motion = matchMedia("(prefers-reduced-motion: reduce)");
    this.main = this.#canvas("ls-timeline__canvas");
    this.small = this.#canvas("ls-timeline__minimap");
    this.#describe();
    this.#refresh();
    this.#listen();
    this.request();
  }

  /**
   * @param {string} name
   * @returns {{canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, width: number, height: number}}
   */
  #canvas(name) {
    const canvas = document.createElement("canvas");
    canvas.className = name;
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("This browser gives no 2-D canvas, so the timeline cannot be drawn.");
    this.element.append(canvas);
    return { canvas, context, width: 0, height: 0 };
  }

  #describe() {
    const { messages } = this.options;
    const { canvas } = this.main;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", messages.t("timeline.label"));
    canvas.setAttribute("aria-roledescription", messages.t("timeline.role"));
    this.small.canvas.setAttribute("role", "img");
    this.small.canvas.setAttribute("aria-label", messages.t("timeline.overview"));
  }

  #listen() {
    const { signal } = this.life;
    const { store, messages } = this.options;
    signal.addEventListener("abort", () => this.#remove(), { once: true });
    store.subscribe((state, previous) => this.#onState(state, previous), { signal });
    messages.onChange?.(() => {
      this.#describe();
      this.#refresh();
    }, signal);
    // Sizes too are read anew when the place changes: a narrow page has a phone's.
    new Observers([this.element, this.main.canvas], () => this.#refresh(), signal);
    listen(this.main.canvas, { view: () => this.view, store, onHover: (hit, event) => this.#hover(hit, event) }, signal);
    listenMinimap(this.small.canvas, { scale: () => this.smallScale(), store, end: () => this.options.model.now }, signal);
    for (const name of ["focus", "blur"]) this.main.canvas.addEventListener(name, () => this.request(), { signal });
  }

  #remove() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.later);
    this.main.canvas.remove();
    this.small.canvas.remove();
  }

  /**
   * @param {Readonly<import("../store.js").ViewState>} state
   * @param {Readonly<import("../store.js").ViewState>} previous
   */
  #onState(state, previous) {
    if (state.theme !== previous.theme || state.fontScale !== previous.fontScale || state.language !== previous.language) this.#refresh();
    if (state.selected !== previous.selected && this.view !== undefined) {
      this.options.store.set({ scroll: scrollTo(this.view.layout, state.selected, state.scroll) });
    }
    this.request();
  }

  /** Read the tokens again: the theme, the font's size or the pixel ratio changed. */
  #refresh() {
    const style = getComputedStyle(this.element);
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.ratio = window.devicePixelRatio || 1;
    this.tokens = readTokens((name) => style.getPropertyValue(name), { rem, fontScale: this.options.store.get().fontScale });
    this.pens = new Pens(this.main.context, this.tokens, this.ratio);
    const { run, readyStroke, readyFill, blockedFill, blockedStroke, lane } = this.tokens;
    const colors = [run, mix(readyFill, readyStroke), readyStroke, mix(blockedFill, blockedStroke), lane];
    this.strip.setColors(colors);
    this.overview.setColors(colors);
    this.#resize();
  }

  #resize() {
    const ratio = this.ratio ?? 1;
    for (const side of [this.main, this.small]) {
      const { width, height } = side.canvas.getBoundingClientRect();
      side.width = width;
      side.height = height;
      side.canvas.width = Math.max(1, Math.round(width * ratio));
      side.canvas.height = Math.max(1, Math.round(height * ratio));
    }
    this.draw();
  }

  /** Draw in the next frame; however often it is asked for, once. */
  request() {
    if (this.frame !== 0 || this.life.signal.aborted) return;
    this.frame = requestAnimationFrame((time) => this.#tick(time));
  }

  /** @param {number} time */
  #tick(time) {
    this.frame = 0;
    const { model, store } = this.options;
    const before = store.get();
    const elapsed = Math.min(100, this.lastTime === 0 ? 16 : time - this.lastTime);
    this.jumped += elapsed;
    const reducedMotion = this.motion.matches;
    const patch = advance(model, before, reducedMotion ? this.jumped : elapsed, { reducedMotion });
    if (!reducedMotion || patch.cursor !== before.cursor) this.jumped = 0;
    store.set(patch);
    this.draw();
    const { playing } = store.get();
    this.lastTime = playing ? time : 0;
    if (playing) this.request();
    else {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
    }
  }

  /** Draw now instead of in the next frame. */
  drawNow() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.draw();
  }

  /** Draw the state as it is. */
  draw() {
    const { model, store, messages } = this.options;
    const { tokens, pens, ratio } = this;
    if (tokens === undefined || pens === undefined || ratio === undefined || this.main.width < 20) return;
    const state = store.get();
    const { context, width, height } = this.main;
    const layout = this.#layout(state, tokens);
    const warp = state.axis === "event" ? warpByMoments(model.moments) : undefined;
    const scale = createScale({ t0: state.t0, t1: state.t1, left: layout.left, width: layout.right - layout.left, warp });
    this.view = {
      context, pens, tokens, layout, scale, warp, model, state, end: model.now, isFocused: document.activeElement === this.main.canvas,
      hover: this.view?.hover ?? null, t: messages.t, strip: this.strip, arrows: [], alarms: [],
    };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawTimeline(this.view);
    const wait = this.overview.draw({ ...this.small, ratio, tokens }, { model, state }, performance.now());
    if (wait !== undefined) this.later ??= setTimeout(() => this.#redrawLater(), wait);
  }

  #redrawLater() {
    this.later = undefined;
    this.request();
  }

  /**
   * The lanes' places; the last answer while nothing they depend on has changed, as in panning and zooming.
   * @param {Readonly<import("../store.js").ViewState>} state
   * @param {import("./tokens.js").Tokens} tokens
   * @returns {import("./layout.js").Layout}
   */
  #layout(state, tokens) {
    const { model, messages } = this.options;
    const { width, height } = this.main;
    /** @type {unknown[]} */
    const causes = [model.version, tokens, width, height, state.layout, state.collapsed, state.opened, state.pinned, state.scroll, state.showGil, state.showCpus, state.showHelpers, state.language];
    if (model.strandCount > 0) causes.push(state.selected, state.t0, state.t1); // they decide which of many strands have lanes
    if (this.kept === undefined || causes.some((cause, index) => cause !== this.kept?.causes[index])) {
      this.kept = { causes, layout: layoutLanes(model, state, tokens, { width, height }, messages.t) };
      this.element.dispatchEvent(new CustomEvent("ls-layout", { detail: this.kept.layout }));
    }
    return this.kept.layout;
  }

  /** The minimap's scale. */
  smallScale() {
    return minimapScale({ width: this.small.width, height: this.small.height, end: this.options.model.now });
  }

  /**
   * @param {Hit | null} hit
   * @param {PointerEvent | null} event
   */
  #hover(hit, event) {
    const before = this.view?.hover ?? null;
    if (hit === null && before === null) return;
    if (this.view !== undefined) this.view.hover = hit;
    this.element.dispatchEvent(new CustomEvent("ls-hover", { detail: { hit, x: event?.clientX ?? 0, y: event?.clientY ?? 0 } }));
  }

  /** The lanes in the order they are drawn. @returns {{type: "worker" | "resource", id: number}[]} */
  laneOrder() {
    return (this.view?.layout.rows ?? [])
      .filter((row) => row.kind === "resource" || isWorkerRow(row))
      .map((row) => ({ type: row.kind === "resource" ? "resource" : "worker", id: row.id }));
  }
}

/** Watches what the canvas cannot hear of by itself: its size, the theme's attribute, the pixel ratio. */
class Observers {
  /**
   * @param {readonly HTMLElement[]} elements
   * @param {() => void} onChange
   * @param {AbortSignal} signal
   */
  constructor(elements, onChange, signal) {
    const resize = new ResizeObserver(onChange);
    for (const element of elements) resize.observe(element);
    const theme = new MutationObserver(onChange);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "lang", "style", "class"] });
    signal.addEventListener("abort", () => {
      resize.disconnect();
      theme.disconnect();
    }, { once: true });
    this.#watchRatio(onChange, signal);
    document.fonts?.ready.then(onChange, () => undefined);
  }

  /**
   * A media query for the present ratio stops matching when the window moves to another screen; then one for the new ratio is made.
   * @param {() => void} onChange
   * @param {AbortSignal} signal
   */
  #watchRatio(onChange, signal) {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", () => {
      onChange();
      this.#watchRatio(onChange, signal);
    }, { once: true, signal });
  }
}

/**
 * Mix two colours half and half, as a canvas understands it.
 * @param {string} one
 * @param {string} other
 * @returns {string}
 */
function mix(one, other) {
  return `color-mix(in srgb, ${one} 55%, ${other})`;
}

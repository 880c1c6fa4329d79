// The event list: the timeline's twin in text. The same data and the same selection, as a table that can be read, filtered and copied.

import { element } from "./dom.js";
import { columnInstant } from "./durations.js";
import { EventRows, rowOf, tabSeparated } from "./eventrows.js";
import { EVENT_GROUPS, describeEvent, explainIn } from "./eventtext.js";
import { go, moveTo } from "./jump.js";
import { laneWorker } from "./moves.js";
import { nodesOf } from "./said.js";
import { shortLocation, workerName } from "./sentences.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./said.js").Context & {signal: AbortSignal}} Context
 */

/** Time spent on filtering in one frame. */
const BUDGET_MS = 6;
/** After the reader has scrolled, the list does not follow the cursor for this long. */
const HOLD_MS = 4000;
const OVERSCAN = 8;
/** Browsers do not lay out boxes taller than this; longer lists scroll in proportion. */
const TALLEST = 8_000_000;
const COPY_LIMIT = 100_000;
/** CPU switches are many and say little in words: they are there when asked for. */
const GROUPS_AT_FIRST = EVENT_GROUPS.filter((id) => id !== "kernel");
const COLUMNS = /** @type {const} */ (["time", "who", "what", "why", "where"]);

/**
 * Show the list.
 * @param {HTMLElement} host
 * @param {Context} context
 * @returns {{focus: () => void}}
 */
export function mountEventList(host, context) {
  const list = new EventList(host, context);
  return { focus: () => list.grid?.focus() };
}

class EventList {
  /**
   * @param {HTMLElement} host
   * @param {Context} context
   */
  constructor(host, context) {
    this.context = context;
    this.rows = new EventRows(context.model, context.messages);
    this.rows.refilter({ groups: GROUPS_AT_FIRST });
    this.active = -1;
    this.rowHeight = 0;
    this.onlySelected = false;
    this.drawnKey = "";
    this.cursor = NaN;
    this.heldUntil = 0;
    this.#build(host);
    watch(context, () => this.#update());
  }

  /** @param {HTMLElement} host */
  #build(host) {
    const { signal } = this.context;
    this.controls = element("div", { class: "ls-events__controls" });
    this.head = element("div", { class: "ls-events__head", role: "row" });
    this.space = element("div", { class: "ls-events__space", role: "presentation" });
    this.window = element("div", { class: "ls-events__window", role: "rowgroup" });
    this.space.append(this.window);
    this.grid = element("div", { class: "ls-events__grid", role: "grid", tabindex: "0", "aria-readonly": "true" }, element("div", { class: "ls-events__header", role: "rowgroup" }, this.head), this.space);
    this.none = element("p", { class: "ls-events__none" });
    host.replaceChildren(element("div", { class: "ls-events" }, this.controls, this.grid, this.none));
    this.#buildControls();
    this.grid.addEventListener("scroll", () => this.#draw(), { signal, passive: true });
    this.grid.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    this.window.addEventListener("click", (event) => this.#onClick(event), { signal });
    // The reader's own scrolling goes before following the cursor.
    for (const name of ["wheel", "pointerdown", "touchmove"]) this.grid.addEventListener(name, () => { this.heldUntil = performance.now() + HOLD_MS; }, { signal, passive: true });
    const observer = new ResizeObserver(() => this.#update());
    observer.observe(this.grid);
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
    this.context.messages.onChange(() => {
      this.rows.refilter({});
      this.#buildControls();
    }, signal);
  }

  #buildControls() {
    const { t } = this.context.messages;
    const search = /** @type {HTMLInputElement} */ (element("input", { class: "ls-input ls-events__search", type: "search", placeholder: t("events.filter"), "aria-label": t("events.filter"), autocomplete: "off" }));
    search.value = this.rows.filter.text;
    search.addEventListener("input", () => this.#refilter({ text: search.value.trim() }));
    const chips = EVENT_GROUPS.map((id) => this.#chip(t(`events.group.${id}`), () => this.rows.filter.groups.includes(id), () => {
      const { groups } = this.rows.filter;
      this.#refilter({ groups: groups.includes(id) ? groups.filter((one) => one !== id) : [...groups, id] });
    }));
    const selected = this.#chip(t("events.selected"), () => this.onlySelected, () => {
      this.onlySelected = !this.onlySelected;
      this.#followSelection();
    });
    this.count = element("span", { class: "ls-events__count", role: "status" });
    const copy = element("button", { class: "ls-button ls-button--quiet ls-events__copy", type: "button", text: t("events.copy"), onclick: () => this.#copy(copy) });
    this.controls?.replaceChildren(search, element("div", { class: "ls-events__chips", role: "group", "aria-label": t("events.groups") }, ...chips, selected), this.count, copy);
    this.head?.replaceChildren(...COLUMNS.map((name) => element("span", { class: `ls-events__cell ls-events__cell--${name}`, role: "columnheader", text: t(`events.column.${name}`) })));
    this.grid?.setAttribute("aria-label", t("events.label"));
  }

  /** @type {(text: string, isOn: () => boolean, change: () => void) => HTMLElement} */
  #chip(text, isOn, change) {
    const chip = element("button", { class: "ls-chip", type: "button", text, "aria-pressed": String(isOn()) });
    chip.addEventListener("click", () => {
      change();
      chip.setAttribute("aria-pressed", String(isOn()));
    });
    return chip;
  }

  /** @param {Partial<import("./eventrows.js").Filter>} patch */
  #refilter(patch) {
    this.rows.refilter(patch);
    this.active = -1;
    this.cursor = NaN;
    this.#update();
  }

  #followSelection() {
    const state = this.context.store.get();
    const worker = this.onlySelected ? laneWorker(state) : 0;
    const resource = this.onlySelected && state.selected?.type === "resource" ? Number(state.selected.id) : 0;
    if (worker !== this.rows.filter.worker || resource !== this.rows.filter.resource) this.#refilter({ worker, resource });
  }

  #update() {
    const grid = /** @type {HTMLElement} */ (this.grid);
    if (grid.clientHeight === 0) return; // in a closed tab: nothing to fill
    if (this.onlySelected) this.#followSelection();
    this.rows.advance(BUDGET_MS, () => performance.now());
    if (!this.rows.isComplete) requestAnimationFrame(() => { if (!this.context.signal.aborted) this.#update(); });
    const { cursor } = this.context.store.get();
    if (cursor !== this.cursor && this.rows.isComplete) {
      this.cursor = cursor;
      if (this.active < 0 || this.context.model.events.time.at(this.rows.eventAt(this.active)) !== cursor) this.#activate(this.rows.rowAt(cursor));
    }
    this.#draw();
  }

  /** Scroll so that the active row is inside. @param {number} row */
  #activate(row) {
    this.active = Math.min(row, this.rows.length - 1);
    if (this.active < 0 || performance.now() < this.heldUntil) return;
    const grid = /** @type {HTMLElement} */ (this.grid);
    this.#resize(); // a row can only be scrolled to in a space that is there
    const height = this.#height();
    const view = grid.clientHeight - this.#headHeight();
    const top = this.#topOf(this.active);
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + height > grid.scrollTop + view) grid.scrollTop = top + height - view;
  }

  #height() {
    if (this.rowHeight === 0) this.rowHeight = Number.parseFloat(getComputedStyle(/** @type {HTMLElement} */ (this.head)).height) || 28;
    return this.rowHeight;
  }

  #headHeight() {
    return this.#height();
  }

  #resize() {
    const size = `${this.#total()}px`;
    const { style } = /** @type {HTMLElement} */ (this.space);
    if (style.blockSize !== size) style.blockSize = size;
  }

  #total() {
    return Math.min(TALLEST, this.rows.length * this.#height());
  }

  /** @param {number} row @returns {number} */
  #topOf(row) {
    const scale = this.rows.length * this.#height() > TALLEST ? TALLEST / (this.rows.length * this.#height()) : 1;
    return row * this.#height() * scale;
  }

  #draw() {
    const { grid, window: pane } = /** @type {{grid: HTMLElement, window: HTMLElement}} */ (/** @type {unknown} */ (this));
    this.#resize();
    const { messages } = this.context;
    const height = this.#height();
    const total = this.#total();
    const real = this.rows.length * height;
    const view = grid.clientHeight;
    const at = real > total && total > view ? (grid.scrollTop / (total - view)) * (real - view) : grid.scrollTop;
    const first = Math.max(0, Math.floor(at / height) - OVERSCAN);
    const last = Math.min(this.rows.length, Math.ceil((at + view) / height) + OVERSCAN);
    pane.style.transform = `translateY(${grid.scrollTop + first * height - at}px)`;
    const key = [first, last, this.active, this.rows.length, messages.language, this.context.model.workers.size, this.context.model.resources.size].join(" ");
    if (key === this.drawnKey) return;
    this.drawnKey = key;
    grid.setAttribute("aria-rowcount", String(this.rows.length + 1));
    pane.replaceChildren(...Array.from({ length: Math.max(0, last - first) }, (_, offset) => this.#rowNode(first + offset)));
    grid.setAttribute("aria-activedescendant", this.active >= first && this.active < last ? `ls-event-${this.active}` : "");
    this.#drawNotes();
  }

  #drawNotes() {
    const { model, messages } = this.context;
    const none = /** @type {HTMLElement} */ (this.none);
    none.hidden = this.rows.length > 0 || !this.rows.isComplete;
    none.textContent = messages.t(model.eventCount ? "events.none" : "events.empty");
    if (this.count) this.count.textContent = messages.t("events.count", { count: this.rows.length, all: model.eventCount });
  }

  /** @param {number} row @returns {HTMLElement} */
  #rowNode(row) {
    const { context } = this;
    const { model, messages } = context;
    const event = model.event(this.rows.eventAt(row));
    const why = explainIn(model, event);
    const cells = [
      [columnInstant(event.time)],
      event.worker ? [this.#link(workerName(model, event.worker, messages), { type: "worker", id: event.worker, time: event.time })] : [],
      nodesOf(describeEvent(model, event), context),
      why ? nodesOf(why, context) : [],
      event.location ? [this.#link(shortLocation(model, event.location), { type: "location", id: event.location })] : [],
    ];
    const isActive = row === this.active;
    const node = element(
      "div",
      { class: `ls-events__row${isActive ? " is-active" : ""}`, role: "row", id: `ls-event-${row}`, "aria-rowindex": row + 2, "aria-selected": String(isActive), "data-row": row },
      ...cells.map((cell, index) => element("span", { class: `ls-events__cell ls-events__cell--${COLUMNS[index]}`, role: "gridcell" }, ...cell)),
    );
    // In a grid the arrows move; the links are for the pointer, and their twins are in the inspector.
    for (const link of node.querySelectorAll("button")) link.tabIndex = -1;
    return node;
  }

  /** @type {(text: string, link: import("./jump.js").Link) => HTMLElement} */
  #link(text, link) {
    return element("button", { class: "ls-jump", type: "button", translate: "no", text, onclick: () => go(link, this.context) });
  }

  /** Go to a row: the timeline's cursor and selection follow. @param {number} row */
  #goTo(row) {
    if (row < 0 || row >= this.rows.length) return;
    this.heldUntil = 0;
    const { store, model } = this.context;
    const event = model.event(this.rows.eventAt(row));
    this.cursor = event.time;
    this.#activate(row);
    store.set({ ...moveTo(store.get(), event.time), ...(event.worker ? { selected: { type: "worker", id: event.worker, time: event.time } } : {}) });
    this.#draw();
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const target = /** @type {Element} */ (event.target);
    const row = target.closest("[data-row]");
    if (target.closest("button") || !(row instanceof HTMLElement) || getSelection()?.type === "Range") return;
    this.#goTo(Number(row.dataset.row));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.target !== this.grid || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyC") {
      if (getSelection()?.type !== "Range" && this.active >= 0) this.#copyRows([this.active]);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor(/** @type {HTMLElement} */ (this.grid).clientHeight / this.#height()) - 2);
    const last = this.rows.length - 1;
    const steps = /** @type {Readonly<Record<string, number>>} */ ({ ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page, PageUp: this.active - page, Home: 0, End: last });
    const next = steps[event.code];
    if (next !== undefined) this.#goTo(Math.max(0, Math.min(last, next)));
    else if (event.key === "Enter" && this.active >= 0) go({ type: "location", id: this.context.model.event(this.rows.eventAt(this.active)).location }, this.context);
    else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} button */
  async #copy(button) {
    const { t } = this.context.messages;
    const count = Math.min(COPY_LIMIT, this.rows.length);
    const isDone = await this.#copyRows(Array.from({ length: count }, (_, row) => row));
    button.textContent = t(isDone ? "events.copied" : "events.copy-failed", { count });
    setTimeout(() => { button.textContent = t("events.copy"); }, 2000);
  }

  /** @param {readonly number[]} rows @returns {Promise<boolean>} */
  async #copyRows(rows) {
    const { model, messages } = this.context;
    const text = tabSeparated(rows.map((row) => rowOf(model, this.rows.eventAt(row), messages)), COLUMNS.map((name) => messages.t(`events.column.${name}`)));
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // the browser refused: the button says so
    }
  }
}

/**
 * The table of jobs: typed into, filled from an example, by chance or from a pasted list. Enter goes down and adds a job behind the last.
 */

import { element, icon } from "../dom.js";
import { readJobs, writeJobs } from "./notation.js";
import { fourthOf } from "./policies.js";
import { MOST_SEED, randomRows } from "./random.js";
import { ioTimeOf } from "./request.js";
import { added, moved, removed, written } from "./rows.js";

/**
 * @typedef {import("./rows.js").Row} Row
 * @typedef {{state: ReturnType<typeof import("./state.js").createState>, messages: import("../i18n.js").Messages, signal: AbortSignal}} Parts
 */

/** @type {(id: string) => any} */
const byId = (id) => document.getElementById(id);

/** Mount the table. @param {Parts} parts */
export function mountJobTable({ state, messages, signal }) {
  const table = /** @type {HTMLTableElement} */ (byId("job-table"));
  let isTyping = false;
  const columns = () => columnsOf(state.get());
  let shown = "";
  const render = () => {
    shown = columns().join();
    byId("with-io").checked = columns().includes("every");
    table.tHead?.rows[0].replaceChildren(...columns().map((field) => headOf(field, state.get(), messages)), element("td"));
    table.tBodies[0].replaceChildren(...state.get().rows.map((row, index) => rowOf(row, index, columns(), messages)));
  };
  const focus = (/** @type {number} */ index, /** @type {string} */ field) => /** @type {HTMLInputElement | null} */ (table.querySelector(`[data-place="jobs/${index}/${field}"]`))?.select();
  const change = (/** @type {Row[]} */ rows) => state.set({ rows, seed: "", at: undefined });

  table.addEventListener("input", ({ target }) => {
    const [, index, field] = /** @type {HTMLInputElement} */ (target).dataset.place?.split("/") ?? [];
    isTyping = true;
    change(written(state.get().rows, Number(index), /** @type {keyof Row} */ (field), /** @type {HTMLInputElement} */ (target).value));
    isTyping = false;
  }, { signal });
  table.addEventListener("keydown", (event) => {
    const [, at, field] = /** @type {HTMLElement} */ (event.target).dataset.place?.split("/") ?? [];
    if (field === undefined || event.isComposing) return;
    const index = Number(at);
    const rows = state.get().rows;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const by = event.key === "ArrowUp" ? -1 : 1;
      change(moved(rows, index, by));
      focus(Math.min(rows.length - 1, Math.max(0, index + by)), field);
    } else if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") {
      const to = index + (event.key === "ArrowUp" ? -1 : 1);
      if (event.key === "Enter" && to === rows.length) change(added(rows));
      focus(to, event.key === "Enter" && to === rows.length ? "burst" : field);
    } else return;
    event.preventDefault();
  }, { signal });
  table.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    if (button === null) return;
    const index = Number(button.dataset.row);
    change(button.dataset.act === "up" ? moved(state.get().rows, index, -1) : removed(state.get().rows, index));
    const next = table.querySelector(`[data-act="${button.dataset.act}"][data-row="${Math.min(Math.max(0, index - (button.dataset.act === "up" ? 1 : 0)), state.get().rows.length - 1)}"]`);
    /** @type {HTMLElement} */ (next ?? byId("add-job")).focus();
  }, { signal });
  byId("add-job").addEventListener("click", () => {
    change(added(state.get().rows));
    focus(state.get().rows.length - 1, "name");
  }, { signal });

  state.subscribe((now, before) => {
    if ((now.rows !== before.rows && !isTyping) || columns().join() !== shown) render();
  });
  messages.onChange(render, signal);
  render();
  byId("with-io").addEventListener("change", () => {
    if (byId("with-io").checked) render();
    else change(state.get().rows.map((row) => ({ ...row, every: "" })));
  }, { signal });
  mountRandom(state, signal);
  mountPaste({ state, messages, signal });
}

/** The columns a table needs: the fourth number where a policy reads it, I/O where a job does it. @param {import("./state.js").State} state @returns {(keyof Row)[]} */
function columnsOf({ rows, chosen }) {
  const hasFourth = fourthOf(chosen) !== undefined;
  const hasEvery = rows.some((row) => row.every !== "") || byId("with-io").checked;
  return ["name", "arrival", "burst", ...(hasEvery ? /** @type {const} */ (["every"]) : []), ...(hasFourth ? /** @type {const} */ (["priority"]) : [])];
}

/** @type {(field: keyof Row, state: import("./state.js").State, messages: import("../i18n.js").Messages) => HTMLElement} */
function headOf(field, state, messages) {
  const word = field === "priority" ? fourthOf(state.chosen) ?? "priority" : field;
  return element("th", { scope: "col", title: messages.t(`schedule.column.${word}.hint`), text: messages.t(`schedule.column.${word}`) });
}

/** @type {(row: Row, index: number, columns: readonly (keyof Row)[], messages: import("../i18n.js").Messages) => HTMLElement} */
function rowOf(row, index, columns, messages) {
  const cells = columns.map((field) => element("td", {}, element("input", {
    class: `ls-input ls-jobs__input ls-jobs__input--${field}`,
    value: row[field],
    "data-place": `jobs/${index}/${field}`,
    "aria-label": messages.t("schedule.cell", { column: messages.t(`schedule.column.${field}`), name: row.name || String(index + 1) }),
    inputmode: field === "name" || field === "burst" ? "text" : "decimal",
    autocomplete: "off", spellcheck: "false", translate: "no", maxlength: field === "burst" ? "2000" : "40",
  })));
  const act = (/** @type {string} */ name, /** @type {string} */ drawingName) => {
    const title = messages.t(`schedule.jobs.${name}`, { name: row.name || String(index + 1) });
    return element("button", { class: "ls-button ls-button--quiet ls-button--icon ls-jobs__act", type: "button", "data-act": name, "data-row": index, "aria-label": title, title }, icon(drawingName));
  };
  return element("tr", {}, ...cells, element("td", { class: "ls-jobs__acts" }, act("up", "up"), act("remove", "close")));
}

/** @type {(state: Parts["state"], signal: AbortSignal) => void} */
function mountRandom(state, signal) {
  const [seed, count] = [byId("random-seed"), byId("random-count")];
  const fill = () => {
    const number = Math.min(50, Math.max(1, Math.trunc(Number(count.value)) || 5));
    const start = Math.min(MOST_SEED, Math.abs(Math.trunc(Number(seed.value)) || 0));
    state.set({ rows: randomRows(start, number), seed: String(start), at: undefined });
  };
  byId("random").addEventListener("click", () => {
    seed.value = String(crypto.getRandomValues(new Uint32Array(1))[0] % 10000);
    fill();
  }, { signal });
  seed.addEventListener("change", fill, { signal });
  count.addEventListener("change", fill, { signal });
  if (state.get().seed !== "") seed.value = state.get().seed;
}

/** @type {(parts: Parts) => void} */
function mountPaste({ state, messages, signal }) {
  const [box, text, trouble] = [byId("paste"), byId("paste-text"), byId("paste-trouble")];
  box.addEventListener("toggle", () => {
    if (box.open) text.value = writeJobs(state.get().rows, ioTimeOf(state.get()));
  }, { signal });
  const use = () => {
    const read = readJobs(text.value);
    const isGood = !("trouble" in read);
    text.setAttribute("aria-invalid", String(!isGood));
    trouble.textContent = isGood ? "" : messages.t(read.trouble.key, read.trouble.params);
    if (isGood) state.set({ rows: read.rows, seed: "", at: undefined });
  };
  byId("paste-use").addEventListener("click", use, { signal });
  text.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) use(); }, { signal });
}

/**
 * What was printed, by whom and when. A line's time moves the cursor to the instant it was printed.
 */

import { element } from "./dom.js";
import { columnInstant, formatInstant } from "./durations.js";
import { go } from "./jump.js";
import { workerName } from "./sentences.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./said.js").Context} Context
 * @typedef {import("./model.js").Output} Output  one piece, or one line
 * @typedef {Map<Output, {node: HTMLElement, text: string}>} Nodes
 */

const SHOWN_LINES = 2000;
const STDERR = 2;

/**
 * Cut what was printed into lines, as it comes: pieces of one worker and one stream belong together until a line ends.
 * @returns {{lines: import("./model.js").Output[], writers: Set<number>, add: (outputs: readonly import("./model.js").Output[]) => void}}
 *   add: takes what is new in the growing list of pieces
 */
export function createLines() {
  /** @type {Output[]} */
  const lines = [];
  /** @type {Set<number>} */
  const writers = new Set();
  /** @type {Map<string, Output>} */
  const open = new Map();
  let taken = 0;
  const addPiece = (/** @type {Output} */ { time, worker, stream, text }) => {
    const key = `${worker}/${stream}`;
    const pieces = text.split(/\r?\n/);
    for (const [index, piece] of pieces.entries()) {
      let line = open.get(key);
      if (line === undefined && (piece !== "" || index < pieces.length - 1)) {
        line = { time, worker, stream, text: "" };
        lines.push(line);
        writers.add(worker);
        open.set(key, line);
      }
      if (line !== undefined) line.text += piece;
      if (index < pieces.length - 1) open.delete(key);
    }
  };
  return {
    lines,
    writers,
    add(/** @type {readonly Output[]} */ outputs) {
      for (const piece of outputs.slice(taken)) addPiece(piece);
      taken = outputs.length;
    },
  };
}

/**
 * Take the terminal's control sequences out of a text and make other control characters visible.
 * @param {string} text @returns {string}
 */
export function printable(text) {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (character) => String.fromCharCode(0x2400 + (character.charCodeAt(0) & 0x7f)));
}

/**
 * Show the output.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 * @returns {{readonly lineCount: number}}
 */
export function mountOutput(host, context) {
  const { model, store, messages, signal } = context;
  const select = element("select", { class: "ls-select ls-select--small", onchange: () => { worker = Number(select.value); draw(); } });
  const label = element("label", { class: "ls-output__filter" });
  const list = element("ol", { class: "ls-output__lines" });
  const scroller = element("div", { class: "ls-output__scroller", tabindex: "0", role: "log", "aria-live": "off" }, list);
  host.replaceChildren(element("div", { class: "ls-output" }, label, scroller));
  const all = createLines();
  let worker = -1;
  let drawn = "";
  /** @type {Nodes} */
  let nodes = new Map();

  const draw = () => {
    all.add(model.outputs);
    const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 8;
    const chosen = worker < 0 ? all.lines : all.lines.filter((line) => line.worker === worker);
    const hidden = Math.max(0, chosen.length - SHOWN_LINES);
    const key = `${messages.language}/${worker}/${model.workers.size}/${all.writers.size}`;
    if (key !== drawn) nodes = new Map();
    const isNew = key !== drawn || nodes.size === 0;
    drawn = key;
    if (isNew) {
      drawFilter(select, label, all.writers, worker, context);
      scroller.setAttribute("aria-label", messages.t("output.label"));
      list.replaceChildren();
    }
    nodes = drawLines(list, chosen.slice(hidden), nodes, context);
    drawHead(list, chosen.length, hidden, messages);
    markCursor(list, store.get().cursor);
    if (isAtEnd && store.get().follow) scroller.scrollTop = scroller.scrollHeight;
  };
  watch({ model, store, messages, signal }, draw);
  return { get lineCount() { return all.lines.length; } };
}

/** Bring the list to these lines: nodes that are there stay, a line that has grown is written anew. @type {(list: HTMLElement, lines: readonly Output[], nodes: Nodes, context: Context) => Nodes} */
function drawLines(list, lines, nodes, context) {
  const next = new Map();
  for (const line of lines) {
    const known = nodes.get(line);
    if (known?.text === line.text) {
      next.set(line, known);
      continue;
    }
    const node = lineOf(line, context);
    if (known === undefined) list.append(node);
    else known.node.replaceWith(node);
    next.set(line, { node, text: line.text });
  }
  for (const [line, { node }] of nodes) if (!next.has(line)) node.remove();
  return next;
}

/** @type {(list: HTMLElement, count: number, hidden: number, messages: Context["messages"]) => void} */
function drawHead(list, count, hidden, messages) {
  list.querySelector(".ls-output__note")?.remove();
  if (count === 0) list.prepend(element("li", { class: "ls-empty ls-output__note", text: messages.t("output.empty") }));
  else if (hidden > 0) list.prepend(element("li", { class: "ls-output__more ls-output__note", text: messages.t("output.more", { count: hidden }) }));
}

/** @type {(select: HTMLSelectElement, label: HTMLElement, writers: ReadonlySet<number>, chosen: number, context: Context) => void} */
function drawFilter(select, label, writers, chosen, { model, messages }) {
  const ids = [...writers].sort((a, b) => a - b);
  /** @type {[number, string][]} */
  const options = [[-1, messages.t("output.all")], ...ids.map((id) => /** @type {[number, string]} */ ([id, nameOf(id, model, messages)]))];
  select.replaceChildren(...options.map(([id, text]) => element("option", { value: id, text, selected: id === chosen })));
  select.value = String(chosen);
  label.replaceChildren(element("span", { text: messages.t("output.filter") }), select);
  label.hidden = ids.length < 2;
}

/** @type {(id: number, model: Context["model"], messages: Context["messages"]) => string} */
function nameOf(id, model, messages) {
  return id === 0 ? messages.t("output.unknown") : workerName(model, id, messages);
}

/** @type {(line: Output, context: Context) => HTMLElement} */
function lineOf(line, context) {
  const { model, messages } = context;
  const who = nameOf(line.worker, model, messages);
  const time = formatInstant(line.time, messages.t);
  const isError = line.stream === STDERR;
  return element(
    "li",
    { class: `ls-output__line${isError ? " ls-output__line--error" : ""}`, "data-time": line.time },
    timeButton(line, messages.t("output.jump", { time, who }), context),
    element("span", { class: "ls-output__who", text: who }),
    element("span", { class: "ls-output__text", translate: "no" }, isError ? element("span", { class: "ls-badge", text: messages.t("output.stderr") }) : null, printable(line.text)),
  );
}

/** The name of the button contains what it shows (WCAG 2.5.3), and says where it leads. @type {(line: Output, title: string, context: Context) => HTMLElement} */
function timeButton(line, title, context) {
  const text = columnInstant(line.time);
  return element("button", { class: "ls-output__time", type: "button", text, title, "aria-label": `${text} – ${title}`, onclick: () => jump(line, context) });
}

/** @type {(line: Output, context: Context) => void} */
function jump(line, context) {
  if (line.worker > 0) go({ type: "worker", id: line.worker, time: line.time }, context);
  else go({ type: "time", id: line.time }, context);
}

/** @type {(list: HTMLElement, cursor: number) => void} */
function markCursor(list, cursor) {
  let last;
  for (const item of /** @type {Iterable<HTMLElement>} */ (list.children)) {
    if (item.dataset.time === undefined) continue;
    const isPast = Number(item.dataset.time) <= cursor;
    item.classList.toggle("is-later", !isPast);
    if (isPast) last = item;
  }
  for (const item of list.querySelectorAll(".is-now")) item.classList.remove("is-now");
  last?.classList.add("is-now");
}

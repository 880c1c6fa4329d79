/**
 * What was printed, by whom and when. A line's time moves the cursor to the instant it was printed.
 */

import { element } from "./dom.js";
import { columnInstant, formatInstant } from "./durations.js";
import { go } from "./jump.js";
import { workerName } from "./sentences.js";
import { watch } from "./watch.js";

const SHOWN_LINES = 2000;
const STDERR = 2;

/**
 * Cut what was printed into lines: pieces of one worker and one stream that follow each other belong together until a line ends.
 * @param {readonly import("./model.js").Output[]} outputs
 * @returns {import("./model.js").Output[]}
 */
export function linesOf(outputs) {
  const lines = [];
  const open = new Map();
  for (const { time, worker, stream, text } of outputs) {
    const key = `${worker}/${stream}`;
    const pieces = text.split(/\r?\n/);
    for (const [index, piece] of pieces.entries()) {
      let line = open.get(key);
      if (line === undefined && (piece !== "" || index < pieces.length - 1)) {
        line = { time, worker, stream, text: "" };
        lines.push(line);
        open.set(key, line);
      }
      if (line !== undefined) line.text += piece;
      if (index < pieces.length - 1) open.delete(key);
    }
  }
  return lines;
}

/**
 * Take the terminal's control sequences out of a text and make other control characters visible.
 * @param {string} text @returns {string}
 */
export function printable(text) {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (character) => String.fromCharCode(0x2400 + (character.charCodeAt(0) & 0x7f)));
}

/**
 * Show the output.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 */
export function mountOutput(host, context) {
  const { model, store, messages, signal } = context;
  const select = element("select", { class: "ls-select ls-select--small", onchange: () => { worker = Number(select.value); drawn = ""; draw(); } });
  const label = element("label", { class: "ls-output__filter" });
  const list = element("ol", { class: "ls-output__lines" });
  const scroller = element("div", { class: "ls-output__scroller", tabindex: "0", role: "log", "aria-live": "off" }, list);
  host.replaceChildren(element("div", { class: "ls-output" }, label, scroller));
  let worker = -1;
  let drawn = "";

  const draw = () => {
    const state = `${messages.language}/${model.outputs.length}/${worker}/${model.workers.size}`;
    if (state !== drawn) {
      drawn = state;
      redraw();
    }
    markCursor(list, store.get().cursor);
  };
  const redraw = () => {
    const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 8;
    const lines = linesOf(model.outputs);
    drawFilter(select, label, lines, worker, context);
    const chosen = worker < 0 ? lines : lines.filter((line) => line.worker === worker);
    const hidden = Math.max(0, chosen.length - SHOWN_LINES);
    scroller.setAttribute("aria-label", messages.t("output.label"));
    list.replaceChildren(...head(chosen, hidden, messages), ...chosen.slice(hidden).map((line) => lineOf(line, context)));
    if (isAtEnd && store.get().follow) scroller.scrollTop = scroller.scrollHeight;
  };
  watch({ model, store, messages, signal }, draw);
}

function head(lines, hidden, messages) {
  if (lines.length === 0) return [element("li", { class: "ls-empty", text: messages.t("output.empty") })];
  return hidden > 0 ? [element("li", { class: "ls-output__more", text: messages.t("output.more", { count: hidden }) })] : [];
}

function drawFilter(select, label, lines, chosen, { model, messages }) {
  const ids = [...new Set(lines.map((line) => line.worker))].sort((a, b) => a - b);
  const options = [[-1, messages.t("output.all")], ...ids.map((id) => [id, nameOf(id, model, messages)])];
  select.replaceChildren(...options.map(([id, text]) => element("option", { value: id, text, selected: id === chosen })));
  select.value = String(chosen);
  label.replaceChildren(element("span", { text: messages.t("output.filter") }), select);
  label.hidden = ids.length < 2;
}

function nameOf(id, model, messages) {
  return id === 0 ? messages.t("output.unknown") : workerName(model, id, messages);
}

function lineOf(line, context) {
  const { model, messages } = context;
  const who = nameOf(line.worker, model, messages);
  const time = formatInstant(line.time, messages.t);
  const isError = line.stream === STDERR;
  return element(
    "li",
    { class: `ls-output__line${isError ? " ls-output__line--error" : ""}`, "data-time": line.time },
    element("button", { class: "ls-output__time", type: "button", text: columnInstant(line.time), title: messages.t("output.jump", { time, who }), "aria-label": messages.t("output.jump", { time, who }), onclick: () => jump(line, context) }),
    element("span", { class: "ls-output__who", text: who }),
    element("span", { class: "ls-output__text", translate: "no" }, isError ? element("span", { class: "ls-badge", text: messages.t("output.stderr") }) : null, printable(line.text)),
  );
}

function jump(line, context) {
  if (line.worker > 0) go({ type: "worker", id: line.worker, time: line.time }, context);
  else go({ type: "time", id: line.time }, context);
}

function markCursor(list, cursor) {
  let last = null;
  for (const item of list.children) {
    if (item.dataset.time === undefined) continue;
    const isPast = Number(item.dataset.time) <= cursor;
    item.classList.toggle("is-later", !isPast);
    if (isPast) last = item;
  }
  for (const item of list.querySelectorAll(".is-now")) item.classList.remove("is-now");
  last?.classList.add("is-now");
}

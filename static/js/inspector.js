// The inspector: all there is to say about the selection, with links that jump.

import { element } from "./dom.js";
import { formatDuration, threeDigits } from "./durations.js";
import { inspect } from "./inspect.js";
import { markPicture } from "./markpicture.js";
import { nodesOf, replaceKeepingFocus } from "./said.js";
import { plainText } from "./sentences.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./inspect.js").Inspection} Inspection
 * @typedef {import("./inspect.js").Shares} Shares
 * @typedef {import("./said.js").Context} Context
 */

/** While playing, the panel is drawn at most this often. */
const PLAYING_INTERVAL_MS = 125;

/**
 * Show the inspector.
 * @param {HTMLElement} host
 * @param {Context & {signal: AbortSignal}} context
 */
export function mountInspector(host, context) {
  const { model, store, messages } = context;
  host.classList.add("ls-inspector");
  let drawn = "";
  let drawnAt = -Infinity;
  watch(context, () => {
    const state = store.get();
    if (state.playing && performance.now() - drawnAt < PLAYING_INTERVAL_MS) return;
    drawnAt = performance.now();
    const inspection = inspect(model, state);
    const key = JSON.stringify([messages.language, inspection, inspection && spoken(inspection, context), state.selected === null]);
    if (key === drawn) return;
    drawn = key;
    replaceKeepingFocus(host, inspection ? draw(inspection, context) : [emptyNote(context)]);
  });
}

/** What it says in words: names may come to be known later. @type {(inspection: Inspection, context: Context) => string[]} */
function spoken({ title, subtitle, sentences, rows }, { model, messages }) {
  return [title, subtitle, ...sentences, ...rows.flatMap((row) => row.values)].map((sentence) => plainText(sentence, model, messages));
}

/** @type {(context: Context) => HTMLElement} */
function emptyNote({ store, messages }) {
  const isGone = store.get().selected !== null;
  return element(
    "div",
    { class: "ls-inspector__empty" },
    element("p", { class: "ls-inspector__hint-title", text: messages.t("inspector.empty.title") }),
    element("p", { class: "ls-inspector__hint", text: messages.t(isGone ? "inspector.gone" : "inspector.empty.text") }),
  );
}

/** @type {(inspection: Inspection, context: Context) => Node[]} */
function draw(inspection, context) {
  return [
    header(inspection, context),
    element("div", { class: "ls-inspector__words" }, ...inspection.sentences.map((sentence) => element("p", {}, ...nodesOf(sentence, context)))),
    element("dl", { class: "ls-facts" }, ...inspection.rows.flatMap((row) => rowNodes(row, context))),
    ...(inspection.shares ? [sharesNode(inspection.shares, context)] : []),
  ];
}

/** @type {(inspection: Inspection, context: Context) => HTMLElement} */
function header({ title, subtitle, state, reason, level }, context) {
  const picture = state === undefined ? null : markPicture(state, reason ?? 0);
  return element(
    "header",
    { class: `ls-inspector__header${level === "error" ? " ls-inspector__header--alarm" : ""}` },
    picture,
    element(
      "div",
      { class: "ls-inspector__names" },
      element("h3", { class: "ls-inspector__title" }, ...nodesOf(title, context, { links: false })),
      element("p", { class: "ls-inspector__subtitle" }, ...nodesOf(subtitle, context)),
    ),
  );
}

/** @type {(row: import("./inspect.js").Row, context: Context) => HTMLElement[]} */
function rowNodes({ label, values }, context) {
  return [
    element("dt", { class: "ls-facts__label", text: context.messages.t(label) }),
    element("dd", { class: "ls-facts__value" }, ...values.map((value) => element("div", {}, ...nodesOf(value, context)))),
  ];
}

/** @type {(shares: Shares, context: Context) => HTMLElement} */
function sharesNode(shares, { store, messages }) {
  const all = shares.running + shares.ready + shares.blocked;
  const percent = (/** @type {number} */ ns) => `${threeDigits(all ? Math.round((ns / all) * 1000) / 10 : 0)} %`;
  const words = { running: percent(shares.running), ready: percent(shares.ready), blocked: percent(shares.blocked) };
  const { secondCursor, cursor } = store.get();
  const isRange = secondCursor !== null && secondCursor !== cursor;
  const bar = element("div", { class: "ls-shares__bar", "aria-hidden": "true" }, ...SHARE_KINDS.map((kind) => {
    const part = element("span", { class: `ls-shares__part ls-shares__part--${kind}` });
    part.style.flexGrow = String(all ? shares[kind] / all : 0);
    return part;
  }));
  return element(
    "section",
    { class: "ls-shares" },
    element("h4", { class: "ls-shares__title", text: messages.t(isRange ? "inspector.shares.range" : "inspector.shares.view") }),
    bar,
    element("ul", { class: "ls-shares__list" }, ...SHARE_KINDS.map((kind) => element(
      "li",
      { class: "ls-shares__item" },
      element("span", { class: `ls-shares__dot ls-shares__part--${kind}` }),
      element("span", { class: "ls-shares__name", text: messages.t(`state.${kind}`) }),
      element("span", { class: "ls-shares__percent", text: words[kind] }),
      element("span", { class: "ls-shares__time", text: formatDuration(shares[kind], messages.t) }),
    ))),
  );
}

const SHARE_KINDS = /** @type {const} */ (["running", "ready", "blocked"]);

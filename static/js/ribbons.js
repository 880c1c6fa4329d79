/**
 * The bar of facts beside Run, and the ribbons below it: what is true of the run as a whole.
 */

import { element, icon } from "./dom.js";
import { formatDuration } from "./durations.js";
import { countWorkers } from "./facts.js";
import { isLive, ribbonsOf, statusOf } from "./runstate.js";
import { watch } from "./watch.js";

const KERNELS = Object.freeze(["measured", "sampled", "inferred"]);

/**
 * Show ribbons. `page()` says what only the page knows: the run's row, since when it is offline, whether the server knows it no more, whether the program has changed.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal,
 *   news?: EventTarget, page: () => {row: {status: string, note?: string, imported?: boolean} | null, offlineSince: string | null, isSignedOut: boolean, isStale: boolean}}} context
 */
export function mountRibbons(host, { model, store, messages, signal, news, page }) {
  let drawn = "";
  watch({ model, store, messages, signal, news }, () => {
    const { row, ...facts } = page();
    const ribbons = ribbonsOf(model, { status: statusOf(model, row), isImported: row?.imported === true, ...facts });
    const texts = ribbons.map(({ key, params }) => messages.t(key, spoken(params, messages)));
    if (texts.join("\n") === drawn) return;
    drawn = texts.join("\n");
    host.replaceChildren(...ribbons.map((ribbon, index) => ribbonOf(ribbon, texts[index] ?? "")));
  });
}

/** @type {(params: Record<string, any>, messages: import("./i18n.js").Messages) => Record<string, any>} */
function spoken(params, messages) {
  return "duration_ns" in params ? { ...params, duration: formatDuration(params.duration_ns, messages.t) } : params;
}

/** @type {(ribbon: import("./runstate.js").Ribbon, text: string) => HTMLElement} */
function ribbonOf({ id, tone }, text) {
  const picture = id === "offline" ? "offline" : tone === "trouble" ? "alarm" : null;
  return element("p", { class: `ls-ribbon ls-ribbon--${tone}`, "data-ribbon": id }, picture === null ? null : icon(picture), element("span", { text }));
}

/**
 * Show the facts: status, time, workers, events, how running and ready are known.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, messages: import("./i18n.js").Messages, signal: AbortSignal, page: () => {row: any}}} context
 */
export function mountFacts(host, { model, messages, signal, page }) {
  let drawn = "";
  watch({ model, messages, signal }, () => {
    const facts = factsOf(model, statusOf(model, page().row), messages);
    const key = JSON.stringify(facts);
    if (key === drawn) return;
    drawn = key;
    host.replaceChildren(...facts.map(({ text, mark, title }) => element("span", { class: `ls-fact ${mark ?? ""}`, text, title })));
  });
}

/**
 * The facts as texts. `mark` is a class that says how one is drawn.
 * @param {import("./model.js").RunModel} model @param {string | null} status @param {import("./i18n.js").Messages} messages
 * @returns {{text: string, mark?: string, title?: string}[]}
 */
export function factsOf(model, status, messages) {
  if (status === null) return [];
  /** @type {{text: string, mark?: string, title?: string}[]} */
  const facts = [{ text: statusText(model, status, messages), mark: `ls-status ls-status--${status} ls-fact--status` }];
  if (isLive(status)) facts.push({ text: messages.t("run.live"), mark: "ls-fact--live" });
  if (model.meta === null) return facts;
  const events = model.status?.events ?? model.eventCount;
  facts.push({ text: formatDuration(model.now, messages.t) });
  facts.push({ text: messages.t("run.counts.workers", { count: countWorkers(model) }) });
  facts.push({ text: messages.t("run.counts.events", { count: events }) });
  const kernel = model.meta.kernel;
  if (KERNELS.includes(kernel)) facts.push({ text: messages.t(`run.kernel.${kernel}`), mark: "ls-badge", title: messages.t(`run.kernel.${kernel}.title`) });
  return facts;
}

/** @type {(model: import("./model.js").RunModel, status: string, messages: import("./i18n.js").Messages) => string} */
function statusText(model, status, messages) {
  const { signal, exit_code: code } = model.status ?? {};
  const word = messages.t(`status.${status}`);
  if (isLive(status)) return word;
  // A program that Lockstep stopped was ended by Lockstep's own signal: the status says that already.
  if (signal && status === "finished") return `${word} · ${messages.t("status.signal", { signal })}`;
  return code && status === "finished" ? `${word} · ${messages.t("status.exit-code", { code })}` : word;
}

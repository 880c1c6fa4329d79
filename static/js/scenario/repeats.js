/**
 * The panel of repeated runs: starts a series, follows it, and shows how often each expectation held and with which seeds it did not.
 */

import { drawing, element } from "../dom.js";
import { ask } from "./ask.js";
import { rowsOf } from "./distribution.js";

const WAIT_SECONDS = 1;
const MOST_SEEDS = 30;

/**
 * Mount the panel.
 * @param {HTMLElement} host
 * @param {{messages: import("../i18n.js").Messages, runSeed: (seed: number) => void, onRefused: (answer: Extract<import("./ask.js").Answer, {ok: false}>) => void, signal: AbortSignal}} parts
 */
export function mountRepeats(host, { messages, runSeed, onRefused, signal }) {
  /** @type {any} */
  let series = null;
  draw();
  messages.onChange(draw, signal);

  /** @param {Record<string, unknown>} request of one run @param {number} times @param {number} seed of the first */
  async function start(request, times, seed) {
    const answer = await ask("series", { method: "POST", body: { run: request, times, seed } });
    if (!answer.ok) return onRefused(answer);
    take(answer.body);
    await follow(answer.body.id);
  }

  /** Ask again and again, each time for as long as the server lets us wait. @param {string} id */
  async function follow(id) {
    while (series?.id === id && series.live && !signal.aborted) {
      const answer = await ask(`series/${id}?wait=${WAIT_SECONDS}`);
      if (!answer.ok) return onRefused(answer);
      if (series?.id === id) take(answer.body);
    }
  }

  /** @param {any} told */
  function take(told) {
    series = told;
    draw();
  }

  function draw() {
    if (series === null) return host.replaceChildren(element("p", { class: "ls-verdict__empty", text: messages.t("scenario.series.empty") }));
    const stop = series.live ? element("button", { class: "ls-button", type: "button", text: messages.t("scenario.series.stop"), onclick: () => ask(`series/${series.id}/stop`, { method: "POST" }) }) : null;
    const told = element("p", { class: "ls-verdict__summary", role: "status" }, element("span", { text: messages.t("scenario.series.done", { done: series.done, times: series.times }) }), stop);
    const rows = series.verdicts === null ? [] : rowsOf(series.verdicts, messages).map((row) => rowFor(row));
    host.replaceChildren(told, element("ol", { class: "ls-repeats" }, ...rows));
  }

  /** @param {import("./distribution.js").Row} row */
  function rowFor(row) {
    const figures = row.measured === "" ? row.counts : `${row.counts} · ${row.measured}`;
    return element("li", { class: "ls-repeats__row" }, element("p", { class: "ls-repeats__says", text: row.says }), barOf(row),
      element("p", { class: "ls-verdict__line", text: figures }), seedsOf(row.failedSeeds, "failed"), seedsOf(row.unknownSeeds, "unknown"));
  }

  /** @param {readonly number[]} seeds @param {"failed" | "unknown"} outcome */
  function seedsOf(seeds, outcome) {
    if (seeds.length === 0) return null;
    const links = seeds.slice(0, MOST_SEEDS).map((seed) => element("button", { class: "ls-jump", type: "button", title: messages.t("scenario.series.run", { seed }), text: String(seed), onclick: () => runSeed(seed) }));
    const rest = seeds.length > MOST_SEEDS ? messages.t("scenario.series.more", { count: seeds.length - MOST_SEEDS }) : "";
    return element("p", { class: "ls-repeats__seeds" }, element("span", { text: messages.t(`scenario.series.seeds.${outcome}`) }), ...links, rest);
  }

  return { start, get isLive() { return series?.live === true; } };
}

/** The words beside it say the same. @param {import("./distribution.js").Row} row */
function barOf({ parts }) {
  const bars = parts.map(({ outcome, from, share }) => drawing("rect", { class: `ls-repeats__part ls-repeats__part--${outcome}`, x: from, y: 0, width: share, height: 10 }));
  return drawing("svg", { class: "ls-repeats__bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, ...bars);
}

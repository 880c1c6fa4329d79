// The voice for screen readers: a polite live region with at most one message in two seconds; what came in between is summed up.

import { describe, narrate } from "./describe.js";
import { findingText, plainText } from "./sentences.js";
import { watch } from "./watch.js";

/** The least time between two messages. */
export const QUIET_MS = 2000;

/**
 * Make an announcer. It says the first thing at once; what comes while it must be quiet is kept, and said as the last thing or, when more
 * than one came, as a count and the last thing.
 * @param {{say: (text: string) => void, summarise: (count: number, last: string) => string, later: (run: () => void, ms: number) => unknown,
 *   now: () => number, quiet?: number}} parts
 * @returns {{announce: (text: string) => void, interrupt: (text: string) => void}} interrupt: said at once, for what the reader asked for
 */
export function createAnnouncer({ say, summarise, later, now, quiet = QUIET_MS }) {
  /** @type {string[]} */
  let waiting = [];
  let saidAt = -Infinity;
  let isPlanned = false;
  const speak = (/** @type {string} */ text) => {
    saidAt = now();
    waiting = [];
    say(text);
  };
  const flush = () => {
    isPlanned = false;
    const left = saidAt + quiet - now();
    if (!waiting.length) return;
    if (left > 0) plan(left);
    else speak(waiting.length === 1 ? waiting[0] ?? "" : summarise(waiting.length, waiting.at(-1) ?? ""));
  };
  const plan = (/** @type {number} */ ms) => {
    if (isPlanned) return;
    isPlanned = true;
    later(flush, ms);
  };
  return {
    announce(text) {
      if (!waiting.length && now() - saidAt >= quiet) return speak(text);
      waiting.push(text);
      plan(saidAt + quiet - now());
    },
    interrupt: speak,
  };
}

/**
 * Speak of what changes: the selection, findings, the end of the run; and of everything when asked (key N).
 * @param {HTMLElement} region a live region
 * @param {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 * @returns {{narrate: () => string, announce: (text: string) => void}}
 */
export function mountAnnouncer(region, context) {
  const { model, store, messages, signal } = context;
  const voice = createAnnouncer({
    say: (text) => { region.textContent = text; },
    summarise: (count, last) => messages.t("narrate.summary", { changes: messages.t("narrate.changes", { count }), last }),
    later: (run, ms) => setTimeout(() => { if (!signal.aborted) run(); }, ms),
    now: () => performance.now(),
  });
  const textOf = (/** @type {readonly import("./describe.js").Sentence[]} */ sentences) =>
    sentences.map((sentence) => plainText(sentence, model, messages)).join(messages.language === "en" ? " " : "");
  store.subscribe((state, previous) => {
    if (state.playing || (state.follow && !model.isEnded)) return; // moving by itself: the reader asks with N
    if (state.cursor === previous.cursor && state.selected === previous.selected) return;
    voice.announce(textOf(describe(model, state.cursor, state.selected)));
  }, { signal });
  const told = new Set(model.findings.keys());
  let isOver = model.isEnded;
  watch({ model, messages, signal }, () => {
    for (const finding of model.findings.values()) {
      if (told.has(finding.id)) continue;
      told.add(finding.id);
      voice.announce(findingText(finding, messages, model));
    }
    if (model.isEnded && !isOver) voice.announce(messages.t("narrate.over"));
    isOver = model.isEnded;
  });
  return {
    narrate: () => {
      const { cursor } = store.get();
      const text = model.isEnded && cursor >= model.now ? messages.t("narrate.over") : textOf(narrate(model, cursor));
      voice.interrupt(text);
      return text;
    },
    announce: voice.announce,
  };
}

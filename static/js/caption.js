// The caption: what is happening at this instant, in one or two sentences of plain words.

import { describe } from "./describe.js";
import { element } from "./dom.js";
import { formatInstant } from "./durations.js";
import { nodesOf, replaceKeepingFocus } from "./said.js";
import { partsOf } from "./sentences.js";
import { watch } from "./watch.js";

/** While playing, words change at most this often: a sentence nobody can read says nothing. */
const PLAYING_INTERVAL_MS = 125;

/** How many instants the width of the viewport is told apart into: the precision of the time that is shown. */
const INSTANTS_IN_VIEW = 1000;

/**
 * Show the caption.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 */
export function mountCaption(host, context) {
  const { model, store, messages } = context;
  const time = element("p", { class: "ls-caption__time" });
  const words = element("div", { class: "ls-caption__words" });
  host.classList.add("ls-caption");
  host.setAttribute("role", "region");
  host.replaceChildren(time, words);
  let drawn = "";
  let drawnAt = -Infinity;
  watch(context, () => {
    const state = store.get();
    const now = performance.now();
    if ((state.playing || (state.follow && !model.isEnded)) && now - drawnAt < PLAYING_INTERVAL_MS) return;
    drawnAt = now;
    const sentences = model.meta ? describe(model, state.cursor, state.selected) : [];
    const key = JSON.stringify(sentences.map((sentence) => partsOf(sentence, model, messages)));
    time.textContent = formatInstant(state.cursor, messages.t, Math.max(1e3, (state.t1 - state.t0) / INSTANTS_IN_VIEW));
    host.setAttribute("aria-label", messages.t("caption.label"));
    host.hidden = sentences.length === 0;
    if (key === drawn) return;
    drawn = key;
    // While words change by themselves the band only grows: the lanes below must not jump up and down.
    host.style.minBlockSize = state.playing || (state.follow && !model.isEnded) ? `${host.offsetHeight}px` : "";
    replaceKeepingFocus(words, sentences.map((sentence) => element("p", { class: "ls-caption__sentence" }, ...nodesOf(sentence, context))));
  });
}

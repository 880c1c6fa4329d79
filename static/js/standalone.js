/**
 * A run in one file, opened from disk: the lab without a server. Frames, words and program are in the page; nothing is asked of anybody.
 */

import { commonActions } from "./actions.js";
import { countWorkers } from "./facts.js";
import { chooseLanguage } from "./i18n.js";
import { unpack } from "./inlined.js";
import { OPEN_SOURCE } from "./jump.js";
import { mountListing, selectedLine } from "./listing.js";
import { mountFacts, mountRibbons } from "./ribbons.js";
import { mountRunView } from "./runview.js";
import { mountShell } from "./shell.js";
import { showCount, sidesOf, toggleEvents } from "./sides.js";
import { mountSplitters } from "./splitter.js";
import { openStorage } from "./storage.js";
import { mountTabs } from "./tabs.js";
import { watch } from "./watch.js";

const life = new AbortController();
const { signal } = life;
/** Every element with an id, by it; they are of many kinds. @type {Record<string, any>} */
const page = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));
const data = JSON.parse(page["lockstep-data"].textContent);
const frames = await unpack(page["lockstep-frames"].textContent);
document.documentElement.lang = chooseLanguage(navigator.languages);
const { messages, theme } = await mountShell(signal, { load: async (language) => data.messages[language] });
messages.translate(document);
const storage = openStorage();
mountSplitters(page.main, { storage, signal });
const tabs = mountTabs(/** @type {HTMLElement} */ (document.querySelector(".ls-tabs")), { signal });
const listing = mountListing(page.code, data.source);
const sides = sidesOf(page);
const narrow = matchMedia("(width < 75em)");
/** @type {import("./runview.js").RunView} */
let view;
const common = commonActions({ theme, messages, root: document.documentElement, storage, store: () => view?.store ?? null });
const actions = {
  ...common.actions,
  "toggle-code": () => sides.toggle("code"),
  "toggle-inspector": () => sides.toggle("inspector"),
  "toggle-events": () => toggleEvents(tabs, view.companions.focusEvents),
};
view = mountRunView({ runId: null, frames, initial: { theme: theme.theme, fontScale: common.fontScale() }, messages, actions, news: new EventTarget(), signal });
const parts = { model: view.model, store: view.store, messages, signal, page: pageFacts };
mountRibbons(page.ribbons, parts);
mountFacts(page.facts, parts);
watch(parts, showState);
document.addEventListener(OPEN_SOURCE, (event) => showLine(/** @type {CustomEvent<{line: number}>} */ (event).detail.line), { signal });
sides.set("code", data.source !== "" && !narrow.matches);
sides.set("inspector", !narrow.matches);

function pageFacts() {
  return { row: null, offlineSince: null, isSignedOut: false, isStale: false };
}

/** Counts at the tabs, and the marked line. */
function showState() {
  const { model, store } = view;
  showCount(page["count-output"], view.lineCount(), messages.language);
  showCount(page["count-workers"], countWorkers(model), messages.language);
  showCount(page["count-findings"], model.findings.size, messages.language, [...model.findings.values()].some((finding) => finding.level === "error"));
  listing.mark(selectedLine(model, store.get(), data.program));
}

/** @param {number} line */
function showLine(line) {
  sides.set("code", true);
  listing.mark(line);
}

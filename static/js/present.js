/**
 * The present page: one run for a whole hall. Caption on top, nothing that needs a pointer, code and inspector only when asked for.
 */

import { commonActions } from "./actions.js";
import { OPEN_SOURCE } from "./jump.js";
import { mountListing, selectedLine } from "./listing.js";
import { mountRibbons } from "./ribbons.js";
import { mountRunView } from "./runview.js";
import { markMounted, mountShell } from "./shell.js";
import { linkTo } from "./url.js";
import { watch } from "./watch.js";

const life = new AbortController();
const { signal } = life;
/** Every element with an id, by it; they are of many kinds. @type {Record<string, any>} */
const page = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));
const data = JSON.parse(page["lockstep-data"].textContent);
const { messages, theme } = await mountShell(signal);
const news = new EventTarget();
/** @type {import("./runview.js").RunView} */
let view;
const common = commonActions({ theme, messages, root: document.documentElement, storage: localStorage, store: () => view?.store ?? null });
const actions = { ...common.actions, "toggle-code": () => togglePanel("code-panel"), "toggle-inspector": () => togglePanel("inspector-panel") };
view = mountRunView({ runId: data.run.id, initial: { theme: theme.theme, fontScale: common.fontScale(), layout: "projector" }, messages, actions, news, signal });
const listing = mountListing(page.code, data.source ?? "");
const parts = { model: view.model, store: view.store, messages, signal, news, page: pageFacts };

mountRibbons(page.ribbons, parts);
watch(parts, markCode);
document.addEventListener(OPEN_SOURCE, (event) => showLine(/** @type {CustomEvent<{line: number}>} */ (event).detail.line), { signal });
page.back.addEventListener("click", () => { page.back.href = linkTo(view.store.get(), data.run.url); }, { signal });
markMounted();

function pageFacts() {
  const since = view.offlineSince();
  return { row: data.run, offlineSince: since === null ? null : since.toLocaleTimeString(messages.language), isSignedOut: view.isSignedOut(), isStale: false };
}

/** @param {string} id */
function togglePanel(id) {
  page[id].hidden = !page[id].hidden;
}

/** Mark the line of what is selected. */
function markCode() {
  if (page["code-panel"].hidden) return;
  listing.mark(selectedLine(view.model, view.store.get(), data.run.program));
}

/** @param {number} line */
function showLine(line) {
  page["code-panel"].hidden = false;
  listing.mark(line);
}

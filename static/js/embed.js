/**
 * One run inside a page of somebody else's: the timeline, its transport and legend, and the findings. Nothing here needs a session.
 */

import { commonActions } from "./actions.js";
import { readOptions, viewOf } from "./embedoptions.js";
import { OPEN_SOURCE } from "./jump.js";
import { mountRibbons } from "./ribbons.js";
import { mountRunView } from "./runview.js";
import { mountShell } from "./shell.js";
import { memory } from "./storage.js";
import { say } from "./toast.js";
import { linkTo } from "./url.js";
import { watch } from "./watch.js";

const life = new AbortController();
const { signal } = life;
/** Every element with an id, by it; they are of many kinds. @type {Record<string, any>} */
const page = Object.fromEntries([...document.querySelectorAll("[id]")].map((node) => [node.id, node]));
const data = JSON.parse(page["lockstep-data"].textContent);
const options = readOptions(location.search);
// The page it stands in chose theme and language: what a reader changes here lasts as long as the page.
const storage = memory();
const { messages, theme } = await mountShell(signal, { storage });
const news = new EventTarget();
/** @type {import("./runview.js").RunView} */
let view;
const common = commonActions({ theme, messages, root: document.documentElement, storage, store: () => view?.store ?? null });
view = mountRunView({
  runId: data.run.id, embedded: { key: options.key }, initial: { theme: theme.theme, fontScale: common.fontScale() }, messages, actions: common.actions, news, signal,
});
const parts = { model: view.model, store: view.store, messages, signal, news, page: pageFacts };
let isOpened = location.hash !== ""; // a link to an instant says all of it

mountRibbons(page.ribbons, parts);
watch(parts, showState);
document.addEventListener(OPEN_SOURCE, (event) => {
  const { file, line } = /** @type {CustomEvent<{file: string, line: number}>} */ (event).detail;
  say(`${file}:${line}`);
}, { signal });
page.full.addEventListener("click", () => { page.full.href = linkTo(view.store.get(), data.run.url); }, { signal });

function pageFacts() {
  const since = view.offlineSince();
  return { row: data.run, offlineSince: since === null ? null : since.toLocaleTimeString(messages.language), isSignedOut: view.isSignedOut(), isStale: false };
}

/** What the address asked for, once the run is known as a whole; and whether there are findings. */
function showState() {
  const { model, store } = view;
  page["panel-findings"].hidden = model.findings.size === 0;
  if (isOpened || !model.isEnded) return;
  isOpened = true;
  store.set(viewOf(options, model));
}

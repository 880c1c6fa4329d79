/**
 * The pages of lists: home, runs, errors. Deleting a run asks first; older runs come by htmx.
 */

import { mountImport } from "./importing.js";
import { keepOpenedRows } from "./renewal.js";
import { markMounted, mountShell, showFigures } from "./shell.js";

/** @type {string} */
const HTMX = "htmx.org"; // named by the import map, so nothing here knows its types

// Older runs, and the list while a run goes on. Without the browser libraries the page works all the same: it is then what it was when it loaded.
import(HTMX).catch((error) => console.warn("htmx did not load; the list does not renew itself.", error));

const life = new AbortController();
const { messages } = await mountShell(life.signal);
mountImport({ messages, signal: life.signal });
const runs = /** @type {HTMLElement | null} */ (document.querySelector("#runs"));

if (runs !== null) {
  runs.addEventListener("click", deleteRun, { signal: life.signal });
  keepOpenedRows(runs, life.signal);
  const observer = new MutationObserver(() => { messages.translate(runs); showFigures(runs, messages); });
  observer.observe(runs, { childList: true });
  life.signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}
markMounted();

/** @param {MouseEvent} event */
async function deleteRun(event) {
  const button = /** @type {HTMLButtonElement | null} */ (/** @type {Element} */ (event.target).closest("[data-delete]"));
  if (button === null || !confirm(messages.t("runs.delete.confirm"))) return;
  button.disabled = true;
  const answer = await fetch(`/api/v1/runs/${button.dataset.delete}`, { method: "DELETE" });
  if (answer.ok) button.closest("tr")?.remove();
  else button.disabled = false;
}

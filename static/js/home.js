/**
 * The pages of lists: home, runs, errors. Deleting a run asks first; older runs come by htmx.
 */

import { mountShell, showFigures } from "./shell.js";

const life = new AbortController();
const { messages } = await mountShell(life.signal);
const runs = document.querySelector("#runs");

if (runs !== null) {
  runs.addEventListener("click", deleteRun, { signal: life.signal });
  const observer = new MutationObserver(() => { messages.translate(runs); showFigures(runs, messages); });
  observer.observe(runs, { childList: true });
  life.signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}

async function deleteRun(event) {
  const button = event.target.closest("[data-delete]");
  if (button === null || !confirm(messages.t("runs.delete.confirm"))) return;
  button.disabled = true;
  const answer = await fetch(`/api/v1/runs/${button.dataset.delete}`, { method: "DELETE" });
  if (answer.ok) button.closest("tr").remove();
  else button.disabled = false;
}

/**
 * Opens `.lockstep` files: chosen with a button, or dropped anywhere on the page. The server checks a file and keeps it as a run.
 */

import { element } from "./dom.js";
import { readProblem, sayRefusal } from "./problems.js";
import { say } from "./toast.js";

const SUFFIX = ".lockstep";

/**
 * Send a file.
 * @param {Blob} file
 * @returns {Promise<{id: string} | {key: string} | {refusal: import("./problems.js").Refusal}>} key: of the catalogue, if it was not kept
 */
export async function importRun(file) {
  let answer;
  try {
    answer = await fetch("/api/v1/runs/import", { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file });
  } catch {
    return { key: "form.unreachable" }; // fetch tells no more than that there was no answer
  }
  if (answer.status === 401) return { key: "form.signed-out" };
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return { id: body.id };
  return { refusal: readProblem(body, answer.status) };
}

/**
 * The file to open among those that were dropped, if there is one.
 * @param {Iterable<{name: string}>} files
 * @returns {any}
 */
export function fileAmong(files) {
  return [...files].find(({ name }) => name.toLowerCase().endsWith(SUFFIX));
}

/**
 * Let the page open files.
 * @param {{messages: import("./i18n.js").Messages, signal: AbortSignal, go?: (address: string) => void}} parts
 * @returns {{choose: () => void, open: (file: File) => Promise<void>}}  choose: asks for a file
 */
export function mountImport({ messages, signal, go = (address) => location.assign(address) }) {
  const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", accept: SUFFIX, hidden: true, id: "import-file", tabindex: -1, "aria-hidden": "true" }));
  document.body.append(input);
  const open = async (/** @type {File} */ file) => {
    say(messages.t("import.going", { file: file.name }));
    const found = await importRun(file);
    if ("id" in found) go(`/lab/${found.id}`);
    else if ("key" in found) say(messages.t(found.key));
    else {
      const { text, small } = sayRefusal(found.refusal, messages, "import.failed");
      say(text, small);
    }
  };
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // the same file may be chosen again
    if (file !== undefined) void open(file);
  }, { signal });
  const mark = (/** @type {boolean} */ isOver) => document.body.classList.toggle("is-dropping", isOver);
  const holdsFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") === true;
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(true);
  }, { signal });
  document.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) mark(false); }, { signal });
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!holdsFiles(event)) return;
    const file = fileAmong(event.dataTransfer?.files ?? []);
    if (file === undefined && event.target instanceof Element && event.target.closest(".cm-editor") !== null) return; // a program's text
    event.preventDefault();
    event.stopPropagation();
    if (file === undefined) say(messages.t("import.other"));
    else void open(file);
  }, { capture: true, signal });
  const choose = () => input.click();
  for (const button of document.querySelectorAll("[data-import]")) button.addEventListener("click", choose, { signal });
  return { choose, open };
}

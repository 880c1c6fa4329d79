/**
 * The line a reader types into while the program runs: what it sends, the program reads from its standard input.
 */

import { element } from "./dom.js";
import { State, Reason } from "./kinds.js";
import { watch } from "./watch.js";

/** Words of a program that reads its input. */
const READS_INPUT = /\b(?:input|stdin|fileinput|getpass|breakpoint|pdb)\b/;

/**
 * Whether a program looks as if it reads its input: its text says so, or a worker waits for something from outside.
 * @param {string} source
 * @param {import("./model.js").RunModel} model
 * @returns {boolean}
 */
export function readsInput(source, model) {
  if (READS_INPUT.test(source)) return true;
  for (const worker of model.workers.values()) {
    const span = worker.kind === "thread" && worker.ended === null ? model.spanAt(worker.id, model.now) : null;
    if (span?.state === State.BLOCKED && span.reason === Reason.IO) return true;
  }
  return false;
}

/**
 * Write to a live run's standard input.
 * @param {string} id
 * @param {{text?: string, end?: boolean}} what
 * @returns {Promise<boolean>} whether the server took it
 */
export async function sendInput(id, what) {
  try {
    const answer = await fetch(`/api/v1/runs/${id}/input`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(what) });
    return answer.ok;
  } catch {
    return false; // the ribbon of the lost connection says so already
  }
}

/**
 * Show the line while it can be of use.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, messages: import("./i18n.js").Messages, signal: AbortSignal, news?: EventTarget,
 *   isOpen: () => boolean, send: (what: {text?: string, end?: boolean}) => Promise<boolean>, onRefused: () => void}} context
 *   isOpen: whether the run is live, was started without its whole input, and reads it
 */
export function mountInput(host, { model, messages, signal, news, isOpen, send, onRefused }) {
  const field = /** @type {HTMLInputElement} */ (element("input", { class: "ls-input ls-input--code ls-input-line__field", type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false" }));
  const label = element("span", { class: "ls-input-line__label" });
  const submit = element("button", { class: "ls-button ls-button--primary", type: "submit" });
  const end = element("button", { class: "ls-button", type: "button", onclick: () => give({ end: true }) });
  const form = element("form", { class: "ls-input-line" }, element("label", { class: "ls-input-line__name" }, label, field), submit, end);
  let isEnded = false;
  /** @param {{text?: string, end?: boolean}} what */
  const give = async (what) => {
    if (!(await send(what))) return onRefused();
    isEnded ||= what.end === true;
    field.value = "";
    draw();
    if (!isEnded) field.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void give({ text: `${field.value}\n` });
  }, { signal });
  const draw = () => {
    label.textContent = messages.t("input.label");
    field.placeholder = messages.t("input.hint");
    submit.textContent = messages.t("input.send");
    end.textContent = messages.t("input.end");
    end.dataset.tip = messages.t("input.end.tip");
    host.hidden = isEnded || !isOpen();
  };
  host.replaceChildren(form);
  watch({ model, messages, signal, ...(news ? { news } : {}) }, draw);
}

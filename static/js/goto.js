// The small dialog behind G: go to a time or to a line of the program.

import { openDialog } from "./dialogs.js";
import { element } from "./dom.js";
import { formatInstant, parseInstant } from "./durations.js";
import { go } from "./jump.js";
import { lineOf, locationAt } from "./search.js";

/**
 * Read what was typed: a time wins where it names its unit, a line where it says so; a bare number is milliseconds.
 * @param {string} text
 * @param {import("./model.js").RunModel} model
 * @returns {import("./jump.js").Link | {problem: string}} problem: a message key
 */
export function readTarget(text, model) {
  const line = /^\s*\d+(\.\d+)?\s*$/.test(text) ? undefined : lineOf(text);
  if (line) {
    const place = locationAt(model, line.line, line.file);
    return place ? { type: "location", id: place.id } : { problem: "goto.no-line" };
  }
  const time = parseInstant(text);
  if (time === undefined) return { problem: "goto.not-read" };
  return time <= model.now ? { type: "time", id: time } : { problem: "goto.too-late" };
}

/**
 * Open the dialog.
 * @param {{context: import("./commands.js").CommandContext, signal: AbortSignal}} parts
 */
export function openGoTo({ context, signal }) {
  const { model, messages } = context;
  const { t } = messages;
  const { body, close } = openDialog({ title: t("goto.title"), closeLabel: t("dialog.close"), className: "ls-dialog--goto", signal });
  const input = /** @type {HTMLInputElement} */ (element("input", { class: "ls-input", type: "text", id: "ls-goto-input", "aria-describedby": "ls-goto-hint ls-goto-problem", autocomplete: "off" }));
  const problem = element("p", { class: "ls-goto__problem", id: "ls-goto-problem", role: "alert" });
  const form = element(
    "form",
    { class: "ls-goto", novalidate: true },
    element("label", { class: "ls-goto__label", for: "ls-goto-input", text: t("goto.label") }),
    element("div", { class: "ls-goto__row" }, input, element("button", { class: "ls-button ls-button--primary", type: "submit", text: t("goto.go") })),
    element("p", { class: "ls-goto__hint", id: "ls-goto-hint", text: t("goto.hint", { end: formatInstant(model.now, t) }) }),
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const target = readTarget(input.value, model);
    if ("problem" in target) {
      problem.textContent = t(target.problem, { end: formatInstant(model.now, t) });
      input.setAttribute("aria-invalid", "true");
      input.focus();
    } else {
      close();
      go(target, context);
    }
  });
  body.append(form);
  input.focus();
}

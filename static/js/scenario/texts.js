/**
 * The two texts of the page: the scenario, with completion and with what is wrong in it marked, and the program, which is only read.
 */

import { element } from "../dom.js";
import { mountEditor } from "../editor.js";
import { complete, reworded } from "./complete.js";

/**
 * Mount the scenario's text.
 * @param {HTMLElement} host
 * @param {{schema: Promise<Record<string, any> | null>, facts: import("./complete.js").Facts, run: () => void, messages: import("../i18n.js").Messages, signal: AbortSignal}} parts
 */
export function mountScript(host, { schema, facts, run, messages, signal }) {
  const suggest = async (/** @type {any} */ context) => {
    const known = await schema;
    const found = known === null ? null : complete(context.state.doc.toString(), context.pos, { schema: known, facts, isAsked: context.explicit });
    return found === null ? null : { ...found, options: reworded(found.options, messages.language === "zh-CN" ? facts.chinese : {}) };
  };
  /** @type {import("../editor.js").Kind} */
  const kind = {
    language: "yaml",
    label: "scenario.script.label",
    extend: ({ keymap, lintGutter, EditorState, indentUnit, EditorView }) => [
      keymap.of([{ key: "Mod-Enter", run: () => { run(); return true; } }]),
      lintGutter(),
      indentUnit.of("  "),
      EditorView.lineWrapping,
      EditorState.languageData.of(() => [{ autocomplete: suggest }]),
    ],
  };
  return mountEditor(host, { messages, signal, kind });
}

/**
 * Mount the program's text.
 * @param {HTMLElement} host @param {{messages: import("../i18n.js").Messages, signal: AbortSignal}} parts
 */
export function mountProgram(host, parts) {
  return mountEditor(host, { ...parts, kind: { language: "python", label: "scenario.program.label", isReadOnly: true } });
}

/**
 * Show what is wrong: marked in the text, and listed below it, where each leads to its line.
 * @param {{editor: import("../editor.js").Editor, list: HTMLElement}} where
 * @param {readonly import("./problems.js").Problem[]} problems @param {number} count how many there are in all
 * @param {import("../i18n.js").Messages} messages
 */
export function showProblems({ editor, list }, problems, count, messages) {
  list.hidden = problems.length === 0;
  const more = count > problems.length ? element("li", { class: "ls-muted", text: messages.t("scenario.problems.more", { count: count - problems.length }) }) : null;
  list.replaceChildren(...problems.map((problem) => rowOf(problem, editor, messages)), ...(more === null ? [] : [more]));
  const rich = editor.rich;
  if (rich === null) return;
  const { view, packages } = rich;
  const length = view.state.doc.length;
  const diagnostics = problems.map(({ from, to, ...problem }) => ({ from: Math.min(from, length), to: Math.min(to, length), severity: "error", message: titled(problem, messages) }));
  view.dispatch(packages.setDiagnostics(view.state, diagnostics));
}

/** @type {(problem: import("./problems.js").Problem, editor: import("../editor.js").Editor, messages: import("../i18n.js").Messages) => HTMLElement} */
function rowOf(problem, editor, messages) {
  const line = problem.line;
  const place = line === null ? null : element("button", { class: "ls-jump", type: "button", text: messages.t("scenario.problems.line", { line }), onclick: () => editor.goToLine(line) });
  const title = titleOf(problem.code, messages);
  const detail = element("span", { class: "ls-problems__detail", text: detailOf(problem, messages) });
  return element("li", { class: "ls-problems__row" }, place, title === null ? null : element("strong", { text: title }), detail);
}

/** What kind of problem it is, in the reader's language. @type {(code: string, messages: import("../i18n.js").Messages) => string | null} */
function titleOf(code, messages) {
  const key = `scenario.problem.${code}`;
  return messages.has(key) ? messages.t(key) : null;
}

/** What the title says already is left out. @type {(problem: {code: string, detail: string}, messages: import("../i18n.js").Messages) => string} */
function detailOf({ code, detail }, { t }) {
  const said = code === "no-yaml" || code === "no-json" ? [t(`detail.${code}`, { said: "" }), t("detail.no-yaml.any")] : [];
  const begin = said.find((words) => detail.startsWith(words)) ?? "";
  return detail.slice(begin.length);
}

/** @type {(problem: {code: string, detail: string}, messages: import("../i18n.js").Messages) => string} */
function titled(problem, messages) {
  return [titleOf(problem.code, messages), detailOf(problem, messages)].filter(Boolean).join(" ");
}

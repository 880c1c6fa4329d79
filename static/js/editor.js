/**
 * A text of code: CodeMirror with Python or YAML, or the plain text area where the browser libraries are not installed.
 * Lines can be marked: `selected` (of the span that is selected on the timeline), `alarm` (where an exception came from) and `linked`
 * (what the caret in another text stands for).
 */

/**
 * @typedef {"selected" | "alarm" | "linked"} Mark
 * @typedef {{text: string, readonly line: number, markLine: (mark: Mark, line: number | null) => void, markLines: (mark: Mark, lines: readonly number[]) => void,
 *   showLine: (line: number) => void, goToLine: (line: number) => void, focus: () => void, onChange: (listener: (text: string) => void) => void,
 *   onLine: (listener: (line: number) => void) => void, readonly rich: {view: any, packages: any} | null}} Editor
 *
 * What kind of text it is. `label` and `placeholder` are keys of the catalogue; `extend`: more of CodeMirror.
 * @typedef {{language: "python" | "yaml", label: string, placeholder?: string, isReadOnly?: boolean, extend?: (packages: any) => unknown[]}} Kind
 */

/** @type {Kind} */
const PROGRAM = Object.freeze({ language: "python", label: "lab.code.label", placeholder: "lab.code.placeholder" });

const PHRASES = Object.freeze([
  "Find", "Replace", "next", "previous", "all", "match case", "by word", "regexp", "replace", "replace all", "close", "Go to line", "go",
  "current match", "replaced $ matches", "replaced match on line $", "on line", "Control character", "Folded lines", "Unfolded lines",
  "unfold", "Fold line", "Unfold line", "folded code", "Selection deleted", "Completions",
]);

/**
 * Put an editor over a text area.
 * @param {HTMLElement} host which holds the text area
 * @param {{messages: import("./i18n.js").Messages, signal: AbortSignal, kind?: Kind}} context
 * @returns {Promise<Editor>}
 */
export async function mountEditor(host, { messages, signal, kind = PROGRAM }) {
  const area = /** @type {HTMLTextAreaElement} */ (host.querySelector("textarea"));
  const packages = await loadPackages(kind.language);
  return packages === null ? plainEditor(area, signal) : richEditor(host, area, packages, { messages, signal, kind });
}

/** The packages of CodeMirror, or null when they are not installed. @param {"python" | "yaml"} language @returns {Promise<any>} */
async function loadPackages(language) {
  const parts = ["state", "view", "language", "commands", "autocomplete", "lint", `lang-${language}`];
  const names = ["codemirror", ...parts.map((part) => `@codemirror/${part}`), "@lezer/highlight"];
  try {
    const modules = await Promise.all(names.map((name) => import(name)));
    return Object.assign({}, ...modules);
  } catch (error) {
    console.warn("The editor's packages did not load; the plain text area stays.", error);
    return null;
  }
}

/** @type {(area: HTMLTextAreaElement, signal: AbortSignal) => Editor} */
function plainEditor(area, signal) {
  const changed = new Set();
  const moved = new Set();
  const lineOfCaret = () => area.value.slice(0, area.selectionStart).split("\n").length;
  area.addEventListener("input", () => changed.forEach((listener) => listener(area.value)), { signal });
  for (const type of ["click", "keyup"]) area.addEventListener(type, () => moved.forEach((listener) => listener(lineOfCaret())), { signal });
  const showLine = (/** @type {number} */ line) => {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    area.scrollTop = ((line - 1) / lines.length) * area.scrollHeight - area.clientHeight / 2;
  };
  return {
    get text() { return area.value; },
    set text(text) { area.value = text; },
    get line() { return lineOfCaret(); },
    markLine: () => {},
    markLines: () => {},
    showLine,
    goToLine: (line) => { area.focus(); showLine(line); },
    rich: null,
    focus: () => area.focus(),
    onChange: (listener) => changed.add(listener),
    onLine: (listener) => moved.add(listener),
  };
}

/** @type {(host: HTMLElement, area: HTMLTextAreaElement, packages: any, context: {messages: import("./i18n.js").Messages, signal: AbortSignal, kind: Kind}) => Editor} */
function richEditor(host, area, packages, { messages, signal, kind }) {
  const { EditorView, EditorState, Compartment, basicSetup, isolateHistory } = packages;
  const changed = new Set();
  const moved = new Set();
  const marks = lineMarks(packages);
  const language = new Compartment();
  const spoken = () => wordsOf(packages, kind, messages);
  const update = EditorView.updateListener.of((/** @type {any} */ { docChanged, selectionSet, state }) => {
    if (docChanged) {
      area.value = state.doc.toString();
      changed.forEach((listener) => listener(area.value));
    }
    if (selectionSet && !docChanged) moved.forEach((listener) => listener(state.doc.lineAt(state.selection.main.head).number));
  });
  const view = new EditorView({
    parent: host,
    doc: area.value,
    extensions: [
      EditorView.cspNonce.of(/** @type {HTMLElement | null} */ (document.querySelector("script[nonce]"))?.nonce ?? ""),
      kind.extend?.(packages) ?? [], basicSetup, typing(packages, kind), packages[kind.language](), appearance(packages), marks.field, update, language.of(spoken()),
    ],
  });
  area.hidden = true;
  host.classList.add("is-rich");
  messages.onChange(() => view.dispatch({ effects: language.reconfigure(spoken()) }), signal);
  signal.addEventListener("abort", () => view.destroy(), { once: true });
  const lineAt = (/** @type {number} */ number) => view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
  const markLines = (/** @type {Mark} */ mark, /** @type {readonly number[]} */ lines) => view.dispatch({ effects: marks.set.of({ mark, lines }) });
  return {
    get text() { return view.state.doc.toString(); },
    set text(text) {
      // One step for undo, however fast it followed what was typed.
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: isolateHistory.of("full") });
    },
    get line() { return view.state.doc.lineAt(view.state.selection.main.head).number; },
    markLine: (mark, line) => markLines(mark, line === null ? [] : [line]),
    markLines,
    showLine: (line) => view.dispatch({ effects: EditorView.scrollIntoView(lineAt(line).from, { y: "center" }) }),
    goToLine(line) {
      view.dispatch({ selection: { anchor: lineAt(line).from }, effects: EditorView.scrollIntoView(lineAt(line).from, { y: "center" }) });
      view.focus();
    },
    focus: () => view.focus(),
    onChange: (listener) => changed.add(listener),
    onLine: (listener) => moved.add(listener),
    rich: { view, packages },
  };
}

/** What is said of the text, in the reader's language. @type {(packages: any, kind: Kind, messages: import("./i18n.js").Messages) => unknown[]} */
function wordsOf({ EditorState, EditorView, placeholder }, kind, messages) {
  const spoken = { tabindex: "0", "aria-label": messages.t(kind.label), ...(kind.isReadOnly ? { inputmode: "none" } : { "aria-description": messages.t("lab.code.escape") }) };
  return [EditorState.phrases.of(phrases(messages)), EditorView.contentAttributes.of(spoken), kind.placeholder === undefined ? [] : placeholder(messages.t(kind.placeholder))];
}

/** Tab indents where one can type. @type {(packages: any, kind: Kind) => unknown} */
function typing({ EditorState, keymap, indentWithTab }, { isReadOnly }) {
  return isReadOnly ? EditorState.readOnly.of(true) : keymap.of([indentWithTab]);
}

/** @type {(messages: import("./i18n.js").Messages) => Record<string, string>} */
function phrases(messages) {
  const known = PHRASES.map((phrase) => [phrase, `editor.${phrase.toLowerCase().replaceAll("$", "n").replaceAll(" ", "-")}`]);
  return Object.fromEntries(known.filter(([, key]) => messages.has(key)).map(([phrase, key]) => [phrase, messages.t(key, { n: "$" })]));
}

/** Decorations of whole lines, by mark. They stay with their lines while the text is edited. @param {any} packages */
function lineMarks({ StateField, StateEffect, Decoration, EditorView }) {
  const set = StateEffect.define();
  const decorate = (/** @type {any} */ state, /** @type {Record<string, number[]>} */ lines) => {
    const ranges = Object.entries(lines).flatMap(([mark, numbers]) => numbers.filter((line) => line >= 1 && line <= state.doc.lines).map((line) => ({ mark, line })));
    return Decoration.set(ranges.map(({ mark, line }) => Decoration.line({ class: `ls-line--${mark}` }).range(state.doc.line(line).from)), true);
  };
  const field = StateField.define({
    create: () => ({ lines: {}, decorations: Decoration.none }),
    update(/** @type {any} */ value, /** @type {any} */ transaction) {
      let { lines, decorations } = value;
      decorations = decorations.map(transaction.changes);
      for (const effect of transaction.effects) {
        if (!effect.is(set)) continue;
        lines = { ...lines, [effect.value.mark]: effect.value.lines };
        decorations = decorate(transaction.state, lines);
      }
      return { lines, decorations };
    },
    provide: (/** @type {any} */ self) => EditorView.decorations.from(self, (/** @type {any} */ value) => value.decorations),
  });
  return { set, field };
}

/** Colours come from tokens.css; colour means state on this page, so code is told apart by ink, weight and one blue. @param {any} packages */
function appearance({ EditorView, HighlightStyle, syntaxHighlighting, tags }) {
  const theme = EditorView.theme({
    "&": { height: "100%", color: "var(--ls-ink)", backgroundColor: "var(--ls-bg)", fontSize: "var(--ls-text-s)" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--ls-font-code)", lineHeight: "1.6" },
    ".cm-content": { caretColor: "var(--ls-ink)", paddingBlock: "var(--ls-space-3)" },
    ".cm-cursor": { borderLeftColor: "var(--ls-ink)", borderLeftWidth: "var(--ls-rule)" },
    ".cm-gutters": { backgroundColor: "var(--ls-bg)", color: "var(--ls-done)", border: "none" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
    "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--ls-surface)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--ls-focus-soft)" },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--ls-surface-2)", color: "inherit" },
    ".cm-panels, .cm-tooltip": { backgroundColor: "var(--ls-surface)", color: "var(--ls-ink)", borderColor: "var(--ls-grid)" },
    ".cm-placeholder": { maxInlineSize: "24em", color: "var(--ls-ink-2)", whiteSpace: "normal" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--ls-font-code)", maxHeight: "14em" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--ls-focus)", color: "var(--ls-focus-text)" },
    ".cm-completionDetail": { color: "inherit", opacity: "0.85" },
    ".cm-tooltip.cm-completionInfo": { maxWidth: "24em", padding: "var(--ls-space-2) var(--ls-space-3)", fontFamily: "var(--ls-font)" },
    ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--ls-alarm)", textUnderlineOffset: "0.2em" },
    ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--ls-alarm)", clipPath: "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--ls-alarm)" },
    ".cm-foldPlaceholder": { backgroundColor: "var(--ls-surface-2)", color: "var(--ls-ink-2)", border: "none" },
  });
  const style = HighlightStyle.define([
    { tag: tags.definition(tags.propertyName), class: "ls-code-keyword" },
    { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "ls-code-keyword" },
    { tag: [tags.string, tags.special(tags.string), tags.number, tags.bool, tags.null], class: "ls-code-literal" },
    { tag: tags.comment, class: "ls-code-comment" },
    { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "ls-code-name" },
    { tag: tags.invalid, class: "ls-code-invalid" },
  ]);
  return [theme, syntaxHighlighting(style)];
}

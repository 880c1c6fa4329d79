/**
 * The program's text: CodeMirror with Python, or the plain text area where the browser libraries are not installed.
 * Lines can be marked: `selected` (of the span that is selected on the timeline) and `alarm` (where an exception came from).
 */

/**
 * @typedef {{text: string, markLine: (mark: "selected" | "alarm", line: number | null) => void, showLine: (line: number) => void,
 *   focus: () => void, onChange: (listener: (text: string) => void) => void, onLine: (listener: (line: number) => void) => void}} Editor
 */

const PHRASES = Object.freeze([
  "Find", "Replace", "next", "previous", "all", "match case", "by word", "regexp", "replace", "replace all", "close", "Go to line", "go",
  "current match", "replaced $ matches", "replaced match on line $", "on line", "Control character", "Folded lines", "Unfolded lines",
  "unfold", "Fold line", "Unfold line", "folded code", "Selection deleted", "Completions",
]);

/**
 * Put an editor over a text area.
 * @param {HTMLElement} host which holds the text area
 * @param {{messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 * @returns {Promise<Editor>}
 */
export async function mountEditor(host, { messages, signal }) {
  const area = /** @type {HTMLTextAreaElement} */ (host.querySelector("textarea"));
  const packages = await loadPackages();
  return packages === null ? plainEditor(area, signal) : richEditor(host, area, packages, { messages, signal });
}

/** The packages of CodeMirror, or null when they are not installed. @returns {Promise<any>} */
async function loadPackages() {
  const names = ["codemirror", "@codemirror/state", "@codemirror/view", "@codemirror/language", "@codemirror/commands", "@codemirror/lang-python", "@lezer/highlight"];
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
    markLine: () => {},
    showLine,
    focus: () => area.focus(),
    onChange: (listener) => changed.add(listener),
    onLine: (listener) => moved.add(listener),
  };
}

/** @type {(host: HTMLElement, area: HTMLTextAreaElement, packages: any, context: {messages: import("./i18n.js").Messages, signal: AbortSignal}) => Editor} */
function richEditor(host, area, packages, { messages, signal }) {
  const { EditorView, EditorState, Compartment, basicSetup, keymap, indentWithTab, isolateHistory, placeholder, python } = packages;
  const changed = new Set();
  const moved = new Set();
  const marks = lineMarks(packages);
  const language = new Compartment();
  const spoken = () => [EditorState.phrases.of(phrases(messages)), EditorView.contentAttributes.of({ tabindex: "0", "aria-label": messages.t("lab.code.label"), "aria-description": messages.t("lab.code.escape") }), placeholder(messages.t("lab.code.placeholder"))];
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
      basicSetup, keymap.of([indentWithTab]), python(), appearance(packages), marks.field, update, language.of(spoken()),
    ],
  });
  area.hidden = true;
  host.classList.add("is-rich");
  messages.onChange(() => view.dispatch({ effects: language.reconfigure(spoken()) }), signal);
  signal.addEventListener("abort", () => view.destroy(), { once: true });
  const lineAt = (/** @type {number} */ number) => view.state.doc.line(Math.min(Math.max(1, number), view.state.doc.lines));
  return {
    get text() { return view.state.doc.toString(); },
    set text(text) {
      // One step for undo, however fast it followed what was typed.
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, annotations: isolateHistory.of("full") });
    },
    markLine: (mark, line) => view.dispatch({ effects: marks.set.of({ mark, line }) }),
    showLine: (line) => view.dispatch({ effects: EditorView.scrollIntoView(lineAt(line).from, { y: "center" }) }),
    focus: () => view.focus(),
    onChange: (listener) => changed.add(listener),
    onLine: (listener) => moved.add(listener),
  };
}

/** @type {(messages: import("./i18n.js").Messages) => Record<string, string>} */
function phrases(messages) {
  const known = PHRASES.map((phrase) => [phrase, `editor.${phrase.toLowerCase().replaceAll("$", "n").replaceAll(" ", "-")}`]);
  return Object.fromEntries(known.filter(([, key]) => messages.has(key)).map(([phrase, key]) => [phrase, messages.t(key, { n: "$" })]));
}

/** Decorations of whole lines, one line for each mark. They stay with their line while the text is edited. @param {any} packages */
function lineMarks({ StateField, StateEffect, Decoration, EditorView }) {
  const set = StateEffect.define();
  const decorate = (/** @type {any} */ state, /** @type {Record<string, any>} */ lines) => {
    const ranges = Object.entries(lines).filter(([, line]) => line !== null && line >= 1 && line <= state.doc.lines);
    return Decoration.set(ranges.map(([mark, line]) => Decoration.line({ class: `ls-line--${mark}` }).range(state.doc.line(line).from)), true);
  };
  const field = StateField.define({
    create: () => ({ lines: {}, decorations: Decoration.none }),
    update(/** @type {any} */ value, /** @type {any} */ transaction) {
      let { lines, decorations } = value;
      decorations = decorations.map(transaction.changes);
      for (const effect of transaction.effects) {
        if (!effect.is(set)) continue;
        lines = { ...lines, [effect.value.mark]: effect.value.line };
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
    ".cm-foldPlaceholder": { backgroundColor: "var(--ls-surface-2)", color: "var(--ls-ink-2)", border: "none" },
  });
  const style = HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "ls-code-keyword" },
    { tag: [tags.string, tags.special(tags.string), tags.number, tags.bool, tags.null], class: "ls-code-literal" },
    { tag: tags.comment, class: "ls-code-comment" },
    { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "ls-code-name" },
    { tag: tags.invalid, class: "ls-code-invalid" },
  ]);
  return [theme, syntaxHighlighting(style)];
}

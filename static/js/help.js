// The `?` dialog: every command and its key, from the table; single-letter keys can be switched off, any key can be changed.

import { COMMANDS, GROUPS, isOffered } from "./commands.js";
import { openDialog } from "./dialogs.js";
import { element } from "./dom.js";
import { DEFAULTS, chordOf, keysOf, remap } from "./keys.js";

/**
 * @typedef {ReturnType<typeof import("./keyboard.js").mountKeyboard>} Keyboard
 * @typedef {{context: import("./commands.js").CommandContext, keyboard: Keyboard, signal: AbortSignal}} Parts
 */

/** Keys that cannot be a command's own: they lead out of the button that asks for one, or are half a chord. */
const NO_OWN = new Set(["Tab", "ShiftLeft", "ShiftRight", "ControlLeft", "ControlRight", "AltLeft", "AltRight", "MetaLeft", "MetaRight", "CapsLock"]);

/**
 * Draw a chord as keys.
 * @param {readonly string[]} signs
 * @returns {HTMLElement}
 */
export function keyNode(signs) {
  return element("span", { class: "ls-keys" }, ...signs.flatMap((sign, index) => [...(index ? [" "] : []), element("kbd", { class: "ls-key-cap", text: sign })]));
}

/**
 * The chords as they are shown: at most two, and none that bears the sign of one before it (the numeric pad's minus is a minus).
 * @param {readonly string[]} chords
 * @param {Pick<Keyboard, "signs">} keyboard
 * @returns {string[][]}
 */
export function distinctSigns(chords, keyboard) {
  const all = chords.map(keyboard.signs);
  return all.filter((signs, index) => !all.slice(0, index).some((other) => other.at(-1) === signs.at(-1))).slice(0, 2);
}

/**
 * Open the dialog.
 * @param {Parts} parts
 */
export function openHelp({ context, keyboard, signal }) {
  const { t } = context.messages;
  const { body } = openDialog({ title: t("help.title"), closeLabel: t("dialog.close"), className: "ls-dialog--help", signal });
  /** @type {(() => void)[]} */
  const refreshers = [];
  const change = (/** @type {import("./keys.js").KeySettings} */ settings) => {
    keyboard.change(settings);
    for (const refresh of refreshers) refresh();
  };
  const rowsOf = (/** @type {string} */ group) => COMMANDS.filter((command) => command.group === group && isOffered(command, context));
  body.append(
    settingsNode({ context, keyboard, change, refreshers }),
    element("div", { class: "ls-help" }, ...GROUPS.filter((group) => rowsOf(group).length > 0).map((group) => element(
      "section",
      { class: "ls-help__group" },
      element("h3", { class: "ls-help__heading", text: t(`command.group.${group}`) }),
      element("ul", { class: "ls-help__rows" }, ...rowsOf(group).map((command) => rowNode(command, { context, keyboard, change, refreshers }))),
    ))),
  );
}

/**
 * @typedef {{context: Parts["context"], keyboard: Keyboard, change: (settings: import("./keys.js").KeySettings) => void, refreshers: (() => void)[]}} Sheet
 */

/** @type {(sheet: Sheet) => HTMLElement} */
function settingsNode({ context, keyboard, change, refreshers }) {
  const { t } = context.messages;
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
  box.addEventListener("change", () => change({ ...keyboard.settings(), letters: box.checked }));
  const reset = element("button", { class: "ls-button ls-button--quiet", type: "button", text: t("help.reset"), onclick: () => change(DEFAULTS) });
  const refresh = () => {
    const { letters, map } = keyboard.settings();
    box.checked = letters;
    reset.hidden = letters && Object.keys(map).length === 0;
  };
  refreshers.push(refresh);
  refresh();
  return element("div", { class: "ls-help__settings" }, element("label", { class: "ls-help__switch" }, box, t("help.letters")), reset, element("p", { class: "ls-help__note", text: t("help.note") }));
}

/** @type {(command: import("./commands.js").Command, sheet: Sheet) => HTMLElement} */
function rowNode(command, { context, keyboard, change, refreshers }) {
  const { t } = context.messages;
  const name = t(`command.${command.id}`);
  const button = element("button", { class: "ls-help__change", type: "button", "data-change": command.id, "data-tip": t("help.change") });
  let isAsking = false;
  const refresh = () => {
    const keys = keysOf(command, keyboard.settings());
    const spelled = distinctSigns(keys, keyboard).map((signs) => signs.join(" ")).join(", ") || t("help.none");
    button.setAttribute("aria-label", t("help.change.name", { name, keys: spelled }));
    if (isAsking) button.replaceChildren(element("span", { class: "ls-help__ask", text: t("help.press") }));
    else if (keys.length) button.replaceChildren(...distinctSigns(keys, keyboard).map(keyNode));
    else button.replaceChildren(element("span", { class: "ls-help__none", text: t("help.none") }));
  };
  const ask = (/** @type {boolean} */ asks) => {
    isAsking = asks;
    refresh();
  };
  button.addEventListener("click", () => ask(!isAsking));
  button.addEventListener("blur", () => { if (isAsking) ask(false); });
  button.addEventListener("keydown", (event) => {
    if (!isAsking || event.isComposing || NO_OWN.has(event.code)) return;
    event.preventDefault();
    event.stopPropagation();
    ask(false);
    if (event.code !== "Escape") change(remap(COMMANDS, keyboard.settings(), command.id, chordOf(event)));
  });
  refreshers.push(refresh);
  refresh();
  return element("li", { class: "ls-help__row" }, element("span", { class: "ls-help__name", text: name }), button);
}

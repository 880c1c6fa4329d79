// The `?` dialog: every command and its key, from the table; single-letter keys can be switched off, any key can be changed.

import { COMMANDS, GROUPS, isOffered } from "./commands.js";
import { openDialog } from "./dialogs.js";
import { element } from "./dom.js";
import { resetKeys } from "./keyboard.js";
import { chordOf, chordSigns, keysOf, remap } from "./keys.js";

/**
 * @typedef {ReturnType<typeof import("./keyboard.js").mountKeyboard>} Keyboard
 * @typedef {{context: import("./commands.js").CommandContext, keyboard: Keyboard, signal: AbortSignal}} Parts
 */

/** Keys that cannot be a command's own: they lead out of the field that asks for one, or are half a chord. */
const NO_OWN = new Set(["Tab", "Escape", "ShiftLeft", "ShiftRight", "ControlLeft", "ControlRight", "AltLeft", "AltRight", "MetaLeft", "MetaRight", "CapsLock"]);

/**
 * Draw a chord as keys.
 * @param {string} chord
 * @returns {HTMLElement}
 */
export function keyNode(chord) {
  const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
  return element("span", { class: "ls-keys" }, ...chordSigns(chord, { isMac }).map((sign) => element("kbd", { class: "ls-key-cap", text: sign })));
}

/**
 * Open the dialog.
 * @param {Parts} parts
 */
export function openHelp({ context, keyboard, signal }) {
  const { t } = context.messages;
  const { body } = openDialog({ title: t("help.title"), closeLabel: t("dialog.close"), className: "ls-dialog--help", signal });
  let asking = "";
  const draw = () => {
    body.replaceChildren(settingsNode(), element("div", { class: "ls-help" }, ...GROUPS.map(groupNode)));
    if (asking) /** @type {HTMLElement | null} */ (body.querySelector(`[data-change="${asking}"]`))?.focus();
  };

  const settingsNode = () => {
    const { letters, map } = keyboard.settings();
    const box = element("input", { type: "checkbox", checked: letters });
    box.addEventListener("change", () => { keyboard.change({ ...keyboard.settings(), letters: !letters }); draw(); });
    const reset = element("button", { class: "ls-button ls-button--quiet", type: "button", text: t("help.reset"), onclick: () => { resetKeys(keyboard); draw(); } });
    reset.hidden = letters && Object.keys(map).length === 0;
    return element("div", { class: "ls-help__settings" }, element("label", { class: "ls-help__switch" }, box, t("help.letters")), reset, element("p", { class: "ls-help__note", text: t("help.note") }));
  };

  const groupNode = (/** @type {string} */ group) => {
    const rows = COMMANDS.filter((command) => command.group === group && isOffered(command, context));
    return element(
      "section",
      { class: "ls-help__group" },
      element("h3", { class: "ls-help__heading", text: t(`command.group.${group}`) }),
      element("ul", { class: "ls-help__rows" }, ...rows.map(rowNode)),
    );
  };

  const rowNode = (/** @type {import("./commands.js").Command} */ command) => {
    const keys = keysOf(command, keyboard.settings());
    const name = t(`command.${command.id}`);
    const button = element(
      "button",
      {
        class: "ls-help__change", type: "button", "data-change": command.id, title: t("help.change"),
        "aria-label": t("help.change.name", { name, keys: keys.map((key) => chordSigns(key).join(" ")).join(", ") || t("help.none") }),
        onclick: () => { asking = command.id; draw(); },
      },
      ...(asking === command.id ? [element("span", { class: "ls-help__ask", text: t("help.press") })]
        : keys.length ? keys.slice(0, 2).map(keyNode) : [element("span", { class: "ls-help__none", text: t("help.none") })]),
    );
    button.addEventListener("keydown", (event) => take(event, command.id));
    button.addEventListener("blur", () => { if (asking === command.id) { asking = ""; setTimeout(draw); } });
    return element("li", { class: "ls-help__row" }, element("span", { class: "ls-help__name", text: name }), button);
  };

  const take = (/** @type {KeyboardEvent} */ event, /** @type {string} */ id) => {
    if (asking !== id || event.isComposing) return;
    if (event.code === "Escape") event.preventDefault();
    if (NO_OWN.has(event.code) && event.code !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.code !== "Escape") keyboard.change(remap(COMMANDS, keyboard.settings(), id, chordOf(event)));
    draw();
    asking = "";
    draw();
  };

  draw();
}

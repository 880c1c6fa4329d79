// The command palette: type to find a command, a worker, a lock, a finding, a line or an instant, and go there.

import { runCommand } from "./commands.js";
import { openDialog } from "./dialogs.js";
import { element } from "./dom.js";
import { keyNode } from "./help.js";
import { go } from "./jump.js";
import { keysOf } from "./keys.js";
import { choicesFor } from "./search.js";

/**
 * Open the palette.
 * @param {import("./help.js").Parts} parts
 */
export function openPalette({ context, keyboard, signal }) {
  const { t } = context.messages;
  const { body, close } = openDialog({ title: t("palette.title"), closeLabel: t("dialog.close"), className: "ls-dialog--palette", signal, headless: true });
  const input = /** @type {HTMLInputElement} */ (element("input", {
    class: "ls-palette__input", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "ls-palette-list", "aria-autocomplete": "list",
    "aria-label": t("palette.title"), placeholder: t("palette.placeholder"), autocomplete: "off", spellcheck: "false",
  }));
  const list = element("ul", { class: "ls-palette__list", id: "ls-palette-list", role: "listbox", "aria-label": t("palette.title") });
  const none = element("p", { class: "ls-palette__none", role: "status", text: t("palette.none") });
  body.append(input, list, none);
  /** @type {import("./search.js").Choice[]} */
  let choices = [];
  let active = 0;

  const choose = (/** @type {import("./search.js").Choice | undefined} */ choice) => {
    if (!choice) return;
    close();
    if (choice.action.type === "command") runCommand(choice.action.id, context);
    else go(choice.action.link, context);
  };
  const draw = () => {
    choices = choicesFor(input.value, context);
    list.replaceChildren(...choices.map((choice, index) => optionNode(choice, index)));
    none.hidden = choices.length > 0;
    activate(0);
  };
  const optionNode = (/** @type {import("./search.js").Choice} */ choice, /** @type {number} */ index) => {
    const command = choice.action.type === "command" ? { id: choice.action.id, keys: choice.keys ?? [] } : undefined;
    const key = command ? keysOf(command, keyboard.settings())[0] : undefined;
    return element(
      "li",
      { class: "ls-palette__option", role: "option", id: `ls-palette-${index}`, "aria-selected": "false", onclick: () => choose(choice) },
      element("span", { class: "ls-palette__text", text: choice.text, translate: choice.kind === "worker" || choice.kind === "resource" ? "no" : null }),
      element("span", { class: "ls-palette__detail", text: choice.detail }),
      key ? keyNode(keyboard.signs(key)) : null,
    );
  };
  const activate = (/** @type {number} */ index) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = choices.length ? (index + choices.length) % choices.length : 0;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const moves = /** @type {Readonly<Record<string, number>>} */ ({ ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + 8, PageUp: active - 8 });
    const next = moves[event.code];
    if (next !== undefined) activate(event.code.startsWith("Page") ? Math.max(0, Math.min(choices.length - 1, next)) : next);
    else if (event.key === "Enter") choose(choices[active]);
    else return;
    event.preventDefault();
  });
  draw();
  input.focus();
}

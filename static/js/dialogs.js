// What the dialogs share: opening and closing. The browser's own <dialog> closes on Esc, keeps the page behind inert and gives the focus back.

import { element, icon } from "./dom.js";

/**
 * Make a dialog, put it into the page and open it; it is taken out again when it closes.
 * @param {{title: string, closeLabel: string, className?: string, signal: AbortSignal, headless?: boolean}} options
 *   headless: the title is only for screen readers
 * @returns {{dialog: HTMLDialogElement, body: HTMLElement, close: () => void}}
 */
export function openDialog({ title, closeLabel, className = "", signal, headless = false }) {
  const close = () => {
    dialog.close();
    dialog.remove(); // at once: until then the next key would still be typed into it
  };
  const body = element("div", { class: "ls-dialog__body" });
  const heading = element("h2", { class: headless ? "ls-hidden" : "ls-dialog__title", id: "ls-dialog-title", text: title });
  const button = element("button", { class: "ls-button ls-button--quiet ls-button--icon", type: "button", "aria-label": closeLabel, onclick: close }, icon("close"));
  const head = headless ? heading : element("header", { class: "ls-dialog__head" }, heading, button);
  const dialog = /** @type {HTMLDialogElement} */ (element("dialog", { class: `ls-dialog ${className}`, "aria-labelledby": "ls-dialog-title" }, head, body));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) close(); });
  dialog.addEventListener("close", () => dialog.remove(), { once: true });
  signal.addEventListener("abort", close, { once: true });
  (document.querySelector("#dialogs") ?? document.body).append(dialog);
  dialog.showModal();
  return { dialog, body, close };
}

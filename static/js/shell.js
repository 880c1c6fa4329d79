/**
 * What every page has: the words, the theme, the two controls that change them, and times in the reader's own way.
 */

import { formatDuration } from "./durations.js";
import { catalogueLoader, createMessages } from "./i18n.js";
import { openStorage } from "./storage.js";
import { mountTheme } from "./theme.js";

/** @type {Readonly<Record<string, string>>} */
const NAMES = Object.freeze({ en: "English", "zh-CN": "中文" });

/**
 * Start a page.
 * @param {AbortSignal} signal
 * @param {{load?: (language: string) => Promise<import("./i18n.js").Catalogue>, storage?: import("./storage.js").Keeping}} [options]
 *   load: how a page without a server gets its words; storage: where the theme is kept
 * @returns {Promise<{messages: import("./i18n.js").Messages, theme: ReturnType<typeof mountTheme>}>}
 */
export async function mountShell(signal, { load = catalogueLoader("/static/messages/"), storage = openStorage() } = {}) {
  const root = document.documentElement;
  const theme = mountTheme({ root, storage, key: root.dataset.themeKey ?? "lockstep.theme", fallback: root.dataset.themeFallback ?? "auto", signal });
  const messages = await createMessages({ language: root.lang, load, root: document });
  mountLanguageButton(messages, signal);
  mountThemeMenu(theme, signal);
  showFigures(document, messages);
  messages.onChange(() => showFigures(document, messages), signal);
  return { messages, theme };
}

/** Say that every control of the page works from now on: whoever drives the page waits for `<html data-mounted>`. */
export function markMounted() {
  document.documentElement.dataset.mounted = "yes";
}

/** The other of the two languages. @param {string} language @returns {string} */
export function otherLanguage(language) {
  return language === "en" ? "zh-CN" : "en";
}

/** @type {(messages: import("./i18n.js").Messages, signal: AbortSignal) => void} */
function mountLanguageButton(messages, signal) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector('[data-action="language"]'));
  const name = button?.querySelector("[data-language-name]");
  if (button === null || !name) return;
  const show = () => {
    const next = otherLanguage(messages.language);
    button.lang = next;
    name.textContent = NAMES[next] ?? next;
  };
  button.addEventListener("click", () => messages.setLanguage(otherLanguage(messages.language)), { signal });
  messages.onChange(show, signal);
}

/** @type {(theme: ReturnType<typeof mountTheme>, signal: AbortSignal) => void} */
function mountThemeMenu(theme, signal) {
  const menu = document.querySelector("#theme-menu");
  if (menu === null) return;
  const show = () => {
    for (const input of menu.querySelectorAll("input")) input.checked = input.value === theme.choice;
  };
  menu.addEventListener("change", (event) => theme.set(/** @type {HTMLInputElement} */ (event.target).value), { signal });
  theme.onChange(show);
  show();
}

/**
 * Write durations, counts and dates below `root` as the language does.
 * @param {ParentNode} root @param {import("./i18n.js").Messages} messages
 */
export function showFigures(root, messages) {
  const dates = new Intl.DateTimeFormat(messages.language, { dateStyle: "medium", timeStyle: "short" });
  const counts = new Intl.NumberFormat(messages.language);
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-duration-ns]"))) {
    element.textContent = formatDuration(Number(element.dataset.durationNs), messages.t);
  }
  for (const element of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[datetime]"))) {
    const date = new Date(element.dateTime);
    if (!Number.isNaN(date.getTime())) element.textContent = dates.format(date);
  }
  for (const element of /** @type {NodeListOf<HTMLDataElement>} */ (root.querySelectorAll("data[data-count]"))) element.textContent = counts.format(Number(element.value));
}

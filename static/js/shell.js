/**
 * What every page has: the words, the theme, the two controls that change them, and times in the reader's own way.
 */

import { formatDuration } from "./durations.js";
import { catalogueLoader, createMessages } from "./i18n.js";
import { mountTheme } from "./theme.js";

const NAMES = Object.freeze({ en: "English", "zh-CN": "中文" });

/**
 * Start a page.
 * @param {AbortSignal} signal
 * @returns {Promise<{messages: import("./i18n.js").Messages, theme: ReturnType<typeof mountTheme>}>}
 */
export async function mountShell(signal) {
  const root = document.documentElement;
  const theme = mountTheme({ root, storage: localStorage, key: root.dataset.themeKey, fallback: root.dataset.themeFallback, signal });
  const messages = await createMessages({ language: root.lang, load: catalogueLoader("/static/messages/"), root: document });
  mountLanguageButton(messages, signal);
  mountThemeMenu(theme, signal);
  showFigures(document, messages);
  messages.onChange(() => showFigures(document, messages), signal);
  return { messages, theme };
}

/** The other of the two languages. @param {string} language @returns {string} */
export function otherLanguage(language) {
  return language === "en" ? "zh-CN" : "en";
}

function mountLanguageButton(messages, signal) {
  const button = document.querySelector('[data-action="language"]');
  if (button === null) return;
  const show = () => {
    const next = otherLanguage(messages.language);
    button.lang = next;
    button.querySelector("[data-language-name]").textContent = NAMES[next];
  };
  button.addEventListener("click", () => messages.setLanguage(otherLanguage(messages.language)), { signal });
  messages.onChange(show, signal);
}

function mountThemeMenu(theme, signal) {
  const menu = document.querySelector("#theme-menu");
  if (menu === null) return;
  const show = () => {
    for (const input of menu.querySelectorAll("input")) input.checked = input.value === theme.choice;
  };
  menu.addEventListener("change", (event) => theme.set(event.target.value), { signal });
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
  for (const element of root.querySelectorAll("[data-duration-ns]")) {
    element.textContent = formatDuration(Number(element.dataset.durationNs), messages.t);
  }
  for (const element of root.querySelectorAll("time[datetime]")) {
    const date = new Date(element.dateTime);
    if (!Number.isNaN(date.getTime())) element.textContent = dates.format(date);
  }
  for (const element of root.querySelectorAll("data[data-count]")) element.textContent = counts.format(Number(element.value));
}

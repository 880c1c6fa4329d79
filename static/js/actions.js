/**
 * What every page of a run can do besides its own: theme, language, size of the font, full screen. By the ids of commands.js.
 */

/** Steps of the font's size. */
export const FONT_SCALES = Object.freeze([0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]);
const KEY = "lockstep.font";

/**
 * The next larger or smaller size.
 * @param {number} scale @param {1 | -1} way @returns {number}
 */
export function nextScale(scale, way) {
  const index = FONT_SCALES.findIndex((one) => one >= scale - 0.001);
  const at = index < 0 ? FONT_SCALES.length - 1 : index;
  return FONT_SCALES[Math.min(FONT_SCALES.length - 1, Math.max(0, at + way))];
}

/**
 * Make the actions.
 * @param {{theme: {next: () => void}, messages: import("./i18n.js").Messages, root: HTMLElement, storage: import("./storage.js").Keeping,
 *   store: () => import("./store.js").Store | null}} parts
 * @returns {{actions: Record<string, () => void>, fontScale: () => number}}
 */
export function commonActions({ theme, messages, root, storage, store }) {
  const kept = Number(storage.getItem(KEY));
  let scale = FONT_SCALES.includes(kept) ? kept : 1;
  const putScale = (/** @type {number} */ next) => {
    scale = next;
    storage.setItem(KEY, String(scale));
    root.style.setProperty("--ls-font-scale", String(scale));
    store()?.set({ fontScale: scale });
  };
  putScale(scale);
  const actions = {
    theme: () => theme.next(),
    language: () => void messages.setLanguage(messages.language === "en" ? "zh-CN" : "en"),
    "font-larger": () => putScale(nextScale(scale, 1)),
    "font-smaller": () => putScale(nextScale(scale, -1)),
    "full-screen": () => void (document.fullscreenElement === null ? root.requestFullscreen?.() : document.exitFullscreen()),
  };
  return { actions, fontScale: () => scale };
}

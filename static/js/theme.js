/**
 * The theme: the reader's choice, or what the system asks for. The script in base.html sets it before the first paint; this module
 * changes it in place. The present page remembers its own choice, because a hall is not a desk.
 */

export const THEMES = Object.freeze(["auto", "light", "dark", "contrast", "projector"]);

/**
 * Resolve a choice to a value of `<html data-theme>`.
 * @param {string} choice one of THEMES
 * @param {{dark: boolean, moreContrast: boolean}} system what the system prefers
 * @returns {string}
 */
export function resolveTheme(choice, system) {
  if (THEMES.includes(choice) && choice !== "auto") return choice;
  if (system.moreContrast) return "contrast";
  return system.dark ? "dark" : "light";
}

/**
 * The theme after this one, in the order of the menu, system left out: one key walks through them.
 * @param {string} theme @returns {string}
 */
export function nextTheme(theme) {
  const cycle = THEMES.slice(1);
  return cycle[(cycle.indexOf(theme) + 1) % cycle.length];
}

/**
 * Keep `<html data-theme>` in step with the choice and with the system.
 * @param {{root: HTMLElement, storage: import("./storage.js").Keeping, key: string, fallback?: string, signal: AbortSignal}} options
 */
export function mountTheme({ root, storage, key, fallback = "auto", signal }) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  /** @type {Set<(theme: string) => void>} */
  const listeners = new Set();
  let choice = storage.getItem(key) || fallback; // as the script in base.html reads it
  const show = () => {
    root.dataset.theme = resolveTheme(choice, { dark: dark.matches, moreContrast: contrast.matches });
    for (const listener of [...listeners]) listener(root.dataset.theme);
  };
  dark.addEventListener("change", show, { signal });
  contrast.addEventListener("change", show, { signal });
  signal.addEventListener("abort", () => listeners.clear(), { once: true });
  show();
  return Object.freeze({
    get choice() { return choice; },
    get theme() { return root.dataset.theme ?? "light"; },
    set(/** @type {string} */ next) {
      choice = THEMES.includes(next) ? next : "auto";
      storage.setItem(key, choice);
      show();
    },
    next() { this.set(nextTheme(root.dataset.theme ?? "light")); },
    onChange(/** @type {(theme: string) => void} */ listener) { listeners.add(listener); },
  });
}

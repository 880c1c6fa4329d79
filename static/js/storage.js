/**
 * Where the reader's choices are kept. Inside a frame of another site, or in a sandbox, a browser may refuse its storage: then they last
 * as long as the page.
 */

/** @typedef {Pick<Storage, "getItem" | "setItem">} Keeping */

/**
 * What keeps choices as long as the page.
 * @returns {Keeping}
 */
export function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

/**
 * The browser's storage, or what stands in for it.
 * @param {{readonly localStorage: Keeping}} [browser]
 * @returns {Keeping}
 */
export function openStorage(browser = window) {
  try {
    browser.localStorage.getItem("lockstep");
    return browser.localStorage;
  } catch {
    return memory();
  }
}

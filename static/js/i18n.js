/**
 * Every word on the screen, in the reader's language, switched in place.
 *
 * An element carries its key (`data-i18n="lab.run"`), optionally parameters as JSON (`data-i18n-params`), and keys for its attributes
 * (`data-i18n-attributes="aria-label:lab.run title:lab.run"`). Texts that come with data instead of the catalogue, such as an example's
 * title, carry all languages (`data-i18n-texts='{"en": "...", "zh-CN": "..."}'`). What scripts draw, they draw again on `onChange`.
 */

export const LANGUAGES = Object.freeze(["en", "zh-CN"]);
const COOKIE = "lockstep_language";
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * @typedef {Record<string, string>} Catalogue
 * @typedef {Record<string, string | number>} Parameters
 * @typedef {{
 *   readonly language: string,
 *   t: (key: string, params?: Parameters) => string,
 *   has: (key: string) => boolean,
 *   onChange: (listener: (language: string) => void, signal?: AbortSignal) => void,
 *   setLanguage: (language: string) => Promise<void>,
 *   translate: (root: ParentNode) => void,
 * }} Messages
 */

/**
 * Fill a template's {names}. A name without a value stays visible, so that a mistake shows.
 * @param {string} template @param {Parameters} [params] @returns {string}
 */
export function fill(template, params = {}) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/**
 * Look a key up; a `count` of one takes `key.one` where the catalogue has it. A key that is missing shows itself.
 * @param {Catalogue} catalogue @param {string} language @param {string} key @param {Parameters} [params] @returns {string}
 */
export function lookUp(catalogue, language, key, params = {}) {
  const one = `${key}.one`;
  const isOne = one in catalogue && typeof params.count === "number" && new Intl.PluralRules(language).select(params.count) === "one";
  const template = catalogue[isOne ? one : key];
  if (template === undefined) return key;
  // A large count is grouped as the language does it; small ones are most, and need no formatter.
  const isLarge = typeof params.count === "number" && params.count >= 1000;
  return fill(template, isLarge ? { ...params, count: params.count.toLocaleString(language) } : params);
}

/**
 * Choose the language we have for what the reader asked for.
 * @param {readonly string[]} wanted BCP 47 tags, best first @returns {string}
 */
export function chooseLanguage(wanted) {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => language.split("-")[0] === tag.toLowerCase().split("-")[0]);
    if (found !== undefined) return found;
  }
  return LANGUAGES[0];
}

/**
 * Build the messages of a page.
 * @param {{language: string, load: (language: string) => Promise<Catalogue>, root?: Document}} options
 * @returns {Promise<Messages>}
 */
export async function createMessages({ language, load, root }) {
  let current = chooseLanguage([language]);
  let catalogue = await load(current);
  /** @type {Set<(language: string) => void>} */
  const listeners = new Set();
  /** @type {Messages} */
  const messages = {
    get language() { return current; },
    t: (key, params) => lookUp(catalogue, current, key, params),
    has: (key) => key in catalogue,
    onChange(listener, signal) {
      listeners.add(listener);
      signal?.addEventListener("abort", () => listeners.delete(listener), { once: true });
    },
    async setLanguage(next) {
      const chosen = chooseLanguage([next]);
      if (chosen === current) return;
      catalogue = await load(chosen);
      current = chosen;
      if (root !== undefined) showLanguage(root, messages);
      for (const listener of [...listeners]) listener(current);
    },
    translate: (node) => translate(node, messages),
  };
  return Object.freeze(messages);
}

/** @param {Document} root @param {Messages} messages */
function showLanguage(root, messages) {
  root.documentElement.lang = messages.language;
  if (root.location?.origin !== "null") root.cookie = `${COOKIE}=${messages.language}; path=/; max-age=${YEAR_SECONDS}; samesite=strict`;
  translate(root, messages);
}

/**
 * Write every element of `root` that carries a key in the current language.
 * @param {ParentNode} root @param {Messages} messages
 */
export function translate(root, messages) {
  for (const element of marked(root, "data-i18n")) {
    element.textContent = messages.t(element.dataset.i18n ?? "", parametersOf(element));
  }
  for (const element of marked(root, "data-i18n-attributes")) {
    for (const pair of (element.dataset.i18nAttributes ?? "").trim().split(/\s+/)) {
      const [name = "", key = ""] = pair.split(":");
      element.setAttribute(name, messages.t(key, parametersOf(element)));
    }
  }
  for (const element of marked(root, "data-i18n-texts")) {
    const texts = JSON.parse(element.dataset.i18nTexts ?? "{}");
    element.textContent = texts[messages.language] ?? texts[LANGUAGES[0]];
  }
}

/** @type {(root: ParentNode, name: string) => NodeListOf<HTMLElement>} */
const marked = (root, name) => root.querySelectorAll(`[${name}]`);

/** @param {HTMLElement} element @returns {Parameters} */
function parametersOf(element) {
  return element.dataset.i18nParams === undefined ? {} : JSON.parse(element.dataset.i18nParams);
}

/**
 * Fetch a catalogue from the server, once per language.
 * @param {string} base address of the folder of catalogues @returns {(language: string) => Promise<Catalogue>}
 */
export function catalogueLoader(base) {
  const pending = new Map();
  return (language) => {
    if (!pending.has(language)) {
      const loaded = fetch(`${base}${language}.json`).then((response) => {
        if (!response.ok) throw new Error(`The texts for ${language} did not load: the server answered ${response.status}.`);
        return response.json();
      });
      loaded.catch(() => pending.delete(language));
      pending.set(language, loaded);
    }
    return pending.get(language);
  };
}

// The real catalogues, read from disk: tests speak both languages of the screen.

import { readFileSync } from "node:fs";
import { fill, lookUp } from "../../../static/js/i18n.js";

const FOLDER = new URL("../../../static/messages/", import.meta.url);

/** The two catalogues, by language. */
export function catalogues() {
  return Object.fromEntries(["en", "zh-CN"].map((language) => [language, JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), "utf8"))]));
}

/** The messages of a language; a missing key or an unfilled name throws, so a test that draws a sentence checks its catalogue too. */
export function messagesFor(language) {
  const catalogue = catalogues()[language];
  return {
    language,
    has: (key) => key in catalogue,
    t(key, params) {
      if (!(key in catalogue)) throw new Error(`the catalogue of ${language} has no ${key}`);
      return lookUp(catalogue, language, key, params);
    },
    onChange() {},
    fill,
  };
}

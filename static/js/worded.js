/**
 * Sentences that the server makes of a message and what goes into its gaps, in the reader's language. Pure.
 */

/**
 * @typedef {{message_id: string, parameters: Record<string, any>, text: string}} Said   text: the same in English
 * @typedef {Pick<import("./i18n.js").Messages, "t" | "has">} Words
 */

/**
 * Say a sentence of the server. A gap may take another sentence, or a list of alternatives.
 * @param {Said} said @param {Words} messages @returns {string}
 */
export function sentenceOf({ message_id: key, parameters, text }, messages) {
  if (!messages.has(key)) return text;
  const filled = Object.entries(parameters).map(([name, value]) => [name, wordsOf(value, messages)]);
  return messages.t(key, Object.fromEntries(filled));
}

/** @type {(value: any, messages: Words) => any} */
function wordsOf(value, messages) {
  if (Array.isArray(value)) return listOf(value.map((each) => wordsOf(each, messages)), messages);
  if (typeof value !== "object" || value === null) return value;
  return sentenceOf({ text: value.message_id, ...value }, messages);
}

/** @type {(words: readonly string[], messages: Words) => string} */
function listOf(words, { t }) {
  if (words.length < 2) return words.join("");
  return words.slice(0, -1).join(t("list.separator")) + t("list.or") + words.at(-1);
}

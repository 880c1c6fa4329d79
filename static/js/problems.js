/**
 * What the server refused, in the reader's language: a sentence by the problem's code (`problem.<code>`), and as small print the server's own
 * words, which are English and may know more. Pure.
 */

/**
 * @typedef {{code?: string, detail?: string, title?: string, errors?: {pointer?: string, detail?: string}[]}} Problem  as problem+json
 * @typedef {{code: string, detail: string, field: string}} Refusal  detail: the most precise thing the server said; field: what it is about
 */

/**
 * Read a problem.
 * @param {Problem} problem
 * @param {number} [status]  said when there is nothing else to say
 * @returns {Refusal}
 */
export function readProblem({ code, detail, title, errors }, status) {
  const first = errors?.[0];
  const field = first?.pointer?.replace(/^#?\//, "").split("/")[0] ?? "";
  return { code: code ?? "", detail: String(first?.detail ?? detail ?? title ?? status ?? ""), field };
}

/**
 * Say a refusal.
 * @param {Pick<Refusal, "code" | "detail">} refusal
 * @param {Pick<import("./i18n.js").Messages, "t" | "has">} messages
 * @param {string} fallback  the key of what is said with the `{detail}` of a problem that has no sentence
 * @returns {{text: string, small: string}} small: empty where the server said the same
 */
export function sayRefusal({ code, detail }, { t, has }, fallback) {
  const key = `problem.${code}`;
  if (!has(key)) return { text: t(fallback, { detail }), small: "" };
  const text = t(key);
  return { text, small: text === detail ? "" : detail };
}

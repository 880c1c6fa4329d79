/**
 * What the server refused, in the reader's language: a sentence by the problem's code (`problem.<code>`), and as small print what the server says
 * more precisely: a message, or words of its own, which are English. Pure.
 */

import { sentenceOf } from "./worded.js";

/**
 * @typedef {{pointer?: string, detail?: string, message_id?: string, parameters?: Record<string, any>}} FieldError
 * @typedef {{code?: string, detail?: string, title?: string, errors?: FieldError[]}} Problem  as problem+json
 * @typedef {{code: string, detail: string, field: string, said?: import("./worded.js").Said}} Refusal  detail: the most precise thing the
 *   server said; said: that as a message, where it is one; field: what it is about
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
  const text = String(first?.detail ?? detail ?? title ?? status ?? "");
  const said = first?.message_id === undefined ? {} : { said: { message_id: first.message_id, parameters: first.parameters ?? {}, text } };
  return { code: code ?? "", detail: text, field, ...said };
}

/**
 * Say a refusal.
 * @param {Pick<Refusal, "code" | "detail" | "said">} refusal
 * @param {Pick<import("./i18n.js").Messages, "t" | "has">} messages
 * @param {string} fallback  the key of what is said with the `{detail}` of a problem that has no sentence
 * @returns {{text: string, small: string}} small: empty where the server said the same
 */
export function sayRefusal({ code, detail: english, said }, messages, fallback) {
  const { t, has } = messages;
  const key = `problem.${code}`;
  const detail = said === undefined ? english : sentenceOf(said, messages);
  if (!has(key)) return { text: t(fallback, { detail }), small: "" };
  const text = t(key);
  return { text, small: text === detail ? "" : detail };
}

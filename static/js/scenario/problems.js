/**
 * What the server finds wrong with a scenario, put where it belongs: at its place in the text, or at a parameter's field. Pure.
 */

import { sentenceOf } from "../worded.js";

/**
 * @typedef {{pointer?: string, detail: string, code?: string, line?: number | null, column?: number | null, message_id?: string, parameters?: Record<string, any>}} Told
 *   as the server tells it
 * @typedef {{code: string, detail: string, line: number | null, from: number, to: number}} Problem   offsets in the text
 */

const BEGIN = /^(?:"[^"\n]*"?|'[^'\n]*'?|[^\s:,{}[\]]+)/;

/**
 * Put the details into the reader's language.
 * @param {readonly Told[]} told @param {import("../worded.js").Words} messages @returns {Told[]}
 */
export function worded(told, messages) {
  return told.map((one) => (one.message_id === undefined ? one : { ...one, detail: sentenceOf({ message_id: one.message_id, parameters: one.parameters ?? {}, text: one.detail }, messages) }));
}

/**
 * Put problems at their words in the text; one without a line stands at the text's beginning.
 * @param {readonly Told[]} told @param {string} text @returns {Problem[]}
 */
export function placed(told, text) {
  const lines = text.split("\n");
  return told.map(({ code = "", detail, line, column }) => {
    if (!line || line > lines.length) return { code, detail, line: null, from: 0, to: Math.max(1, lines[0]?.length ?? 0) };
    const written = lines[line - 1] ?? "";
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    // The server counts characters, an editor halves of the rare ones.
    const inLine = [...written].slice(0, Math.max(0, (column ?? 1) - 1)).join("").length;
    const word = BEGIN.exec(written.slice(inLine))?.[0] ?? "";
    const from = start + Math.min(inLine, Math.max(0, written.length - 1));
    return { code, detail, line, from, to: Math.min(start + Math.max(written.length, 1), from + Math.max(1, word.length)) };
  });
}

/**
 * The problems of fields: what was chosen for a parameter, or the seed. By the field's name, `seed` for the seed.
 * @param {readonly Told[]} told @returns {Map<string, string>}
 */
export function ofFields(told) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { pointer = "", detail } of told) {
    const name = pointer === "/seed" ? "seed" : /^\/parameters\/([^/]+)$/.exec(pointer)?.[1];
    if (name !== undefined) found.set(name, detail);
  }
  return found;
}

/**
 * Those that are of the text, not of a field.
 * @param {readonly Told[]} told @returns {Told[]}
 */
export function ofText(told) {
  return told.filter((one) => ofFields([one]).size === 0);
}

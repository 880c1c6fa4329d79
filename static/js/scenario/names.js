/**
 * What a scenario's text calls by name, read from the text as it is while one types: parameters, resources with their kinds, workers,
 * procedures, marks, sections, and the names that steps give. Pure.
 */

import { ITEM, tokensOf } from "./outline.js";

/**
 * @typedef {{parameters: string[], resources: Map<string, string>, workers: string[], procedures: string[], marks: string[], sections: string[],
 *   locals: string[]}} Names
 */

const GIVES = new Set(["into", "as", "for"]);

/**
 * Collect them.
 * @param {string} text @returns {Names}
 */
export function namesIn(text) {
  /** @type {Names} */
  const names = { parameters: [], resources: new Map(), workers: [], procedures: [], marks: [], sections: [], locals: [] };
  /** @type {import("./outline.js").Token[]} */
  let way = [];
  for (const token of tokensOf(text)) {
    way = [...way.filter((one) => one.column < token.column || (token.type === "item" && one.type === "key" && one.column === token.column)), token];
    if (token.type === "key") note(names, way.map(({ key }) => key), token.value);
  }
  for (const list of [names.marks, names.sections, names.locals]) list.splice(0, list.length, ...new Set(list));
  return names;
}

/** @type {(names: Names, path: readonly string[], value: string) => void} */
function note(names, path, value) {
  const [section, name, member] = path;
  const last = path.at(-1) ?? "";
  if (path.length === 2 && name !== undefined) {
    if (section === "parameters") names.parameters.push(name);
    else if (section === "workers") names.workers.push(name);
    else if (section === "procedures") names.procedures.push(name);
    else if (section === "resources") names.resources.set(name, /\bkind:\s*["']?(\w+)/.exec(value)?.[1] ?? "");
  } else if (section === "resources" && name !== undefined && member === "kind") names.resources.set(name, value.replace(/["']/g, "").split(/\s/)[0] ?? "");
  if (!path.includes(ITEM) || section === "expect" || value === "") return;
  if (last === "mark") names.marks.push(asPattern(value));
  else if (last === "section") names.sections.push(asPattern(value));
  else if (GIVES.has(last) && /^\w+$/.test(value)) names.locals.push(value);
}

/** A text with gaps, as an expectation asks for it: `ate {index}` is `ate *`. @type {(text: string) => string} */
function asPattern(text) {
  return text.replace(/^(["'])(.*)\1$/, "$2").replace(/\{[^{}]*\}/g, "*");
}

/**
 * Where one is in a YAML text that may be unfinished: read line by line from indentation and keys, never from a parser that would refuse it.
 * Pure. A path is made of keys and ITEM, one for each list on the way.
 */

/** A step into a list. */
export const ITEM = "[]";

const KEY = /^("[^"]*"|'[^']*'|[^\s#:{}[\],"'&*!|>%@`-][^:#{}[\],]*?)\s*:(?=\s|$)\s*/;

/**
 * A key or a dash. `column` counts from 0; `value` is what stands behind a key in its line, `at` the offset of that.
 * @typedef {{type: "key" | "item", column: number, line: number, key: string, value: string, at: number}} Token
 */

/**
 * Where the caret is. `word` is what has been written of the word there, `from` its offset. `value`: behind a key, whose path is `path`;
 * `word`: where a key may begin, or an item of a list. `siblings`: the other keys of the object, with what stands behind them.
 * @typedef {{kind: "word" | "value" | "none", path: readonly string[], word: string, from: number, column: number, isFlow: boolean,
 *   siblings: ReadonlyMap<string, string>, before: string}} Place
 */

/**
 * Read the keys and dashes of a text, block scalars left out.
 * @param {string} text @returns {Token[]}
 */
export function tokensOf(text) {
  /** @type {Token[]} */
  const tokens = [];
  let start = 0;
  let scalarColumn = -1; // of the key whose block scalar goes on
  text.split("\n").forEach((line, number) => {
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === "" || line.trimStart().startsWith("#");
    if (scalarColumn >= 0 && !isBlank && indent <= scalarColumn) scalarColumn = -1;
    if (!isBlank && scalarColumn < 0) {
      const found = tokensIn(line, number, start);
      tokens.push(...found);
      const last = found.at(-1);
      if (last?.type === "key" && /^[|>][+-]?\d?\s*$/.test(last.value)) scalarColumn = last.column;
    }
    start += line.length + 1;
  });
  return tokens;
}

/** @type {(line: string, number: number, start: number) => Token[]} */
function tokensIn(line, number, start) {
  /** @type {Token[]} */
  const tokens = [];
  let column = line.length - line.trimStart().length;
  while (/^-(\s|$)/.test(line.slice(column))) {
    tokens.push({ type: "item", column, line: number, key: ITEM, value: "", at: start + column + 1 });
    column += 1;
    column += line.slice(column).length - line.slice(column).trimStart().length;
  }
  const match = KEY.exec(line.slice(column));
  if (match?.[1] !== undefined) {
    const at = column + match[0].length;
    tokens.push({ type: "key", column, line: number, key: unquoted(match[1]), value: line.slice(at).trimEnd(), at: start + at });
  }
  return tokens;
}

/** @type {(word: string) => string} */
function unquoted(word) {
  return word.trim().replace(/^(["'])(.*)\1$/, "$2");
}

/** Put a token on the way down to it. @type {(way: readonly Token[], token: Token) => Token[]} */
function downTo(way, { type, column }) {
  const isAbove = (/** @type {Token} */ one) => one.column < column || (type === "item" && one.type === "key" && one.column === column);
  return way.filter(isAbove);
}

/**
 * Tell where a caret is.
 * @param {string} text @param {number} offset @returns {Place}
 */
export function placeAt(text, offset) {
  const tokens = tokensOf(text);
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineNumber = text.slice(0, lineStart).split("\n").length - 1;
  const before = text.slice(lineStart, offset);
  const nowhere = /** @type {Place} */ ({ kind: "none", path: [], word: "", from: offset, column: 0, isFlow: false, siblings: new Map(), before });
  if (/(^|\s)#/.test(before)) return nowhere;
  /** @type {Token[]} */
  let way = [];
  for (const token of tokens.filter((one) => one.line < lineNumber)) way = [...downTo(way, token), token];
  const own = tokens.filter((one) => one.line === lineNumber);
  if (own.length === 0 && isInScalar(way, before)) return nowhere;
  for (const token of own.filter((one) => one.type === "item" && one.at <= offset)) way = [...downTo(way, token), token];
  const key = own.find((one) => one.type === "key" && one.at <= offset);
  if (key !== undefined) {
    way = [...downTo(way, key), key];
    const siblings = siblingsOf(tokens, key.column, lineNumber, key.column);
    return inValue({ path: pathOf(way), siblings, column: key.column, from: key.at, written: text.slice(key.at, offset) });
  }
  const item = own.filter((one) => one.type === "item" && one.at <= offset).at(-1);
  const blank = (item === undefined ? before : before.slice(item.column + 1)).match(/^\s*/)?.[0].length ?? 0;
  const column = (item === undefined ? 0 : item.column + 1) + blank;
  const written = before.slice(column);
  way = way.filter((one) => one.column < column);
  const siblings = siblingsOf(tokens, column, lineNumber, column);
  if (/^[{[]/.test(written)) return inValue({ path: pathOf(way), siblings, column, from: lineStart + column, written });
  return { kind: "word", path: pathOf(way), word: written, from: lineStart + column, column, isFlow: false, siblings, before: written };
}

/** @type {(way: readonly Token[], before: string) => boolean} */
function isInScalar(way, before) {
  const last = way.at(-1);
  return last?.type === "key" && /^[|>]/.test(last.value) && before.length - before.trimStart().length > last.column;
}

/** @type {(way: readonly Token[]) => string[]} */
function pathOf(way) {
  return way.map(({ key }) => key);
}

/** The other keys of the object at a column round a line. @type {(tokens: readonly Token[], column: number, line: number, own: number) => Map<string, string>} */
function siblingsOf(tokens, column, line, own) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const note = (/** @type {Token} */ one) => { if (one.type === "key" && one.column === column) found.set(one.key, one.value); };
  const isOut = (/** @type {Token} */ one) => one.column < column;
  const above = tokens.filter((one) => one.line < line || (one.line === line && one.column < own)).reverse();
  for (const one of above) {
    if (isOut(one)) break;
    note(one);
  }
  for (const one of tokens.filter((each) => each.line > line)) {
    if (isOut(one)) break;
    note(one);
  }
  return found;
}

/**
 * Look into what stands behind a key: a plain value, or `{...}` and `[...]` as far as they have been written.
 * @type {(place: {path: string[], siblings: Map<string, string>, column: number, from: number, written: string}) => Place}
 */
function inValue({ path, siblings, column, from, written }) {
  if (!/^[{[]/.test(written)) return { kind: "value", path, word: written, from, column, isFlow: false, siblings, before: written };
  /** @type {{isMap: boolean, key: string | null, start: number, siblings: Map<string, string>}[]} */
  const frames = [];
  for (let at = 0; at < written.length; at += 1) {
    const sign = written[at] ?? "";
    const frame = frames.at(-1);
    if (sign === "{" || sign === "[") frames.push({ isMap: sign === "{", key: null, start: at + 1, siblings: new Map() });
    else if (sign === "}" || sign === "]") frames.pop();
    else if (sign === '"' || sign === "'") at = endOfQuote(written, at, sign);
    else if (frame !== undefined && sign === ",") {
      if (frame.key !== null) frame.siblings.set(frame.key, written.slice(frame.start, at).trim());
      frame.key = null;
      frame.start = at + 1;
    } else if (frame !== undefined && sign === ":" && frame.isMap && frame.key === null) {
      frame.key = unquoted(written.slice(frame.start, at));
      frame.start = at + 1;
    }
  }
  const last = frames.at(-1);
  if (last === undefined) return { kind: "none", path, word: "", from: from + written.length, column, isFlow: true, siblings, before: written };
  const inner = frames.flatMap(({ isMap, key }) => (isMap ? (key === null ? [] : [key]) : [ITEM]));
  const rest = written.slice(last.start);
  const word = rest.trimStart();
  const start = from + last.start + rest.length - word.length;
  const kind = last.isMap && last.key !== null ? "value" : "word";
  return { kind, path: [...path, ...inner], word, from: start, column, isFlow: true, siblings: last.siblings, before: word };
}

/** @type {(text: string, at: number, quote: string) => number} */
function endOfQuote(text, at, quote) {
  const end = text.indexOf(quote, at + 1);
  return end < 0 ? text.length : end;
}

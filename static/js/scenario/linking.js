/**
 * Which step stands at a line of the scenario, and which lines of the program are made of it; and back. Pure.
 */

/**
 * @typedef {Readonly<Record<string, number>>} Places   JSON pointer → line of the scenario's text
 * @typedef {Readonly<Record<string, string>>} Lines   line of the program → JSON pointer
 */

/**
 * The step that a line of the scenario belongs to: the last that begins at it or before it, the innermost of those that begin at the same.
 * @param {Places} places @param {number} line @param {string} text @returns {string | null}
 */
export function stepAt(places, line, text) {
  let found = null;
  for (const [pointer, at] of Object.entries(places)) {
    if (at > line) continue;
    const best = found === null ? 0 : places[found] ?? 0;
    if (at > best || (at === best && pointer.length > (found ?? "").length)) found = pointer;
  }
  if (found === null) return null;
  const between = text.split("\n").slice(places[found], line);
  return between.some((one) => /^[^\s#-]/.test(one)) ? null : found; // another section has begun
}

/**
 * The lines of the program that stand for a step, or, if it has none of its own, for what is in it.
 * @param {Lines} lines @param {string | null} pointer @returns {number[]}
 */
export function linesOf(lines, pointer) {
  if (pointer === null) return [];
  const numbers = (/** @type {(one: string) => boolean} */ fits) => Object.entries(lines).filter(([, one]) => fits(one)).map(([line]) => Number(line));
  const own = numbers((one) => one === pointer);
  return own.length > 0 ? own : numbers((one) => one.startsWith(`${pointer}/`));
}

/**
 * Where something stands in the scenario's text, or else what it is in.
 * @param {Places} places @param {string | null | undefined} pointer @returns {number | null}
 */
export function placeOf(places, pointer) {
  for (let rest = pointer ?? ""; rest !== ""; rest = rest.slice(0, rest.lastIndexOf("/"))) {
    const line = places[rest];
    if (line !== undefined) return line;
  }
  return null;
}

/**
 * An example's knobs are its program's arguments, by name: values become the line of arguments, and the line becomes values.
 *
 * @typedef {{name: string, kind: string, default: number | string, minimum: number | null, maximum: number | null,
 *   choices: Record<string, Record<string, string>>, texts: Record<string, string>}} Knob
 */

/**
 * The arguments that say these values; none where every knob is at its default, as the program has the same.
 * @param {readonly Knob[]} knobs @param {readonly string[]} values in the knobs' order @returns {string}
 */
export function argumentsOf(knobs, values) {
  return knobs.every((knob, at) => values[at] === String(knob.default)) ? "" : values.join(" ");
}

/**
 * The values that a line of arguments says, in the knobs' order.
 * @param {readonly Knob[]} knobs @param {string} line @returns {string[] | null} null: the line says something else
 */
export function valuesOf(knobs, line) {
  const words = line.trim() === "" ? knobs.map((knob) => String(knob.default)) : line.trim().split(/\s+/);
  return words.length === knobs.length && knobs.every((knob, at) => fits(knob, words[at])) ? words : null;
}

/** @param {Knob} knob @param {string} word @returns {boolean} */
export function fits({ kind, minimum, maximum, choices }, word) {
  if (kind === "choice") return Object.hasOwn(choices, word);
  const number = Number(word);
  const isNumber = word !== "" && Number.isFinite(number) && (kind !== "int" || /^-?\d+$/.test(word));
  return isNumber && number >= (minimum ?? -Infinity) && number <= (maximum ?? Infinity);
}

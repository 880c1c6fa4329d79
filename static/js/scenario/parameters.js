/**
 * What can be chosen for a run of a scenario: its parameters as fields, and the fields' texts as values. Pure.
 */

/**
 * @typedef {{name: string, kind: "number" | "choice" | "text", initial: string, note: string, minimum?: number, maximum?: number,
 *   isWhole: boolean, choices: readonly string[]}} Field
 */

/**
 * Make the fields of a scenario's parameters, as the server gives them: each a plain default, or an object.
 * @param {Readonly<Record<string, any>> | undefined} parameters @param {string} language @returns {Field[]}
 */
export function fieldsOf(parameters, language) {
  return Object.entries(parameters ?? {}).map(([name, given]) => {
    const { default: initial, minimum, maximum, choices, note } = typeof given === "object" && given !== null ? given : { default: given };
    const isNumber = typeof initial === "number";
    const listed = choices ?? (typeof initial === "boolean" ? [true, false] : []);
    return {
      name,
      kind: listed.length > 0 ? "choice" : isNumber ? "number" : "text",
      initial: String(initial),
      note: typeof note === "string" ? note : note?.[language] ?? note?.en ?? "",
      ...(minimum === undefined || minimum === null ? {} : { minimum }),
      ...(maximum === undefined || maximum === null ? {} : { maximum }),
      isWhole: isNumber && Number.isInteger(initial),
      choices: listed.map(String),
    };
  });
}

/**
 * The values of those fields that say something else than their defaults, each of the default's type.
 * @param {readonly Field[]} fields @param {Readonly<Record<string, any>> | undefined} parameters @param {ReadonlyMap<string, string>} texts by name
 * @returns {Record<string, unknown>}
 */
export function chosenOf(fields, parameters, texts) {
  /** @type {Record<string, unknown>} */
  const chosen = {};
  for (const { name, initial } of fields) {
    const text = texts.get(name)?.trim() ?? initial;
    if (text === initial || text === "") continue;
    const given = parameters?.[name];
    const like = typeof given === "object" && given !== null ? given.default : given;
    chosen[name] = typeof like === "number" ? Number(text) : typeof like === "boolean" ? text === "true" : text;
  }
  return chosen;
}

const MOST_SEED = 1_000_000;

/**
 * Roll a seed.
 * @param {() => number} [random] @returns {number}
 */
export function rolled(random = Math.random) {
  return Math.floor(random() * MOST_SEED);
}

/**
 * The seed that a field says, or null where it leaves it to the scenario.
 * @param {string} text @returns {number | null}
 */
export function seedOf(text) {
  return /^\d{1,16}$/.test(text.trim()) ? Number(text) : null;
}

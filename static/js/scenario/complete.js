/**
 * What can be written at a place in a scenario: from the schema, and from what the text itself calls by name. Pure.
 */

import { namesIn } from "./names.js";
import { ITEM, placeAt } from "./outline.js";
import { isVerb, kindsOf, shapesAt, shapesOf, shapesWith } from "./shape.js";

/**
 * @typedef {{references: Record<string, string[]>, findings: string[], functions: Record<string, string>, given: Record<string, string>,
 *   chinese: Record<string, string>}} Facts  chinese: of what is told in English, here and in the schema
 * @typedef {{label: string, type: string, detail?: string, info?: string, apply?: string}} Option
 * @typedef {import("./names.js").Names} Names
 * @typedef {import("./shape.js").Shape} Shape
 */

const IDENTIFIER = /[A-Za-z_][\w-]*$/;

/**
 * List what fits where the caret is; null where nothing is to be offered. `isAsked`: the reader asked for it; else only what has been begun.
 * @param {string} text @param {number} offset @param {{schema: Record<string, any>, facts: Facts, isAsked: boolean}} known
 * @returns {{from: number, options: Option[]} | null}
 */
export function complete(text, offset, { schema, facts, isAsked }) {
  const place = placeAt(text, offset);
  if (place.kind === "none") return null;
  if (place.kind === "word") {
    if (place.word === "" && !isAsked) return null;
    const shapes = shapesAt(schema, place.path);
    const scalars = place.path.at(-1) === ITEM ? values(shapes, place, text, facts) : { from: place.from, options: [] };
    const options = [...keys(shapes, place, schema), ...scalars.options];
    return options.length === 0 ? null : { from: place.from, options };
  }
  const all = shapesAt(schema, place.path.slice(0, -1));
  const key = place.path.at(-1) ?? "";
  const owners = shapesWith(all, new Map([...place.siblings, [key, place.word]]));
  const shapes = owners.flatMap((owner) => shapesOf(owner.properties?.[key] ?? owner.additionalProperties ?? {}, schema));
  const found = values(shapes, place, text, facts, owners);
  return found.options.length === 0 || (offset === found.from && found.isOpen && !isAsked) ? null : { from: found.from, options: found.options };
}

/**
 * Put what is told of each option into other words, those that there are; as plain text, which has no use for backticks.
 * @param {readonly Option[]} options @param {Record<string, string>} words by the English text @returns {Option[]}
 */
export function reworded(options, words) {
  return options.map((option) => (option.info === undefined ? option : { ...option, info: (words[option.info] ?? option.info).replaceAll("`", "") }));
}

/** The keys an object can have here: a verb first, then its options. @type {(shapes: readonly Shape[], place: import("./outline.js").Place, schema: Record<string, any>) => Option[]} */
function keys(shapes, place, schema) {
  const list = shapes.find((shape) => shape.type === "array" && shape.items !== undefined);
  if (list !== undefined && !place.isFlow) {
    return keys(shapesOf(list.items, schema), place, schema).map((option) => ({ ...option, apply: `- ${option.apply ?? option.label}` }));
  }
  const objects = shapes.filter((shape) => shape.properties !== undefined);
  const fitting = shapesWith(objects, place.siblings);
  const isChosen = fitting.length === 1 || objects.length === 1;
  if (!isChosen && fitting.every(isVerb)) return fitting.map((shape) => ({ label: shape.title, type: "keyword", info: shape.description, apply: ending(shape, shape.title, place, schema) }));
  if (!isChosen && fitting.some((shape) => kindsOf(shape).length > 0)) return kinds(fitting, place);
  return fitting.flatMap((shape) => Object.entries(shape.properties)
    .filter(([name]) => !place.siblings.has(name))
    .map(([name, piece]) => ({ label: name, type: "property", info: piece.description, apply: ending(shape, name, place, schema) })));
}

/** @type {(shapes: readonly Shape[], place: import("./outline.js").Place) => Option[]} */
function kinds(shapes, place) {
  if (place.siblings.has("kind")) return [];
  return shapes.flatMap((shape) => kindsOf(shape).map((kind) => ({ label: `kind: ${kind}`, type: "keyword", info: shape.description })));
}

/** A key with what comes behind it: steps begin on the next line. @type {(shape: Shape, name: string, place: import("./outline.js").Place, schema: Record<string, any>) => string} */
function ending(shape, name, place, schema) {
  const forms = shapesOf(shape.properties[name], schema);
  const isSteps = forms.length > 0 && forms.every((form) => form.type === "array" && form.items?.$ref !== undefined);
  return isSteps && !place.isFlow ? `${name}:\n${" ".repeat(place.column + 2)}- ` : `${name}: `;
}

/**
 * What can stand behind a key. `isOpen`: anything may be computed here, so nothing is offered before something is begun.
 * @type {(shapes: readonly Shape[], place: import("./outline.js").Place, text: string, facts: Facts, owners?: readonly Shape[]) => {from: number, options: Option[], isOpen: boolean}}
 */
function values(shapes, place, text, facts, owners = []) {
  const names = namesIn(text);
  const path = place.path.filter((part) => part !== ITEM);
  const wanted = namesFor(path.at(-1) ?? "", names, facts, { isExpectation: path[0] === "expect", owners });
  if (wanted !== null) return { from: place.from, options: wanted, isOpen: false };
  const words = shapes.flatMap((shape) => wordsOf(shape));
  const isExpression = shapes.some((shape) => shape.names.includes("Expression"));
  const isGap = shapes.some((shape) => shape.names.includes("Text")) && /\{[^}]*$/.test(place.before);
  if (!isExpression && !isGap) return { from: place.from, options: words, isOpen: false };
  const begun = IDENTIFIER.exec(place.word)?.[0] ?? "";
  return { from: place.from + place.word.length - begun.length, options: [...words, ...expressionWords(names, facts)], isOpen: words.length === 0 };
}

/** @type {(shape: Shape) => Option[]} */
function wordsOf(shape) {
  const all = shape.enum ?? (shape.const === undefined ? shape.type === "boolean" ? [true, false] : [] : [shape.const]);
  return all.map((/** @type {unknown} */ word) => ({ label: String(word), type: "enum", ...(shape.default === word ? { detail: "default" } : {}) }));
}

/** @type {(names: Names, facts: Facts) => Option[]} */
function expressionWords(names, facts) {
  const numbers = [...names.resources].filter(([, kind]) => kind === "value");
  return [
    ...names.parameters.map((label) => ({ label, type: "constant", detail: "parameter" })),
    ...numbers.map(([label]) => ({ label, type: "variable", detail: "value" })),
    ...names.locals.map((label) => ({ label, type: "variable" })),
    ...Object.entries(facts.given).map(([label, info]) => ({ label, type: "variable", info })),
    ...Object.entries(facts.functions).map(([label, info]) => ({ label, type: "function", info, apply: `${label}(` })),
  ];
}

/**
 * The names that an option asks for; null if it asks for none.
 * @type {(option: string, names: Names, facts: Facts, where: {isExpectation: boolean, owners: readonly Shape[]}) => Option[] | null}
 */
function namesFor(option, names, facts, { isExpectation, owners }) {
  const plain = (/** @type {readonly string[]} */ labels, type = "variable") => labels.map((label) => ({ label, type }));
  const ofKinds = (/** @type {readonly string[]} */ kinds) => [...names.resources].filter(([, kind]) => kinds.includes(kind)).map(([label, kind]) => ({ label, type: "variable", detail: kind }));
  if (isExpectation) {
    switch (option) {
      case "finding": return plain(["any", ...facts.findings], "enum");
      case "blocked": return plain(["any", "main", ...names.workers]);
      case "by": case "worker": return plain(["main", ...names.workers]);
      case "resource": return plain([...names.resources.keys()]);
      case "final": return ofKinds(["value", "file"]);
      case "consumed_once": return ofKinds(["queue"]);
      case "inside": return plain(names.sections, "text");
      case "happens": return plain(names.marks, "text");
      case "order": return plain([...names.marks, ...names.sections], "text");
      default: return null;
    }
  }
  if (option === "call" || option === "submit") return plain(names.procedures, "function");
  if (option === "lock" && owners.some((owner) => owner.names.includes("Condition"))) return ofKinds(["lock", "rlock"]);
  const kinds = facts.references[option];
  if (kinds === undefined || !owners.every((owner) => isVerb(owner) || owner.type === "array")) return null;
  return [...ofKinds(kinds), ...(kinds.includes("worker") ? names.workers.map((label) => ({ label, type: "class", detail: "worker" })) : [])];
}

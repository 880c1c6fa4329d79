/**
 * Finds one's way in the JSON Schema of the language: what can stand at a path. Pure.
 */

import { ITEM } from "./outline.js";

/**
 * A piece of schema without references and alternatives in it. `names`: of the definitions that led to it.
 * @typedef {Record<string, any> & {names: readonly string[]}} Shape
 * @typedef {Record<string, any>} Schema
 */

/**
 * Resolve references and alternatives.
 * @param {Schema} piece @param {Schema} root @param {readonly string[]} [names] @returns {Shape[]}
 */
export function shapesOf(piece, root, names = []) {
  if (typeof piece.$ref === "string") {
    const name = piece.$ref.split("/").at(-1) ?? "";
    return names.includes(name) ? [] : shapesOf(root.$defs[name] ?? {}, root, [...names, name]);
  }
  const either = piece.oneOf ?? (piece.properties === undefined ? piece.anyOf : undefined);
  if (Array.isArray(either)) return either.flatMap((/** @type {Schema} */ one) => shapesOf(one, root, names));
  return piece.type === "null" ? [] : [/** @type {Shape} */ ({ ...piece, names })];
}

/**
 * What can stand at a path. Where an object is of several shapes, all that have the next key count.
 * @param {Schema} root @param {readonly string[]} path @returns {Shape[]}
 */
export function shapesAt(root, path) {
  let shapes = shapesOf(root, root);
  for (const part of path) {
    shapes = shapes.flatMap((shape) => {
      const next = part === ITEM ? shape.items : shape.properties?.[part] ?? (typeof shape.additionalProperties === "object" ? shape.additionalProperties : undefined);
      return next === undefined ? [] : shapesOf(next, root);
    });
  }
  return shapes;
}

/**
 * Of the shapes an object can have, those that it has, by the keys it has: its verb, or its kind. All of them while that is not told.
 * @param {readonly Shape[]} shapes @param {ReadonlyMap<string, string>} keys @returns {readonly Shape[]}
 */
export function shapesWith(shapes, keys) {
  const verb = shapes.filter((shape) => isVerb(shape) && keys.has(shape.title));
  if (verb.length > 0) return verb;
  const kind = keys.get("kind")?.replace(/["']/g, "");
  const ofKind = shapes.filter((shape) => kind !== undefined && kindsOf(shape).includes(kind));
  return ofKind.length > 0 ? ofKind : shapes;
}

/** Whether a shape is of a step or an expectation: its first key says what it does. @param {Shape} shape @returns {boolean} */
export function isVerb(shape) {
  return typeof shape.title === "string" && shape.properties !== undefined && shape.title in shape.properties;
}

/** The kinds that a shape of a resource is for. @param {Shape} shape @returns {string[]} */
export function kindsOf(shape) {
  const kind = shape.properties?.kind;
  if (kind === undefined || shape.names.at(-1) === "Worker") return [];
  return kind.enum ?? (kind.const === undefined ? [] : [kind.const]);
}

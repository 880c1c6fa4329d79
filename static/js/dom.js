/**
 * Make elements without markup in strings: what a program prints or is called can never become HTML.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. Attributes that are null, undefined or false are left out; `text` is its text; `on…` are listeners.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, any>} [attributes] @param {...(Node | string | null)} children @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * Make an SVG element.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, any>} [attributes] @param {...(Node | string | null)} children @returns {SVGElementTagNameMap[Tag]}
 */
export function drawing(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Where the drawings are: in their file, or in the page itself if it says so. @returns {string} */
const icons = () => document.documentElement?.dataset.icons ?? "/static/icons.svg#";

/**
 * A drawing from static/icons.svg; it stands beside words, so a screen reader skips it.
 * @param {string} name @returns {SVGElement}
 */
export function icon(name) {
  return drawing("svg", { class: "ls-icon", "aria-hidden": "true", focusable: "false" }, drawing("use", { href: `${icons()}${name}` }));
}

/** @type {<Node extends Element>(node: Node, attributes: Record<string, any>, children: readonly (globalThis.Node | string | null)[]) => Node} */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

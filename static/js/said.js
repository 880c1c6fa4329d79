// Draws sentences: the subject in weight, names as links that jump. Used wherever the companions speak.

import { element } from "./dom.js";
import { go } from "./jump.js";
import { partsOf } from "./sentences.js";

/**
 * @typedef {import("./describe.js").Sentence} Sentence
 * @typedef {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages}} Context
 */

/**
 * Draw a sentence as nodes.
 * @param {Sentence} sentence
 * @param {Context} context
 * @param {{links?: boolean}} [options] links: names lead somewhere
 * @returns {Node[]}
 */
export function nodesOf(sentence, context, { links = true } = {}) {
  return partsOf(sentence, context.model, context.messages).map((part) => {
    const inner = links && part.link ? linkOf(part, context) : nameOf(part);
    return part.strong ? element("strong", { class: "ls-said__subject" }, inner) : inner;
  });
}

/** @type {(part: import("./sentences.js").Part) => Node} */
function nameOf(part) {
  return part.name ? element("span", { class: "ls-said__name", translate: "no", text: part.text }) : document.createTextNode(part.text);
}

/** @type {(part: import("./sentences.js").Part, context: Context) => Node} */
function linkOf({ text, link, name }, context) {
  if (!link) return document.createTextNode(text);
  return element("button", {
    class: `ls-jump ls-jump--${link.type}`,
    type: "button",
    "data-link": `${link.type}-${link.id}`,
    translate: name || link.type === "location" ? "no" : null,
    text,
    onclick: () => go(link, context),
  });
}

/**
 * Put new content into a host without taking the keyboard's focus away from a link that is still there.
 * @param {HTMLElement} host
 * @param {readonly Node[]} nodes
 */
export function replaceKeepingFocus(host, nodes) {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && host.contains(active) ? active.dataset.link : undefined;
  const position = key === undefined ? -1 : linksIn(host, key).indexOf(/** @type {HTMLElement} */ (active));
  host.replaceChildren(...nodes);
  if (key === undefined) return;
  const same = linksIn(host, key);
  (same[position] ?? same[0])?.focus({ preventScroll: true });
}

/** @type {(host: HTMLElement, key: string) => HTMLElement[]} */
function linksIn(host, key) {
  return /** @type {HTMLElement[]} */ ([...host.querySelectorAll("[data-link]")]).filter((node) => node.dataset.link === key);
}

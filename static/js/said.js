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
  const parts = keepStops(partsOf(sentence, context.model, context.messages));
  return parts.map((part) => {
    const inner = links && part.link ? linkOf(part, context) : nameOf(part);
    const node = part.strong ? element("strong", { class: "ls-said__subject" }, inner) : inner;
    return part.stop === "" ? node : element("span", { class: "ls-said__whole" }, node, part.stop);
  });
}

const STOPS = /^[，。；：、！？）,.;:!?)]+/;

/**
 * Take the stops that follow a name to the name: a browser may break the line behind a button, and no line begins with a comma.
 * @param {readonly import("./sentences.js").Part[]} parts
 * @returns {(import("./sentences.js").Part & {stop: string})[]}
 */
export function keepStops(parts) {
  const stopOf = (/** @type {import("./sentences.js").Part | undefined} */ part) => (part === undefined || part.link ? "" : STOPS.exec(part.text)?.[0] ?? "");
  return parts.map((part, index) => {
    const taken = parts[index - 1]?.link ? stopOf(part) : "";
    return { ...part, text: part.text.slice(taken.length), stop: part.link ? stopOf(parts[index + 1]) : "" };
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

/**
 * The program's text, to be read: numbered lines, one of which can be marked.
 */

import { element } from "./dom.js";

const SELECTED = "ls-line--selected";

/**
 * Write the text.
 * @param {HTMLElement} host @param {string} source
 * @returns {{mark: (line: number) => void}}  mark: shows a line and marks it; 0 marks none
 */
export function mountListing(host, source) {
  const lines = source.split("\n").map((text, index) => element("span", { class: "ls-listing__line", "data-line": index + 1, text: `${text}\n` }));
  host.replaceChildren(element("code", { translate: "no" }, ...lines));
  /** @type {HTMLElement | undefined} */
  let marked;
  return {
    mark(line) {
      const wanted = lines[line - 1];
      if (wanted === marked) return;
      marked?.classList.remove(SELECTED);
      wanted?.classList.add(SELECTED);
      wanted?.scrollIntoView({ block: "center" });
      marked = wanted;
    },
  };
}

/**
 * The line of the program's own text that what is selected is at; 0 if it is elsewhere.
 * @param {import("./model.js").RunModel} model @param {Readonly<import("./store.js").ViewState>} state @param {string} program
 * @returns {number}
 */
export function selectedLine(model, { selected, cursor }, program) {
  const isWorker = selected !== null && (selected.type === "worker" || selected.type === "span");
  const span = isWorker ? model.spanAt(Number(selected.id), cursor) : null;
  const location = model.locations.get(span?.location ?? 0);
  return location !== undefined && nameOf(location.file) === nameOf(program) ? location.line : 0;
}

/** @param {string} path */
const nameOf = (path) => path.split("/").at(-1);

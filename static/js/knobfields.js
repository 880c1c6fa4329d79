/**
 * The small fields that turn an example's knobs. They and the line of arguments show the same: turning one writes the line.
 */

import { element } from "./dom.js";
import { argumentsOf, fits, valuesOf } from "./knobs.js";

/** @typedef {import("./knobs.js").Knob} Knob */

/**
 * Mount the fields in their place.
 * @param {HTMLElement} root
 * @param {{line: HTMLInputElement, form: string, messages: import("./i18n.js").Messages, signal: AbortSignal}} parts line: the arguments' field
 * @returns {{show: (knobs: readonly Knob[]) => void}}
 */
export function mountKnobs(root, { line, form, messages, signal }) {
  /** @type {readonly Knob[]} */
  let knobs = [];
  /** @type {(HTMLInputElement | HTMLSelectElement)[]} */
  let fields = [];

  line.addEventListener("input", read, { signal });
  root.addEventListener("input", write, { signal });

  /** Show the line's values; where it says something else, the fields are left as they are. */
  function read() {
    const values = valuesOf(knobs, line.value);
    if (values !== null) fields.forEach((field, at) => { field.value = values[at]; });
  }

  function write() {
    const values = fields.map((field) => field.value.trim());
    if (knobs.every((knob, at) => fits(knob, values[at]))) line.value = argumentsOf(knobs, values);
  }

  return {
    show(next) {
      knobs = next;
      fields = knobs.map((knob) => fieldOf(knob, form));
      root.replaceChildren(...knobs.map((knob, at) => element("label", { class: "ls-field" }, textOf(knob.texts), fields[at])));
      root.hidden = knobs.length === 0;
      messages.translate(root);
      read();
    },
  };
}

/** @param {Knob} knob @param {string} form @returns {HTMLInputElement | HTMLSelectElement} */
function fieldOf({ name, kind, default: value, minimum, maximum, choices }, form) {
  const attributes = { class: kind === "choice" ? "ls-select" : "ls-input", id: `knob-${name}`, form };
  if (kind === "choice") {
    const options = Object.entries(choices).map(([choice, texts]) => element("option", { value: choice, "data-i18n-texts": JSON.stringify(texts) }));
    return element("select", attributes, ...options);
  }
  return element("input", { ...attributes, type: "number", min: minimum, max: maximum, step: kind === "int" ? "1" : "any", required: true, value });
}

/** @param {Record<string, string>} texts */
function textOf(texts) {
  return element("span", { "data-i18n-texts": JSON.stringify(texts) });
}

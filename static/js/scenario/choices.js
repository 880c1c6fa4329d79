/**
 * The fields of a run: the scenario's parameters and the seed.
 */

import { element } from "../dom.js";
import { chosenOf, fieldsOf, rolled, seedOf } from "./parameters.js";

/**
 * Mount them. `onChange` is told when something else is chosen.
 * @param {{parameters: HTMLElement, seed: HTMLInputElement, dice: HTMLElement}} where
 * @param {{initial: Readonly<Record<string, unknown>>, messages: import("../i18n.js").Messages, onChange: () => void, signal: AbortSignal}} parts
 */
export function mountChoices({ parameters: host, seed, dice }, { initial, messages, onChange, signal }) {
  /** What stands in the fields, also of those that are not there just now. @type {Map<string, string>} */
  const texts = new Map(Object.entries(initial).map(([name, value]) => [name, String(value)]));
  /** @type {Record<string, any> | undefined} */
  let defined;
  let drawn = "";
  host.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    texts.set(field.name, field.value);
    onChange();
  }, { signal });
  seed.addEventListener("input", onChange, { signal });
  dice.addEventListener("click", () => setSeed(rolled()), { signal });
  messages.onChange(() => show(defined), signal);

  /** @param {Record<string, any> | undefined} parameters */
  function show(parameters) {
    const fields = fieldsOf(parameters, messages.language);
    defined = parameters;
    const key = JSON.stringify(fields);
    if (key === drawn) return;
    drawn = key;
    const active = document.activeElement instanceof HTMLInputElement && host.contains(document.activeElement) ? document.activeElement.name : null;
    host.replaceChildren(...fields.map((field) => labelled(field, texts.get(field.name) ?? field.initial)));
    host.hidden = fields.length === 0;
    if (active !== null) inputOf(active)?.focus();
  }

  /** @param {number} value */
  function setSeed(value) {
    seed.value = String(value);
    onChange();
  }

  /** @type {(name: string) => HTMLInputElement | null} */
  function inputOf(name) {
    return name === "seed" ? seed : host.querySelector(`[name="${CSS.escape(name)}"]`);
  }

  return {
    show,
    setSeed,
    /** What is chosen besides the defaults. */
    get chosen() { return chosenOf(fieldsOf(defined, messages.language), defined, texts); },
    get seed() { return seedOf(seed.value); },
    /** Mark the fields in which something is wrong. @param {ReadonlyMap<string, string>} problems */
    mark(problems) {
      for (const input of [seed, .../** @type {NodeListOf<HTMLInputElement>} */ (host.querySelectorAll("[name]"))]) {
        const told = problems.get(input === seed ? "seed" : input.name);
        input.setAttribute("aria-invalid", String(told !== undefined));
        input.setCustomValidity(told ?? "");
      }
    },
  };
}

/** @type {(field: import("./parameters.js").Field, value: string) => HTMLElement} */
function labelled(field, value) {
  const range = field.minimum !== undefined && field.maximum !== undefined ? `${field.minimum} … ${field.maximum}` : null;
  const title = [field.note, range].filter(Boolean).join(" · ");
  return element("label", { class: "ls-knob", title: title === "" ? null : title }, element("span", { class: "ls-choices__name", translate: "no", text: field.name }), inputFor(field, value));
}

/** @type {(field: import("./parameters.js").Field, value: string) => HTMLElement} */
function inputFor({ name, kind, minimum, maximum, isWhole, choices }, value) {
  if (kind === "choice") return element("select", { class: "ls-select", name }, ...choices.map((choice) => element("option", { value: choice, selected: choice === value, text: choice })));
  if (kind === "text") return element("input", { class: "ls-input ls-knob__input", name, value, autocomplete: "off", spellcheck: "false" });
  return element("input", { class: "ls-input ls-knob__input", name, type: "number", value, min: minimum, max: maximum, step: isWhole ? 1 : "any", required: true });
}

/**
 * The machine that all policies share: how many CPUs, what a switch costs, what I/O does.
 */

import { numberOf, switchOf } from "./panels.js";
import { IO_TIME } from "./request.js";

/**
 * Mount its fields.
 * @param {{state: ReturnType<typeof import("./state.js").createState>, facts: import("./policies.js").Facts, messages: import("../i18n.js").Messages, signal: AbortSignal}} parts
 */
export function mountMachine({ state, facts, messages, signal }) {
  const host = /** @type {HTMLElement} */ (document.getElementById("machine"));
  let isTyping = false;
  const valueOf = (/** @type {string} */ name) => state.get().machine[name] ?? facts.machine[name] ?? (name === "io_time" ? IO_TIME : "");
  const render = () => {
    const names = [...facts.order.filter((name) => name in facts.machine), "io_time"];
    host.replaceChildren(...names.map((name) => {
      const knob = facts.knobs[name];
      const place = `machine/${name}`;
      return knob.kind === "switch" ? switchOf(knob, place, valueOf(name) === true, messages) : numberOf(knob, place, String(valueOf(name)), messages);
    }));
  };
  host.addEventListener("input", ({ target }) => {
    const field = /** @type {HTMLInputElement} */ (target);
    const name = field.dataset.place?.split("/")[1] ?? "";
    isTyping = true;
    state.set({ machine: { ...state.get().machine, [name]: field.type === "checkbox" ? field.checked : field.value }, at: undefined });
    isTyping = false;
  }, { signal });
  state.subscribe((now, before) => { if (now.machine !== before.machine && !isTyping) render(); });
  messages.onChange(render, signal);
  render();
}

/**
 * What the page knows of the policies: the facts come with the page, from the engine's own tables (app/schedule_facts.py), so that a new
 * policy or knob needs no change here.
 */

/**
 * @typedef {"time" | "times" | "count" | "counts" | "switch"} Kind
 * @typedef {{name: string, kind: Kind, least: number, most: number, is_open: boolean}} Knob
 * @typedef {{name: string, knobs: Record<string, unknown>}} Policy  knobs: those it reads, with their defaults
 * @typedef {{policies: Policy[], knobs: Record<string, Knob>, order: string[],
 *   machine: Record<string, unknown>}} Facts  order: of knobs on the screen
 * @typedef {import("./presets.js").Chosen} Chosen
 */

/** @type {Readonly<Record<string, string>>} */
const FOURTH = Object.freeze({ priority: "priority", "priority-preemptive": "priority", "priority-rr": "priority", mlq: "queue", lottery: "tickets", stride: "tickets", cfs: "nice", eevdf: "nice" });

export const MOST_POLICIES = 6;

/** @param {Facts} facts @param {string} name @returns {Policy | undefined} */
export function policyOf(facts, name) {
  return facts.policies.find((one) => one.name === name);
}

/**
 * The knobs to show for a policy, in two groups: numbers, and switches, which decide ties.
 * @param {Facts} facts @param {string} name @returns {{numbers: Knob[], switches: Knob[]}}
 */
export function knobsOf(facts, name) {
  const own = policyOf(facts, name)?.knobs ?? {};
  const knobs = facts.order.filter((knob) => knob in own && knob !== "io_time").map((knob) => facts.knobs[knob]);
  return { numbers: knobs.filter((knob) => knob.kind !== "switch"), switches: knobs.filter((knob) => knob.kind === "switch") };
}

/**
 * A knob's value as a text for its field, or as a switch: what is set, else the policy's own.
 * @param {Facts} facts @param {Chosen} chosen @param {string} knob @returns {string | boolean}
 */
export function valueOf(facts, chosen, knob) {
  const value = chosen.knobs[knob] ?? policyOf(facts, chosen.policy)?.knobs[knob];
  if (typeof value === "boolean") return value;
  return Array.isArray(value) ? value.join(",") : value === undefined || value === null ? "" : String(value);
}

/**
 * What a job's fourth number means to these policies: a word of the catalogue (`schedule.column.*`), or undefined where none reads it.
 * @param {readonly Chosen[]} chosen @returns {string | undefined}
 */
export function fourthOf(chosen) {
  const words = new Set(chosen.map((one) => FOURTH[one.policy]).filter(Boolean));
  return words.size > 1 ? "number" : [...words][0];
}

/**
 * Knobs that can be swept: those that are one number and that some policy on the page reads, or the machine.
 * @param {Facts} facts @param {readonly Chosen[]} chosen @returns {string[]}
 */
export function sweepable(facts, chosen) {
  return facts.order.filter((name) => ["time", "count"].includes(facts.knobs[name].kind) && name !== "io_time" && chosen.some((one) => reads(facts, one.policy, name)));
}

/** Whether a policy, or the machine, reads a knob. @param {Facts} facts @param {string} policy @param {string} knob @returns {boolean} */
export function reads(facts, policy, knob) {
  return knob in facts.machine || knob in (policyOf(facts, policy)?.knobs ?? {});
}

/**
 * The knobs that a schedule's title names: those that somebody set, and always the quantum.
 * @param {Facts} facts @param {Chosen} chosen @returns {string[]}
 */
export function titleKnobs(facts, chosen) {
  return knobsOf(facts, chosen.policy).numbers.map((knob) => knob.name).filter((name) => name === "quantum" || (chosen.knobs[name] ?? "") !== "");
}

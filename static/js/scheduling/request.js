/**
 * From the page's state to the bodies of POST /api/v1/schedules: one for each policy, because each has knobs of its own.
 */

import { burstsOf } from "./notation.js";
import { policyOf, reads } from "./policies.js";

/**
 * @typedef {import("./policies.js").Facts} Facts
 * @typedef {import("./state.js").State} State
 */

export const IO_TIME = "5"; // OSTEP's own default

/** How long an I/O takes for jobs that do one every so often. @param {State} state @returns {string} */
export function ioTimeOf(state) {
  return String(state.machine.io_time ?? IO_TIME);
}

/**
 * The body that asks for one policy's schedule.
 * @param {Facts} facts @param {State} state @param {number} at which of the chosen policies @returns {Record<string, unknown>}
 */
export function bodyOf(facts, state, at) {
  const { policy, knobs } = state.chosen[at];
  const known = Object.keys(policyOf(facts, policy)?.knobs ?? {});
  const given = Object.entries(knobs).filter(([name, value]) => known.includes(name) && value !== "");
  const machine = Object.entries(state.machine).filter(([name, value]) => name in facts.machine && value !== "");
  const jobs = state.rows.map((row) => ({
    name: row.name.trim(),
    arrival: row.arrival.trim(),
    burst: burstsOf(row, ioTimeOf(state)),
    ...(row.priority.trim() === "" ? {} : { priority: row.priority.trim() }),
  }));
  return { policy, jobs, ...Object.fromEntries([...machine, ...given]) };
}

/**
 * The bodies that sweep the state's knob, for the policies that read it.
 * @param {Facts} facts @param {State} state @returns {{at: number, body: Record<string, unknown>}[]}
 */
export function sweepBodies(facts, state) {
  const { knob, from, to } = state.sweep;
  return state.chosen
    .map((chosen, at) => ({ at, body: { ...bodyOf(facts, state, at), sweep: { knob, from, to }, steps: false }, reads: reads(facts, chosen.policy, knob) }))
    .filter((one) => one.reads)
    .map(({ at, body }) => ({ at, body }));
}

/**
 * Which field of the page an error of the server is about.
 * @param {string} pointer such as "/jobs/0/burst" or "/quantum" @param {number} at the policy that was asked for @param {Facts} facts @returns {string}
 */
export function placeOf(pointer, at, facts) {
  const path = pointer.replace(/^\//, "");
  if (path.startsWith("jobs")) return path.replace(/\/bursts?$/, "/burst");
  const [knob] = path.split("/");
  return knob in facts.machine ? `machine/${knob}` : `policies/${at}/${knob}`;
}

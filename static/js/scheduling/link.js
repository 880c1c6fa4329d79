/**
 * A link carries the jobs, the policies with their knobs, and the instant: `#v=1&jobs=P1,0,24;P2,0,3&policy=rr,quantum=4&at=2`.
 * Encoding and decoding are pure; what cannot be read is left out, and a link of another version is not read at all.
 */

import { MOST_POLICIES, policyOf } from "./policies.js";
import { MOST_ROWS, row } from "./rows.js";

export const VERSION = 1;
const FIELDS = /** @type {const} */ (["name", "arrival", "burst", "priority", "every"]);
const MOST_TEXT = 2000;

/**
 * @typedef {import("./policies.js").Facts} Facts
 * @typedef {import("./state.js").State} State
 */

/**
 * Write what a link shares, without the leading `#`.
 * @param {State} state @returns {string}
 */
export function encode(state) {
  const parts = [`v=${VERSION}`];
  parts.push(`jobs=${state.rows.map((one) => FIELDS.map((field) => encodeURIComponent(one[field])).join(",").replace(/,+$/, "")).join(";")}`);
  for (const { policy, knobs } of state.chosen) parts.push(`policy=${[policy, ...pairs(knobs)].join(",")}`);
  if (Object.keys(state.machine).length > 0) parts.push(`machine=${pairs(state.machine).join(",")}`);
  if (state.seed !== "") parts.push(`seed=${encodeURIComponent(state.seed)}`);
  if (state.at !== undefined) parts.push(`at=${state.at}`);
  if (state.isPredicting) parts.push("predict=1");
  if (state.sweep.knob !== "quantum" || state.sweep.from !== "1" || state.sweep.to !== "8") {
    parts.push(`sweep=${[state.sweep.knob, state.sweep.from, state.sweep.to].map(encodeURIComponent).join(",")}`);
  }
  return parts.join("&");
}

/** @type {(knobs: Record<string, string | boolean>) => string[]} */
const pairs = (knobs) => Object.entries(knobs).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);

/**
 * Read what a link shares.
 * @param {string} hash with or without the leading `#` @param {Facts} facts @returns {Partial<State>}
 */
export function decode(hash, facts) {
  const parts = hash.replace(/^#/, "").split("&").map((part) => /** @type {[string, string]} */ ([part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
  const first = (/** @type {string} */ name) => parts.find(([key]) => key === name)?.[1];
  if (first("v") !== String(VERSION)) return {};
  /** @type {Partial<State>} */
  const shared = {};
  const rows = (first("jobs") ?? "").split(";").filter(Boolean).slice(0, MOST_ROWS).map(readRow);
  const chosen = parts.filter(([key]) => key === "policy").map(([, value]) => readChosen(value, facts)).filter((one) => one !== undefined);
  if (rows.length > 0) shared.rows = rows;
  if (chosen.length > 0) shared.chosen = chosen.slice(0, MOST_POLICIES);
  const machine = first("machine");
  if (machine !== undefined) shared.machine = readKnobs(machine.split(","), [...Object.keys(facts.machine), "io_time"], facts);
  const seed = first("seed");
  if (seed !== undefined && /^\d{1,6}$/.test(seed)) shared.seed = seed;
  const at = first("at");
  if (at !== undefined && /^\d{1,5}$/.test(at)) shared.at = Number(at);
  if (first("predict") === "1") shared.isPredicting = true;
  const [knob, from, to] = (first("sweep") ?? "").split(",").map(plain);
  if (knob in facts.knobs && from !== undefined && to !== undefined) shared.sweep = { knob, from, to };
  return shared;
}

/** @type {(text: string) => import("./rows.js").Row} */
function readRow(text) {
  const values = text.split(",").map(plain);
  return row(Object.fromEntries(FIELDS.map((field, at) => [field, values[at] ?? ""])));
}

/** @type {(text: string, facts: Facts) => import("./presets.js").Chosen | undefined} */
function readChosen(text, facts) {
  const [name, ...rest] = text.split(",");
  const policy = policyOf(facts, name);
  return policy && { policy: name, knobs: readKnobs(rest, Object.keys(policy.knobs), facts) };
}

/** @type {(parts: string[], known: string[], facts: Facts) => Record<string, string | boolean>} */
function readKnobs(parts, known, facts) {
  const entries = parts.map((part) => part.split("=").map(plain)).filter(([name, value]) => known.includes(name) && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, facts.knobs[name]?.kind === "switch" ? value === "true" : value]));
}

/** @type {(text: string) => string} */
function plain(text) {
  try {
    return decodeURIComponent(text).slice(0, MOST_TEXT);
  } catch {
    return ""; // cut in the middle of a character, as mail programs do
  }
}

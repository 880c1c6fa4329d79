/**
 * Says what is wrong with what was typed, in the reader's language, before the server is asked; it knows the usual slips, the server all.
 */

/**
 * place: "jobs/0/burst", "policies/1/quantum" or "machine/cpus", the field that is marked.
 * @typedef {{place: string, key: string, params: Record<string, string | number>}} Fault
 * @typedef {import("./rows.js").Row} Row
 * @typedef {import("./policies.js").Facts} Facts
 * @typedef {import("./state.js").State} State
 */

const NUMBER = /^\d{1,9}(\.\d{0,6})?$|^\.\d{1,6}$/;
const WHOLE = /^-?\d{1,7}$/;

/**
 * List the faults, in the order of the page.
 * @param {Facts} facts @param {State} state @returns {Fault[]}
 */
export function faultsOf(facts, state) {
  const faults = [];
  if (state.rows.length === 0) faults.push(fault("jobs", "schedule.fault.no-job"));
  const seen = new Set();
  for (const [at, row] of state.rows.entries()) {
    faults.push(...rowFaults(row, `jobs/${at}`, seen));
    seen.add(row.name.trim());
  }
  for (const [name, value] of Object.entries(state.machine)) faults.push(...knobFaults(facts, name, value, `machine/${name}`));
  for (const [at, chosen] of state.chosen.entries()) {
    for (const [name, value] of Object.entries(chosen.knobs)) faults.push(...knobFaults(facts, name, value, `policies/${at}/${name}`));
  }
  return faults;
}

/** @type {(place: string, key: string, params?: Record<string, string | number>) => Fault} */
const fault = (place, key, params = {}) => ({ place, key, params });

/** @type {(row: Row, place: string, seen: Set<string>) => Fault[]} */
function rowFaults(row, place, seen) {
  const faults = [];
  const name = row.name.trim();
  if (name === "" || name.length > 40) faults.push(fault(`${place}/name`, "schedule.fault.name"));
  else if (seen.has(name)) faults.push(fault(`${place}/name`, "schedule.fault.twice", { name }));
  if (!NUMBER.test(row.arrival.trim())) faults.push(fault(`${place}/arrival`, "schedule.fault.arrival", { name }));
  if (!isBurst(row.burst)) faults.push(fault(`${place}/burst`, "schedule.fault.burst", { name }));
  if (row.every.trim() !== "" && !(NUMBER.test(row.every.trim()) && NUMBER.test(row.burst.trim()))) faults.push(fault(`${place}/every`, "schedule.fault.every", { name }));
  if (row.priority.trim() !== "" && !WHOLE.test(row.priority.trim())) faults.push(fault(`${place}/priority`, "schedule.fault.whole", { name }));
  return faults;
}

/** Whether a text is CPU and I/O in turn, each more than nothing: "24", "5+3io+4". @param {string} text @returns {boolean} */
export function isBurst(text) {
  const parts = text.toLowerCase().replaceAll("i/o", "io").split("+").map((part) => part.trim());
  return parts.length % 2 === 1 && parts.every((part, at) => {
    const number = at % 2 === 1 && part.endsWith("io") ? part.slice(0, -2).trim() : part;
    return (at % 2 === 1) === part.endsWith("io") && NUMBER.test(number) && Number(number) > 0;
  });
}

/** @type {(facts: Facts, name: string, value: string | boolean, place: string) => Fault[]} */
function knobFaults(facts, name, value, place) {
  const knob = facts.knobs[name];
  if (knob === undefined || typeof value === "boolean") return [];
  const parts = value.split(",").map((part) => part.trim());
  const isList = knob.kind === "times" || knob.kind === "counts";
  if (isList && value.trim() === "") return [];
  const isTime = knob.kind === "time" || knob.kind === "times";
  const isGood = (isList || parts.length === 1) && parts.every((part) => (isTime ? NUMBER : WHOLE).test(part) && inRange(knob, Number(part)));
  return isGood ? [] : [fault(place, isTime ? "schedule.fault.knob-time" : "schedule.fault.knob-count", { knob: name, least: knob.least, most: knob.most })];
}

/** @type {(knob: import("./policies.js").Knob, value: number) => boolean} */
function inRange(knob, value) {
  if (knob.kind === "time" || knob.kind === "times") return knob.is_open ? value > knob.least : value >= knob.least;
  return value >= knob.least && (knob.most === 0 || value <= knob.most);
}

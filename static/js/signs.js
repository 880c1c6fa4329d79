// The signs in ink on the lanes of what workers share: what the kernel does for a call, reads and writes of data, jobs, callbacks. Pure.

import { isData } from "./data.js";
import { Doing, Tick } from "./flows.js";
import { EdgeKind, Kind } from "./kinds.js";

/** All there are, in the order of the legend; the message of one is `sign.<name>`. */
export const SIGNS = Object.freeze([
  "phase-wait", "phase-copy", "arrived", "sent", "taken", "found-ready", "refused", "read", "write", "window", "job-waiting", "job", "callback",
]);

/** @typedef {ReadonlyMap<number, string>} Names by what stands in a table */

const BY_DOING = /** @type {Names} */ (new Map([[Doing.WAIT, "phase-wait"], [Doing.COPY, "phase-copy"]]));
const BY_TICK = /** @type {Names} */ (new Map([
  [Tick.ARRIVED, "arrived"], [Tick.SENT, "sent"], [Tick.TAKEN, "taken"], [Tick.READY, "found-ready"], [Tick.REFUSED, "refused"], [Tick.COUNTED, "refused"],
]));
const BY_KIND = /** @type {Names} */ (new Map([[Kind.READ, "read"], [Kind.WRITE, "write"]]));
const BY_EDGE = /** @type {Names} */ (new Map([[EdgeKind.WINDOW, "window"], [EdgeKind.CALLBACK, "callback"]]));

/**
 * Collect the signs a run has, looking at each step and edge once however often it is asked.
 * @param {import("./model.js").RunModel} model
 * @returns {() => readonly string[]} in the order of the legend; the same array while nothing is new
 */
export function signsPresent(model) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @type {Map<number, number>} */
  const looked = new Map();
  let lookedEdges = 0;
  /** @type {readonly string[]} */
  let sorted = [];
  return () => {
    const before = found.size;
    for (const [id, steps] of model.steps) {
      lookAtSteps(found, steps, looked.get(id) ?? 0);
      looked.set(id, steps.length);
    }
    for (; lookedEdges < model.edgeCount; lookedEdges += 1) note(found, BY_EDGE.get(model.edges.kind.at(lookedEdges)));
    for (const slots of model.jobs.slots.values()) if (slots.length > 0) found.add("job");
    if (found.size !== before) sorted = SIGNS.filter((name) => found.has(name));
    return sorted;
  };
}

/** @type {(found: Set<string>, steps: import("./steps.js").StepTable, from: number) => void} */
function lookAtSteps(found, steps, from) {
  if (steps.kind === "pool" && steps.maxDepth > 0) found.add("job-waiting");
  const hasBytes = steps.isFlow && (steps.kind !== "pipe" || steps.hasCalls);
  if (!hasBytes && !isData(steps.kind)) return;
  for (let index = from; index < steps.length; index += 1) {
    if (hasBytes) {
      note(found, BY_DOING.get(steps.doing.at(index)));
      note(found, BY_TICK.get(steps.tick.at(index)));
    } else note(found, BY_KIND.get(steps.what.at(index)));
  }
}

/** @type {(found: Set<string>, name: string | undefined) => void} */
function note(found, name) {
  if (name !== undefined) found.add(name);
}

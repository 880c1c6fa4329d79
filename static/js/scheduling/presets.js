/**
 * Examples to begin with: the textbooks' own, so that a student can check the page against the book. Their titles are
 * `schedule.example.ID` in the catalogue.
 */

import { readJobs } from "./notation.js";

/**
 * @typedef {{policy: string, knobs: Record<string, string | boolean>}} Chosen
 * @typedef {{id: string, source: string, jobs: string, chosen: readonly Chosen[], machine?: Record<string, string>}} Preset
 */

/** @type {(policy: string, knobs?: Record<string, string | boolean>) => Chosen} */
const under = (policy, knobs = {}) => ({ policy, knobs });

/** @type {readonly Preset[]} */
export const PRESETS = Object.freeze(/** @type {Preset[]} */ ([
  { id: "convoy", source: "Silberschatz", jobs: "P1 0 24, P2 0 3, P3 0 3", chosen: [under("fcfs"), under("rr", { quantum: "4" })] },
  { id: "convoy-turned", source: "Silberschatz", jobs: "P2 0 3, P3 0 3, P1 0 24", chosen: [under("fcfs")] },
  { id: "shortest", source: "Silberschatz", jobs: "P1 0 6, P2 0 8, P3 0 7, P4 0 3", chosen: [under("fcfs"), under("sjf")] },
  { id: "preempting", source: "Silberschatz", jobs: "P1 0 8, P2 1 4, P3 2 9, P4 3 5", chosen: [under("sjf"), under("srtf")] },
  { id: "three-ways", source: "", jobs: "P1 0 7, P2 2 4, P3 4 1, P4 5 4", chosen: [under("fcfs"), under("sjf"), under("srtf")] },
  { id: "priorities", source: "Silberschatz", jobs: "P1 0 10 3, P2 0 1 1, P3 0 2 4, P4 0 1 5, P5 0 5 2", chosen: [under("priority")] },
  { id: "long-first", source: "OSTEP", jobs: "A 0 100, B 0 10, C 0 10", chosen: [under("fcfs"), under("sjf")] },
  { id: "response", source: "OSTEP", jobs: "A 0 5, B 0 5, C 0 5", chosen: [under("sjf"), under("rr", { quantum: "1" })] },
  { id: "feedback", source: "OSTEP", jobs: "0,180,0:100,20,0", chosen: [under("mlfq", { queues: "3", quantum: "10" })] },
  { id: "feedback-io", source: "OSTEP", jobs: "0,84,7:0,42,3:0,51,4", chosen: [under("mlfq", { queues: "3", quantum: "10" })], machine: { io_time: "5" } },
  { id: "shares", source: "OSTEP", jobs: "A 0 10 100, B 0 5 50, C 0 25 250", chosen: [under("stride"), under("lottery", { seed: "0" })] },
  { id: "fair", source: "", jobs: "A 0 40, B 0 40, C 20 20 -5", chosen: [under("cfs", { latency: "12", minimum_slice: "1" }), under("eevdf", { quantum: "3" })] },
  { id: "two-cpus", source: "", jobs: "P1 0 6, P2 0 4, P3 1 5, P4 2 3, P5 3 2", chosen: [under("fcfs"), under("rr", { quantum: "2" })], machine: { cpus: "2" } },
]));

/**
 * What a preset puts on the page.
 * @param {Preset} preset @returns {{rows: import("./rows.js").Row[], chosen: Chosen[], machine: Record<string, string>}}
 */
export function unfold(preset) {
  const read = readJobs(preset.jobs);
  if ("trouble" in read) throw new Error(`The example ${preset.id} cannot be read: ${preset.jobs}`);
  return { rows: read.rows, chosen: preset.chosen.map((one) => ({ policy: one.policy, knobs: { ...one.knobs } })), machine: preset.machine ?? {} };
}

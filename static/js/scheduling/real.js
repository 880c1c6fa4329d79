/**
 * Runs a schedule on real processes: asks for it, waits for its end, and reads what was measured beside the textbook. Pure but for fetch.
 */

import { faultOf, post, refused } from "./compute.js";
import { bodyOf } from "./request.js";

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./compute.js").Fault} Fault
 * @typedef {{known: string, jobs: Answer["jobs"], mean: Answer["mean"], gantt: Answer["gantt"], switches: number, cpu_busy: number, throughput: number, end: number}} Measured
 * @typedef {Answer & {unit_ms: number, measured: Measured, jitter: {largest: number, mean: number, work: number}, same_order: boolean,
 *   difference: {jobs: Record<string, any>[], mean: Answer["mean"], end: number}}} Comparison
 * @typedef {{id: string, page: string, schedule: string, self: string}} Links
 */

const ASK_EVERY_MS = 400;

/**
 * Start the processes of one policy.
 * @param {import("./policies.js").Facts} facts @param {import("./state.js").State} state @param {number} at @param {number} unitMs how long a unit of time is
 * @param {AbortSignal} signal
 * @returns {Promise<{run: Links, seconds: number} | {fault: Fault} | undefined>}
 */
export async function startReal(facts, state, at, unitMs, signal) {
  try {
    const said = await post({ ...bodyOf(facts, state, at), real: true, steps: false, unit_ms: unitMs }, at, facts, signal);
    return { run: said.run, seconds: said.estimate_seconds };
  } catch (error) {
    return faultOf(error);
  }
}

/**
 * Wait until a run is over and fetch the comparison.
 * @param {Links} run @param {AbortSignal} signal @param {(then: () => void, ms: number) => unknown} [later]
 * @returns {Promise<{comparison: Comparison} | {fault: Fault} | undefined>}
 */
export async function awaitReal(run, signal, later = setTimeout) {
  try {
    for (let isLive = true; isLive;) {
      const answer = await fetch(run.self, { signal });
      isLive = answer.ok && (await answer.json()).live;
      if (isLive) await new Promise((resolve) => later(() => resolve(undefined), ASK_EVERY_MS));
    }
    const answer = await fetch(run.schedule, { signal });
    const body = await answer.json();
    if (answer.ok) return { comparison: body };
    return { fault: refused(body, answer.status) };
  } catch (error) {
    return faultOf(error);
  }
}

/**
 * What was measured, in the shape of a textbook's answer, to be laid out on the same axis.
 * @param {Comparison} comparison @returns {Answer}
 */
export function measuredAnswer(comparison) {
  const { measured } = comparison;
  const knobs = { ...comparison.knobs, switch_cost: 0 }; // a measured gap is what it is: not drawn as the textbook's switch
  return { ...comparison, ...measured, knobs, ready: [], io: [], decisions: [], decision_count: 0, longest_wait: comparison.longest_wait };
}

/**
 * Textbook, measured and difference of one time, for each job and for the mean.
 * @param {Comparison} comparison @param {"waiting" | "turnaround" | "response"} name
 * @returns {{name: string | undefined, textbook: number, measured: number, difference: number}[]}
 */
export function beside(comparison, name) {
  const rows = comparison.jobs.map((job, at) => ({ name: /** @type {string | undefined} */ (job.name), textbook: job[name], measured: comparison.measured.jobs[at][name], difference: comparison.difference.jobs[at][name] }));
  return [...rows, { name: undefined, textbook: comparison.mean[name], measured: comparison.measured.mean[name], difference: comparison.difference.mean[name] }];
}

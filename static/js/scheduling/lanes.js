/**
 * From an answer to the bars of each lane, still in units of time: CPUs with what happens between jobs, jobs with their states, queues.
 */

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {{kind: "run" | "switch" | "idle" | "ready" | "io", start: number, end: number, name: string}} Stretch
 */

export const MOST_LANES = 24; // more jobs than this are shown as a number that wait, not one by one

/**
 * What one CPU does: its jobs, the switches between them, and where it has nothing to do.
 * @param {Answer} answer @param {number} cpu @returns {Stretch[]}
 */
export function cpuStretches(answer, cpu) {
  const cost = Number(answer.knobs.switch_cost ?? 0);
  /** @type {Stretch[]} */
  const stretches = [];
  let before = { name: "", end: 0 };
  for (const { name, start, end } of answer.gantt.filter((one) => one.cpu === cpu)) {
    const isSwitch = cost > 0 && before.name !== "" && before.name !== name && start - before.end >= cost - 1e-9;
    const from = isSwitch ? start - cost : start;
    if (from > before.end + 1e-9) stretches.push({ kind: "idle", start: before.end, end: from, name: "" });
    if (isSwitch) stretches.push({ kind: "switch", start: from, end: start, name });
    stretches.push({ kind: "run", start, end, name });
    before = { name, end };
  }
  if (before.end < answer.end - 1e-9) stretches.push({ kind: "idle", start: before.end, end: answer.end, name: "" });
  return stretches;
}

/**
 * What becomes of each job: ready, running, in I/O.
 * @param {Answer} answer @returns {Map<string, Stretch[]>}
 */
export function jobStretches(answer) {
  /** @type {Map<string, Stretch[]>} */
  const lanes = new Map(answer.jobs.map((job) => [job.name, []]));
  for (const [kind, bars] of /** @type {const} */ ([["ready", answer.ready], ["io", answer.io], ["run", answer.gantt]])) {
    for (const bar of bars) lanes.get(bar.name)?.push({ kind, start: bar.start, end: bar.end, name: bar.name });
  }
  return lanes;
}

/**
 * In which queue the running job stood: one list for each level, or none where the policy has no levels.
 * @param {Answer} answer @returns {Stretch[][]}
 */
export function levelStretches(answer) {
  const levels = Math.max(0, ...answer.decisions.flatMap((one) => one.queues.map((queue) => (queue.level ?? -1) + 1)));
  if (levels < 2) return [];
  /** @type {Stretch[][]} */
  const bands = Array.from({ length: levels }, () => []);
  for (const run of answer.gantt) {
    const inside = answer.decisions.filter((one) => one.cpu === run.cpu && one.chosen === run.name && !one.kept && one.time >= run.start && one.time < run.end);
    for (const [at, decision] of inside.entries()) {
      const band = bands[Number(decision.reason.parameters.level ?? -1)];
      band?.push({ kind: "run", start: decision.time, end: inside[at + 1]?.time ?? run.end, name: run.name });
    }
  }
  return bands;
}

/** When all jobs were lifted to the highest queue. @param {Answer} answer @returns {number[]} */
export function boostTimes(answer) {
  return answer.decisions.filter((one) => one.reason.id === "boosted").map((one) => one.time);
}

/**
 * How many jobs are ready, as steps.
 * @param {Answer} answer @returns {{time: number, count: number}[]}
 */
export function readyCounts(answer) {
  const changes = answer.ready.flatMap((one) => /** @type {[number, number][]} */ ([[one.start, 1], [one.end, -1]])).sort((one, other) => one[0] - other[0]);
  /** @type {{time: number, count: number}[]} */
  const steps = [{ time: 0, count: 0 }];
  for (const [time, by] of changes) {
    const last = steps[steps.length - 1];
    if (last.time === time) last.count += by;
    else steps.push({ time, count: last.count + by });
  }
  return steps;
}

/**
 * A schedule before it is revealed: its jobs and their arrivals, and nothing that tells what becomes of them.
 * @param {Answer} answer @returns {Answer}
 */
export function ghostOf(answer) {
  const jobs = answer.jobs.map((job) => ({ ...job, finish: NaN }));
  return { ...answer, jobs, gantt: [], ready: [], io: [], decisions: [], end: 0 };
}

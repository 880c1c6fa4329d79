/**
 * The decisions of all schedules on the page, one instant after the other.
 */

/**
 * @typedef {{name: string, start: number, end: number, cpu?: number}} Bar
 * @typedef {{id: string, parameters: Record<string, string | number>, text: string}} Saying
 * @typedef {{level: number | null, jobs: string[], length: number}} Queue
 * @typedef {{time: number, cpu: number | null, chosen: string | null, kept: boolean, queues: Queue[], reason: Saying}} Decision
 * @typedef {{name: string, arrival: number, burst: number, bursts: number[], priority: number | null, first_run: number, finish: number,
 *   response: number, waiting: number, turnaround: number}} Job
 * @typedef {{policy: string, knobs: Record<string, unknown>, rules: Saying[], jobs: Job[], mean: Record<"response" | "waiting" | "turnaround", number>,
 *   switches: number, cpu_busy: number, throughput: number, end: number, longest_wait: {name: string, waiting: number},
 *   gantt: (Bar & {cpu: number})[], ready: Bar[], io: Bar[], decisions: Decision[], decision_count: number}} Answer
 */

/**
 * The instants at which something is decided in any of the schedules, and the end.
 * @param {readonly Answer[]} answers @returns {number[]}
 */
export function instantsOf(answers) {
  const times = answers.flatMap((answer) => [...answer.decisions.map((one) => one.time), answer.end]);
  return [...new Set(times)].sort((one, other) => one - other);
}

/**
 * What a schedule decides at an instant; where it decides nothing then, what it decided last. isNew tells which.
 * @param {Answer} answer @param {number} time @returns {{decisions: Decision[], isNew: boolean, isOver: boolean}}
 */
export function decidedAt(answer, time) {
  const latest = answer.decisions.findLast((one) => one.time <= time)?.time;
  const decisions = latest === undefined ? [] : answer.decisions.filter((one) => one.time === latest);
  return { decisions, isNew: latest === time, isOver: time >= answer.end };
}

/**
 * Who stands in the queues at an instant, behind all that was decided then.
 * @param {Answer} answer @param {number} time @returns {Queue[]}
 */
export function queuesAt(answer, time) {
  if (time >= answer.end) return [];
  const ready = new Set(answer.ready.filter((one) => one.start <= time && time < one.end).map((one) => one.name));
  const told = answer.decisions.findLast((one) => one.time <= time && one.queues.length > 0);
  const known = new Set(told?.queues.flatMap((queue) => queue.jobs));
  const late = [...ready].filter((name) => !known.has(name));
  const queues = (told?.queues ?? [{ level: null, jobs: [], length: 0 }]).map((queue) => ({ ...queue, jobs: queue.jobs.filter((name) => ready.has(name)) }));
  return queues.map((queue, at) => {
    const jobs = at === 0 ? [...queue.jobs, ...late] : queue.jobs;
    return { ...queue, jobs, length: jobs.length };
  });
}

/**
 * What a job still needs at an instant: shown beside its name in the queue, because that is what SRTF looks at.
 * @param {Answer} answer @param {string} name @param {number} time @returns {number}
 */
export function leftAt(answer, name, time) {
  const burst = answer.jobs.find((one) => one.name === name)?.burst ?? 0;
  const had = answer.gantt.filter((one) => one.name === name && one.start < time).reduce((sum, one) => sum + Math.min(one.end, time) - one.start, 0);
  return Number((burst - had).toFixed(6));
}

/** The place of the last instant that is not after a time. @param {readonly number[]} instants @param {number} time @returns {number} */
export function placeAt(instants, time) {
  return Math.max(0, instants.findLastIndex((one) => one <= time));
}

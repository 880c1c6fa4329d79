/**
 * Predict first: a question about the schedule, and what became of the answer. Those who predict learn; those who only watch do not.
 */

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {"waiting" | "turnaround" | "response" | "order" | "best"} Topic
 * @typedef {{isRight: boolean, expected: string, difference: number | undefined}} Verdict
 */

const CLOSE = 0.01; // a mean to two digits counts as right
export const TOPICS = /** @type {const} */ (["waiting", "turnaround", "response", "order", "best"]);

/** The questions that can be asked: which policy is best needs two. @param {number} count of policies @returns {Topic[]} */
export function topicsFor(count) {
  return TOPICS.filter((topic) => topic !== "best" || count > 1);
}

/** The order in which jobs end; those that end together, in the order of the list. @param {Answer} answer @returns {string[]} */
export function orderOf(answer) {
  return [...answer.jobs].sort((one, other) => one.finish - other.finish).map((job) => job.name);
}

/** Which schedules have the least mean wait. @param {readonly Answer[]} answers @returns {number[]} */
export function bestOf(answers) {
  const least = Math.min(...answers.map((one) => one.mean.waiting));
  return answers.flatMap((one, at) => (one.mean.waiting <= least + 1e-9 ? [at] : []));
}

/**
 * Judge an answer.
 * @param {Topic} topic @param {string} given @param {readonly Answer[]} answers @param {(at: number) => string} nameOf names a schedule
 * @returns {Verdict | undefined} undefined: it cannot be read
 */
export function judge(topic, given, answers, nameOf) {
  if (topic === "best") {
    const best = bestOf(answers);
    return given === "" ? undefined : { isRight: best.includes(Number(given)), expected: best.map(nameOf).join(" = "), difference: undefined };
  }
  const [answer] = answers;
  if (topic === "order") {
    const order = orderOf(answer);
    const said = given.split(/[\s,，、>→]+/).filter(Boolean);
    return said.length === 0 ? undefined : { isRight: isOrder(said, answer), expected: order.join(" → "), difference: undefined };
  }
  const text = given.trim().replace(",", ".");
  const value = fraction(text);
  if (value === undefined) return undefined;
  const truth = answer.mean[topic];
  return { isRight: Math.abs(value - truth) < CLOSE, expected: String(Number(truth.toFixed(2))), difference: value - truth };
}

/** Whether nobody is named before one that ends earlier. @type {(said: string[], answer: Answer) => boolean} */
function isOrder(said, answer) {
  const finish = new Map(answer.jobs.map((job) => [job.name.toLowerCase(), job.finish]));
  const times = said.map((name) => finish.get(name.toLowerCase()));
  return said.length === answer.jobs.length && new Set(said.map((name) => name.toLowerCase())).size === said.length
    && times.every((time, at) => time !== undefined && (at === 0 || time >= /** @type {number} */ (times[at - 1])));
}

/** Read "17", "5.67" or "17/3". @type {(text: string) => number | undefined} */
function fraction(text) {
  const match = /^(\d+(?:\.\d*)?|\.\d+)(?:\s*\/\s*(\d+(?:\.\d*)?))?$/.exec(text);
  if (match === null) return undefined;
  const value = Number(match[1]) / (match[2] === undefined ? 1 : Number(match[2]));
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Asks the server for the schedules: one request for each policy, at once; what a newer question overtook is dropped.
 */

import { readProblem, sayRefusal } from "../problems.js";
import { bodyOf, placeOf, sweepBodies } from "./request.js";

/**
 * @typedef {import("./policies.js").Facts} Facts
 * @typedef {import("./state.js").State} State
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {{place: string, key: string, params: Record<string, string | number>, refusal?: import("../problems.js").Refusal}} Fault  refusal: the server's
 * @typedef {{answers: Answer[]} | {fault: Fault}} Outcome
 * @typedef {{at: number, points: import("./sweep.js").Point[]}[]} Sweeps
 */

const ADDRESS = "/api/v1/schedules";

/**
 * Post one question.
 * @param {Record<string, unknown>} body @param {number} at @param {Facts} facts @param {AbortSignal} signal
 * @returns {Promise<any>} the answer; a refusal is thrown as a Fault
 */
export async function post(body, at, facts, signal) {
  const answer = await fetch(ADDRESS, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw new Refused(refused(said, answer.status, placeOf(said.errors?.[0]?.pointer ?? "", at, facts)));
}

/**
 * Make the fault of a problem.
 * @param {import("../problems.js").Problem} problem @param {number} status @param {string} [place] @returns {Fault}
 */
export function refused(problem, status, place = "") {
  const refusal = readProblem(problem, status);
  return { place, key: "schedule.fault.server", params: { detail: refusal.detail }, refusal };
}

/**
 * Say a fault.
 * @param {Pick<Fault, "key" | "params" | "refusal">} fault @param {import("../i18n.js").Messages} messages @returns {string}
 */
export function faultText({ key, params, refusal }, messages) {
  if (refusal === undefined) return messages.t(key, params);
  const { text, small } = sayRefusal(refusal, messages, key);
  return small === "" ? text : messages.t("problem.with-detail", { text, detail: small });
}

/** The server's no. */
class Refused extends Error {
  /** @param {Fault} fault */
  constructor(fault) {
    super(String(fault.params.detail));
    this.fault = fault;
  }
}

/** What went wrong, as a fault; undefined: overtaken. @param {unknown} error @returns {{fault: Fault} | undefined} */
export function faultOf(error) {
  if (error instanceof Refused) return { fault: error.fault };
  if (error instanceof DOMException && error.name === "AbortError") return undefined;
  if (error instanceof TypeError) return { fault: { place: "", key: "schedule.fault.unreachable", params: {} } }; // fetch tells no more than that
  throw error;
}

/**
 * Compute all policies of the page.
 * @param {Facts} facts @param {State} state @param {AbortSignal} signal @returns {Promise<Outcome | undefined>} undefined: overtaken
 */
export async function compute(facts, state, signal) {
  try {
    return { answers: await Promise.all(state.chosen.map((_, at) => post(bodyOf(facts, state, at), at, facts, signal))) };
  } catch (error) {
    return faultOf(error);
  }
}

/**
 * Compute the sweep of the state's knob.
 * @param {Facts} facts @param {State} state @param {AbortSignal} signal @returns {Promise<{sweeps: Sweeps} | {fault: Fault} | undefined>}
 */
export async function computeSweep(facts, state, signal) {
  try {
    const bodies = sweepBodies(facts, state);
    const answers = await Promise.all(bodies.map(({ at, body }) => post(body, at, facts, signal)));
    return { sweeps: answers.map((answer, index) => ({ at: bodies[index].at, points: answer.sweep.points })) };
  } catch (error) {
    return faultOf(error);
  }
}

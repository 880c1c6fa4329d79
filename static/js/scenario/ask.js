/**
 * What the page of scenarios asks the server.
 */

import { readProblem, sayRefusal } from "../problems.js";

/**
 * @typedef {{scenario: string, parameters: Record<string, unknown>, seed: number | null}} Ordered
 * @typedef {{ok: true, body: any} | {ok: false, status: number, refusal: import("../problems.js").Refusal, errors: import("./problems.js").Told[], count: number}} Answer
 */

const UNPROCESSABLE = 422;

/**
 * Leave out the seed where it is the scenario's own.
 * @param {Ordered} ordered @returns {Record<string, unknown>}
 */
export function bodyOf({ scenario, parameters, seed }) {
  return { scenario, parameters, ...(seed === null ? {} : { seed }) };
}

/**
 * Ask. What is wrong is an answer too; no answer at all has status 0.
 * @param {string} path below /api/v1 @param {{method?: string, body?: unknown, signal?: AbortSignal}} [options]
 * @returns {Promise<Answer>}
 */
export async function ask(path, { method = "GET", body, signal } = {}) {
  /** @type {RequestInit} */
  const request = { method, ...(signal ? { signal } : {}) };
  if (body !== undefined) Object.assign(request, { headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, request);
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, status: 0, refusal: readProblem({}), errors: [], count: 0 };
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return { ok: true, body: told };
  const errors = told.errors ?? [];
  return { ok: false, status: answer.status, refusal: readProblem(told, answer.status), errors, count: told.error_count ?? errors.length };
}

/**
 * Check a scenario and translate it.
 * @param {Ordered} ordered @param {AbortSignal} signal
 * @returns {Promise<{checked: any, program: any} | Extract<Answer, {ok: false}>>}
 */
export async function check(ordered, signal) {
  const body = bodyOf(ordered);
  const [checked, program] = await Promise.all(["validate", "source"].map((what) => ask(`scenarios/${what}`, { method: "POST", body, signal })));
  if (checked?.ok && program?.ok) return { checked: checked.body, program: program.body };
  return /** @type {Extract<Answer, {ok: false}>} */ (checked?.ok ? program : checked);
}

/** Whether the server said what is wrong with the scenario. @param {Answer} answer @returns {boolean} */
export function isRefusal(answer) {
  return !answer.ok && answer.status === UNPROCESSABLE;
}

/**
 * Say why an answer did not come.
 * @param {Extract<Answer, {ok: false}>} answer @param {Pick<import("../i18n.js").Messages, "t" | "has">} messages
 * @returns {{text: string, small: string}} small: the server's own words, in English
 */
export function whyNot({ status, refusal }, messages) {
  if (status === 0) return { text: messages.t("form.unreachable"), small: "" };
  if (status === 401) return { text: messages.t("form.signed-out"), small: "" };
  return sayRefusal(refusal, messages, "form.failed");
}

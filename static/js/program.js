/**
 * The form of the lab: program, arguments, input and limit become a run.
 */

import { readProblem } from "./problems.js";

const SECOND_NS = 1e9;

/**
 * The body of `POST /api/v1/runs`. Empty members are left out, so that the server's defaults hold.
 * @param {{source: string, program: string, lesson: string, args: string, stdin: string, data: boolean, seconds: number}} form
 * @returns {Record<string, any>}
 */
export function requestOf({ source, program, lesson, args, stdin, data, seconds }) {
  /** @type {Record<string, any>} */
  const request = { source, program };
  if (lesson !== "") request.lesson = lesson;
  if (args.trim() !== "") request.args = args;
  if (stdin !== "") request.stdin = stdin;
  request.data = data;
  if (Number.isFinite(seconds) && seconds > 0) request.limits = { wall_ns: Math.round(seconds * SECOND_NS) };
  return request;
}

/**
 * Start a run.
 * @param {Record<string, any>} request
 * @returns {Promise<{run: any} | {key: string, field: string} | {refusal: import("./problems.js").Refusal, field: string}>}
 */
export async function startRun(request) {
  if (request.source.trim() === "") return { key: "form.empty", field: "source" };
  let answer;
  try {
    answer = await fetch("/api/v1/runs", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request) });
  } catch {
    return { key: "form.unreachable", field: "" }; // fetch tells no more than that there was no answer
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return { run: body };
  if (answer.status === 401) return { key: "form.signed-out", field: "" };
  const refusal = readProblem(body, answer.status);
  return { refusal, field: refusal.field };
}

/**
 * Ask the server to end a run; what comes of it is told by the run's own frames.
 * @param {string} id @returns {Promise<boolean>} whether the server heard
 */
export async function stopRun(id) {
  try {
    const answer = await fetch(`/api/v1/runs/${id}/stop`, { method: "POST" });
    return answer.ok;
  } catch {
    return false; // the ribbon of the lost connection says so already
  }
}

/**
 * Fetch an example with its program.
 * @param {string} id @returns {Promise<{source: string, program: string, args: string, stdin: string, data: boolean, knobs: import("./knobs.js").Knob[], recorded: boolean} | null>} null: it did not come
 */
export async function fetchLesson(id) {
  try {
    const answer = await fetch(`/api/v1/lessons/${encodeURIComponent(id)}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the caller says that the server does not answer
  }
}

/**
 * Fetch the recorded run of an example.
 * @param {string} id @returns {Promise<File | null>} null: it did not come
 */
export async function fetchRecording(id) {
  try {
    const answer = await fetch(`/api/v1/lessons/${encodeURIComponent(id)}/recording`);
    return answer.ok ? new File([await answer.blob()], `${id}.lockstep`) : null;
  } catch {
    return null; // the caller says that the server does not answer
  }
}

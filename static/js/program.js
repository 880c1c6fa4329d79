/**
 * The form of the lab: program, arguments, input and limit become a run.
 */

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
 * What a problem answer says to a reader, and which field it is about.
 * @param {{detail?: string, title?: string, errors?: {pointer?: string, detail?: string}[]}} problem
 * @returns {{text: string, field: string}}
 */
export function readProblem({ detail, title, errors }) {
  const first = errors?.[0];
  const field = first?.pointer?.replace(/^#?\//, "").split("/")[0] ?? "";
  return { text: first?.detail ?? detail ?? title ?? "", field };
}

/**
 * Start a run.
 * @param {Record<string, any>} request
 * @returns {Promise<{run: any} | {key: string, params: Record<string, string>, field: string}>}
 */
export async function startRun(request) {
  if (request.source.trim() === "") return { key: "form.empty", params: {}, field: "source" };
  let answer;
  try {
    answer = await fetch("/api/v1/runs", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request) });
  } catch {
    return { key: "form.unreachable", params: {}, field: "" }; // fetch tells no more than that there was no answer
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return { run: body };
  if (answer.status === 401) return { key: "form.signed-out", params: {}, field: "" };
  const { text, field } = readProblem(body);
  return { key: "form.failed", params: { detail: text || String(answer.status) }, field };
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
 * @param {string} id @returns {Promise<{source: string, program: string, args: string, stdin: string, data: boolean, knobs: import("./knobs.js").Knob[]} | null>} null: it did not come
 */
export async function fetchLesson(id) {
  try {
    const answer = await fetch(`/api/v1/lessons/${encodeURIComponent(id)}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the caller says that the server does not answer
  }
}

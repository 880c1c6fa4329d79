// What the inspector says about a pool and about a job: from submit to callback, who did what. Pure: no DOM, no language.

import { just, listRow, row } from "./inspect.js";

/**
 * @typedef {import("./inspect.js").Row} Row
 * @typedef {import("./model.js").RunModel} RunModel
 */

/**
 * The rows of a pool: what waits in its backlog, who works for it.
 * @param {RunModel} model
 * @param {number} id
 * @param {import("./steps.js").Step | null} step
 * @returns {Row[]}
 */
export function poolRows(model, id, step) {
  const jobs = model.summary?.resources?.find((/** @type {any} */ one) => one.id === id)?.jobs;
  return [
    ...row("depth", step?.depth === null || step === null ? undefined : just(step.depth)),
    ...listRow("items", step?.chips ?? [], (resource) => ({ resource })),
    ...listRow("pool-workers", model.jobs.slotsOf(id).map((slot) => slot.worker), (worker) => ({ worker })),
    ...row("jobs", jobs ? { key: "inspector.jobs.counts", params: jobs } : undefined),
  ];
}

/**
 * The rows of a job: from submit to callback.
 * @param {RunModel} model
 * @param {import("./model.js").Resource} resource
 * @returns {Row[]}
 */
export function jobRows(model, { id, kind, pool, whole, several }) {
  if (several) return listRow("several", several, (resource) => ({ resource }));
  const job = model.jobs.jobs.get(id);
  if (kind !== "future" || job === undefined) return [];
  const instant = (/** @type {number} */ worker, /** @type {number} */ at) => (at < 0 ? undefined : { key: "inspector.who-at", params: { who: { worker }, at: { at } } });
  const end = job.ended >= 0 ? job.ended : job.done;
  const text = model.texts.get(job.result);
  return [
    ...row("pool", pool ? just({ resource: pool }) : undefined),
    ...row("whole", whole ? just({ resource: whole }) : undefined),
    ...row("submitted-by", instant(job.submitter, job.submitted)),
    ...row("in-backlog", job.began >= 0 && job.submitted >= 0 ? just({ ns: job.began - job.submitted }) : undefined),
    ...row("begun-by", instant(job.worker, job.began)),
    ...row("took", job.began >= 0 && end >= 0 ? just({ ns: end - job.began }) : undefined),
    ...row("result", text ? just(text) : undefined),
    ...row("called-back-by", ...job.callbacks.map(({ worker, time }) => instant(worker, time))),
  ];
}

// Sentences about pools and their jobs, and about waiting for what a manager's process answers. Pure: no DOM, no language.

/**
 * @typedef {import("./describe.js").Sentence} Sentence
 * @typedef {import("./describe.js").Param} Param
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {import("./spans.js").Span} Span
 */

/**
 * Say what a worker waits for, where it has to do with a pool or a manager.
 * @param {RunModel} model
 * @param {string} reason
 * @param {Span} span
 * @param {{who: Param, dur: Param}} gaps
 * @returns {Sentence | undefined}
 */
export function describePoolWait(model, reason, { resource: id, by }, gaps) {
  const resource = { resource: id };
  const thing = model.resources.get(id);
  if (reason === "queue-get" && thing?.kind === "pool") return { key: "caption.blocked.queue-get.pool", params: { ...gaps, resource } };
  if (reason === "pipe" && thing !== undefined && thing.kind !== "pipe") return { key: "caption.blocked.pipe.manager", params: { ...gaps, resource } };
  if (reason !== "future") return undefined;
  if (thing?.several) {
    const what = { ...gaps, resource };
    return by ? { key: "caption.blocked.future.several", params: { ...what, owner: { worker: by } } } : { key: "caption.blocked.future.several.queued", params: what };
  }
  if (by) return { key: "caption.blocked.future.held", params: { ...gaps, resource, owner: { worker: by } } };
  return thing?.pool ? { key: "caption.blocked.future.queued", params: { ...gaps, resource, pool: { resource: thing.pool } } } : undefined;
}

/** Whether a job's result is there at t, or nobody will ever do it. @type {(model: RunModel, id: number, t: number) => boolean} */
function isDone(model, id, t) {
  const job = model.jobs.jobs.get(id);
  return job !== undefined && [job.done, job.cancelled].some((time) => time >= 0 && time <= t);
}

/**
 * Say what a job is at, at t.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {Sentence | undefined} nothing for what is no job
 */
export function describeJob(model, id, t) {
  const thing = model.resources.get(id);
  const job = model.jobs.jobs.get(id);
  if (thing?.several) {
    const done = thing.several.filter((one) => isDone(model, one, t)).length;
    return { key: "caption.job.several", params: { job: { resource: id }, n: done, all: thing.several.length } };
  }
  if (thing?.kind !== "future" || job === undefined) return undefined;
  const gaps = { job: { resource: id }, pool: { resource: thing.pool ?? 0 }, owner: { worker: job.worker } };
  if (job.cancelled >= 0 && job.cancelled <= t && job.began < 0) return { key: "caption.job.cancelled", params: { job: gaps.job } };
  const end = job.ended >= 0 ? job.ended : job.done;
  if (end >= 0 && end <= t) {
    if (job.began < 0) return { key: "caption.job.done", params: { job: gaps.job } };
    return { key: job.hasRaised ? "caption.job.raised" : "caption.job.finished", params: { ...gaps, dur: { ns: end - job.began } } };
  }
  if (job.began >= 0 && job.began <= t) return { key: "caption.job.running", params: { ...gaps, dur: { ns: t - job.began } } };
  return thing.pool ? { key: "caption.job.queued", params: gaps } : { key: "caption.job.open", params: { job: gaps.job } };
}

/**
 * Say what a pool is at, at t.
 * @param {RunModel} model
 * @param {number} id
 * @param {number} t
 * @returns {Sentence | undefined} nothing for what is no pool
 */
export function describePool(model, id, t) {
  const thing = model.resources.get(id);
  if (thing?.kind !== "pool") return undefined;
  const params = { resource: { resource: id }, n: model.stepAt(id, t)?.depth ?? 0, busy: model.jobs.busyAt(id, t) };
  return thing.capacity ? { key: "caption.resource.pool", params: { ...params, max: thing.capacity } } : { key: "caption.resource.pool.open", params };
}

/**
 * Draw a panel again when what it shows has changed: the run (at most ten times a second), the view, or the language.
 * All panels of a run share one requestAnimationFrame, and none is asked for while nothing changes: a page at rest is idle.
 */

const FRAME_INTERVAL_MS = 100;

/**
 * @typedef {{version: number, subscribe: (listener: () => void, options?: {signal?: AbortSignal}) => void}} Watched
 * @typedef {{draw: () => void, isDirty: boolean, hasNews: boolean, drawnAt: number}} Job
 */

/** The panels of one run. */
class Panels {
  constructor() {
    /** @type {Set<Job>} */
    this.jobs = new Set();
    this.frame = 0;
  }

  request() {
    if (this.frame === 0) this.frame = requestAnimationFrame((now) => this.#step(now));
  }

  /** @param {number} now */
  #step(now) {
    this.frame = 0;
    // What the reader did shows in all panels at once; of the run's news one panel in each frame, so that the timeline never waits for all.
    const due = [...this.jobs].filter((job) => !job.isDirty && job.hasNews && now - job.drawnAt >= FRAME_INTERVAL_MS);
    const [longest] = due.sort((one, other) => one.drawnAt - other.drawnAt);
    for (const job of [...this.jobs]) {
      if (!job.isDirty && job !== longest) continue;
      job.isDirty = job.hasNews = false;
      job.drawnAt = now;
      job.draw();
    }
    for (const job of this.jobs) if (job.isDirty || job.hasNews) this.request();
  }
}

/** Lives as long as the run's model does. @type {WeakMap<Watched, Panels>} */
const panelsOf = new WeakMap();

/**
 * Call `draw` now and after every change, at most once a frame and, for what the run brings, at most ten times a second.
 * @param {{model: Watched, store?: import("./store.js").Store, messages: Pick<import("./i18n.js").Messages, "onChange">, signal: AbortSignal,
 *   news?: EventTarget}} context  news: fires `change` for what else the panel shows
 * @param {() => void} draw
 */
export function watch({ model, store, messages, signal, news }, draw) {
  if (signal.aborted) return;
  const panels = panelsOf.get(model) ?? new Panels();
  panelsOf.set(model, panels);
  /** @type {Job} */
  const job = { draw, isDirty: false, hasNews: false, drawnAt: 0 };
  panels.jobs.add(job);
  signal.addEventListener("abort", () => panels.jobs.delete(job), { once: true });
  const markDirty = () => {
    job.isDirty = true;
    panels.request();
  };
  store?.subscribe(markDirty, { signal });
  messages.onChange(markDirty, signal);
  news?.addEventListener("change", markDirty, { signal });
  model.subscribe(() => {
    job.hasNews = true;
    panels.request();
  }, { signal });
  draw();
}

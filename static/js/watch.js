/**
 * Draw a panel again when what it shows has changed: the run (at most ten times a second), the view, or the language.
 */

const FRAME_INTERVAL_MS = 100;

/**
 * Call `draw` now and after every change, at most once a frame and, for what the run brings, at most ten times a second.
 * @param {{model: {version: number}, store?: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal,
 *   news?: EventTarget}} context  news: fires `change` for what else the panel shows
 * @param {() => void} draw
 */
export function watch({ model, store, messages, signal, news }, draw) {
  let drawnVersion = model.version;
  let isDirty = false;
  let drawnAt = 0;
  const markDirty = () => { isDirty = true; };
  store?.subscribe(markDirty, { signal });
  messages.onChange(markDirty, signal);
  news?.addEventListener("change", markDirty, { signal });
  const step = (now) => {
    if (signal.aborted) return;
    requestAnimationFrame(step);
    const hasNews = model.version !== drawnVersion && now - drawnAt >= FRAME_INTERVAL_MS;
    if (!isDirty && !hasNews) return;
    isDirty = false;
    drawnVersion = model.version;
    drawnAt = now;
    draw();
  };
  draw();
  requestAnimationFrame(step);
}

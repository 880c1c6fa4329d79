/** Pointers on the minimap: press or drag moves the viewport there. */

/**
 * Listen on the minimap.
 * @param {HTMLElement} target
 * @param {{scale: () => import("./scale.js").Scale, store: import("../store.js").Store, end: () => number}} options
 * @param {AbortSignal} signal
 */
export function listenMinimap(target, { scale, store, end }, signal) {
  let isDown = false;
  const move = (/** @type {PointerEvent} */ event) => {
    const { t0, t1 } = store.get();
    store.set({ ...centredAt(scale().t(event.offsetX), t1 - t0, end()), fitted: true, follow: false });
  };
  target.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    isDown = true;
    target.setPointerCapture(event.pointerId);
    move(event);
  }, { signal });
  target.addEventListener("pointermove", (event) => {
    if (isDown) move(event);
  }, { signal });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) target.addEventListener(name, () => (isDown = false), { signal });
}

/**
 * A viewport of `span` round `time` that does not leave the run by more than it must.
 * @param {number} time
 * @param {number} span
 * @param {number} end
 * @returns {{t0: number, t1: number}}
 */
export function centredAt(time, span, end) {
  const t0 = Math.max(-span * 0.02, Math.min(time - span / 2, end - span * 0.98));
  return { t0, t1: t0 + span };
}

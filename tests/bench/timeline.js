/** A run of any size made in the browser, and frame times of panning and zooming through it. Driven by timeline_bench.py. */

import { FrameKind, Kind, Reason, State } from "../../static/js/kinds.js";
import { Frame } from "../../static/js/wire.js";

/** A generator that gives the same numbers every time. @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const PATTERN = [[State.RUNNING, 0], [State.BLOCKED, Reason.LOCK], [State.READY, Reason.GIL], [State.RUNNING, 0], [State.BLOCKED, Reason.SLEEP], [State.READY, Reason.CPU]];

/**
 * Fill a model with `spans` spans over `lanes` threads, a lock and its owners, through real frames.
 * @param {import("../../static/js/model.js").RunModel} model
 * @param {number} spans
 * @param {number} lanes
 * @returns {{bytes: number, milliseconds: number}}
 */
export function fill(model, spans, lanes) {
  const define = { workers: [workerRow(1, "process", 0)], resources: [{ id: 1, kind: "lock", name: "mutex", process: 1, location: 0, capacity: null, began: 0 }] };
  for (let lane = 0; lane < lanes; lane += 1) define.workers.push(workerRow(lane + 2, "thread", 1));
  let sequence = model.sequence;
  const apply = (kind, body) => model.apply(new Frame(kind, (sequence += 1), body));
  const json = (value) => new TextEncoder().encode(JSON.stringify(value));
  apply(FrameKind.META, json({ format: 1, run: "bench", program: "bench.py", kernel: "measured" }));
  apply(FrameKind.DEFINE, json(define));
  const random = randomFrom(7);
  const times = new Float64Array(lanes);
  const perFrame = 20_000;
  let bytes = 0;
  let milliseconds = 0;
  for (let done = 0; done < spans; done += perFrame) {
    const count = Math.min(perFrame, spans - done);
    const body = changeRows(count, done, lanes, times, random);
    const events = eventRows(Math.floor(count / 10), times, lanes, random);
    const begin = performance.now();
    apply(FrameKind.CHANGES, body);
    apply(FrameKind.EVENTS, events);
    milliseconds += performance.now() - begin;
    bytes += body.length + events.length;
  }
  const now = Math.max(...times);
  apply(FrameKind.STATUS, json({ phase: "ended", now, status: "finished" }));
  apply(FrameKind.SUMMARY, json({ status: "finished" }));
  return { bytes, milliseconds };
}

const workerRow = (id, kind, process) => ({
  id, kind, parent: process, process: process || id, name: `worker-${id}`, pid: 1, tid: id, daemon: false, began: 0, ended: null, exit: null, signal: null, location: 0, start_method: null, cut: false,
});

function changeRows(count, done, lanes, times, random) {
  const body = new Uint8Array(count * 32);
  const view = new DataView(body.buffer);
  for (let index = 0; index < count; index += 1) {
    const lane = (done + index) % lanes;
    const step = Math.floor((done + index) / lanes);
    const time = times[lane] + 1 + Math.floor(random() ** 3 * 400_000);
    times[lane] = time;
    const at = index * 32;
    const [state, reason] = PATTERN[step % PATTERN.length];
    view.setUint32(at, time % 2 ** 32, true);
    view.setInt32(at + 4, Math.floor(time / 2 ** 32), true);
    view.setUint32(at + 8, lane + 2, true);
    if (reason === Reason.LOCK) {
      view.setUint32(at + 12, 1, true);
      view.setUint32(at + 20, ((lane + 1) % lanes) + 2, true);
    }
    body.set([state, reason, 0, state === State.RUNNING ? lane % 8 : 255], at + 28);
  }
  return body;
}

function eventRows(count, times, lanes, random) {
  const body = new Uint8Array(count * 40);
  const view = new DataView(body.buffer);
  const base = Math.min(...times);
  for (let index = 0; index < count; index += 1) {
    const at = index * 40;
    const time = base + index * 100;
    view.setUint32(at, time % 2 ** 32, true);
    view.setInt32(at + 4, Math.floor(time / 2 ** 32), true);
    view.setUint32(at + 16, 2 + Math.floor(random() * lanes), true);
    view.setUint32(at + 20, 1, true);
    view.setUint8(at + 36, index % 2 === 0 ? Kind.ACQUIRE : Kind.RELEASE);
  }
  return body;
}

/**
 * Pan at three zooms, then zoom from the whole run to one span and back; one step a frame.
 * @param {{model: any, store: any, timeline: any}} parts
 * @param {number} frames
 * @returns {Promise<Record<string, {drawP50: number, drawP95: number, intervalP50: number, intervalP95: number}>>}
 */
export async function measure({ model, store, timeline }, frames) {
  const end = model.now;
  const results = {};
  for (const [name, share] of [["whole", 1], ["tenth", 0.1], ["thousandth", 0.001]]) {
    results[`pan ${name}`] = await series(frames, timeline, (step) => {
      const span = end * share;
      const t0 = share === 1 ? end * 0.002 * (step % 20) : (end - span) * (0.2 + (0.5 * step) / frames);
      store.set({ t0, t1: t0 + span, cursor: t0 + span / 2, fitted: true, follow: false });
    });
  }
  results.zoom = await series(frames, timeline, (step) => {
    const span = end * 1.02 * Math.exp((-Math.min(step, frames - step) / frames) * 2 * Math.log(end / 50_000));
    store.set({ t0: end * 0.43 - span * 0.43, t1: end * 0.43 + span * 0.57, cursor: end * 0.43 });
  });
  return results;
}

async function series(frames, timeline, move) {
  const draws = [];
  const intervals = [];
  let last = 0;
  for (let step = 0; step < frames; step += 1) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    if (last > 0) intervals.push(now - last);
    last = now;
    move(step);
    const begin = performance.now();
    timeline.drawNow();
    timeline.view().context.getImageData(0, 0, 1, 1); // makes the browser finish what it was told to draw
    draws.push(performance.now() - begin);
  }
  const at = (values, share) => Number([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)].toFixed(2));
  return { drawP50: at(draws, 0.5), drawP95: at(draws, 0.95), intervalP50: at(intervals, 0.5), intervalP95: at(intervals, 0.95) };
}

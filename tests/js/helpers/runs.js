// Runs for tests: the golden recordings, and small ones made by hand.

import { readFileSync } from "node:fs";
import { RunModel } from "../../../static/js/model.js";
import { createStore } from "../../../static/js/store.js";
import { decodeFrames } from "../../../static/js/wire.js";
import { Recording, worker } from "../encoder.js";

const FOLDER = new URL("../../recordings/", import.meta.url);

/** A golden recording, folded. @param {string} name */
export function recorded(name) {
  const bytes = readFileSync(new URL(`${name}.lockstep`, FOLDER));
  const model = new RunModel();
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  for (const frame of decodeFrames(buffer).frames) model.apply(frame);
  return model;
}

/** Two threads of one process, a lock and a queue of three; `extra` adds to it before it ends at 100 ms. */
export function small(extra = () => {}) {
  const recording = new Recording()
    .meta({ program: "p.py" })
    .define({
      workers: [
        worker({ id: 1, kind: "process", name: "p.py", start_method: "program", process: 1 }),
        worker({ id: 2, name: "MainThread", parent: 1 }),
        worker({ id: 3, name: "Seller", parent: 2, began: 10e6, location: 1 }),
      ],
      resources: [
        { id: 1, kind: "lock", name: "mutex", process: 1, location: 1, capacity: null, began: 0 },
        { id: 2, kind: "queue", name: "jobs", process: 1, location: 1, capacity: 3, began: 0 },
        { id: 3, kind: "gil", name: "GIL", process: 1, location: 0, capacity: null, began: 0 },
      ],
      locations: [[1, "/home/me/p.py", 7, "sell"], [2, "/home/me/p.py", 12, "<module>"]],
      texts: { 1: "'ticket 7'" },
    });
  extra(recording);
  return recording.status({ now: 100e6, phase: "ended" }).into(new RunModel());
}

/** A store with a view of the whole small run. @param {Partial<import("../../../static/js/store.js").ViewState>} [state] */
export function viewOf(state = {}) {
  return createStore({ t0: 0, t1: 100e6, fitted: true, follow: false, ...state });
}

// A pool of two cooks with one job done, one under way and one in the backlog: for the tests of what shows pools.

import { Kind, Reason, State } from "../../../static/js/kinds.js";
import { RunModel } from "../../../static/js/model.js";
import { Recording, worker } from "../encoder.js";

const job = (id, name, more = {}) => ({ id, kind: "future", name, process: 1, location: 1, capacity: null, began: 0, pool: 1, whole: 0, ...more });

/** The kitchen's run, 100 ms long. @param {(recording: Recording) => void} [extra] */
export function kitchen(extra = () => {}) {
  const recording = new Recording()
    .meta({ program: "k.py" })
    .define({
      workers: [
        worker({ id: 1, kind: "process", name: "k.py", process: 1 }),
        worker({ id: 2, name: "MainThread", parent: 1 }),
        worker({ id: 3, name: "Cook-1", parent: 2 }),
        worker({ id: 4, name: "Cook-2", parent: 2 }),
      ],
      resources: [
        { id: 1, kind: "pool", name: "pool", process: 1, location: 1, capacity: 2, began: 0, pool: 0, whole: 0 },
        job(2, "soup(1)"), job(3, "soup(2)"), job(4, "soup(3)"),
      ],
      locations: [[1, "/k.py", 7, "<module>"]],
      texts: { 1: "'hot'", 2: "tell" },
    })
    .changes([{ time: 0, worker: 2, state: State.RUNNING }, { time: 20e6, worker: 2, state: State.BLOCKED, reason: Reason.FUTURE, resource: 3, by: 3 }])
    .events([
      { time: 1e6, kind: Kind.CREATE, worker: 2, resource: 1 },
      { time: 10e6, kind: Kind.SUBMIT, worker: 2, resource: 2, value: 1 },
      { time: 12e6, kind: Kind.JOB_BEGIN, worker: 3, resource: 2, value: 0 },
      { time: 14e6, kind: Kind.SUBMIT, worker: 2, resource: 3, value: 1 },
      { time: 15e6, kind: Kind.SUBMIT, worker: 2, resource: 4, value: 2 },
      { time: 40e6, kind: Kind.RESULT, worker: 3, resource: 2, text: 1 },
      { time: 41e6, kind: Kind.CALLBACK, worker: 3, resource: 2, text: 2 },
      { time: 42e6, kind: Kind.JOB_BEGIN, worker: 3, resource: 3, value: 1 },
    ])
    .edges([
      { t0: 10e6, t1: 12e6, kind: 6, source: 2, target: 3, resource: 2, location: 1 },
      { t0: 40e6, t1: 41e6, kind: 7, source: 3, target: 3, resource: 2, text: 2 },
    ]);
  extra(recording);
  return recording.status({ now: 100e6, phase: "ended", status: "finished" }).into(new RunModel());
}

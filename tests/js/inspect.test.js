import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, range, wokenBy } from "../../static/js/inspect.js";
import { Kind, Reason, State } from "../../static/js/kinds.js";
import { plainText } from "../../static/js/sentences.js";
import { messagesFor } from "./helpers/messages.js";
import { recorded, small, viewOf } from "./helpers/runs.js";

const languages = ["en", "zh-CN"].map(messagesFor);
const [en] = languages;

const run = small((recording) => recording
  .changes([
    { time: 0, worker: 2, state: State.RUNNING, cpu: 1 }, { time: 20e6, worker: 3, state: State.BLOCKED, reason: Reason.LOCK, resource: 1, by: 2, location: 1 },
    { time: 60e6, worker: 3, state: State.READY, reason: Reason.CPU, by: 2 }, { time: 70e6, worker: 3, state: State.RUNNING, cpu: 0 },
  ])
  .events([{ time: 5e6, kind: Kind.ACQUIRE, worker: 2, resource: 1 }, { time: 8e6, kind: Kind.PUT, worker: 2, resource: 2, value: 1, text: 1 }])
  .edges([{ t0: 59e6, t1: 60e6, kind: 3, source: 2, target: 3, resource: 1, text: 1, location: 1 }]));

const look = (selected, cursor = 34e6, model = run) => inspect(model, viewOf({ cursor, selected }).get());
const rowsOf = (inspection, messages = en, model = run) =>
  Object.fromEntries(inspection.rows.map((row) => [row.label.replace("inspector.", ""), row.values.map((value) => plainText(value, model, messages)).join(", ")]));

test("a blocked worker: state, since, how long, for what, held by, woken by, line, how we know", () => {
  const rows = rowsOf(look({ type: "worker", id: 3, time: 0 }));
  assert.equal(rows.state, "blocked: waiting for a lock");
  assert.equal(rows.since, "20.0 ms");
  assert.equal(rows.for, "14 ms of 40 ms");
  assert.equal(rows["waits-for"], "mutex");
  assert.equal(rows["held-by"], "MainThread");
  assert.equal(rows["woken-by"], "MainThread");
  assert.equal(rows.line, "p.py:7");
  assert.equal(rows.known, "Measured: the kernel or the program recorded it.");
  assert.equal(rows["started-by"], "MainThread");
  assert.equal(rows.target, "p.py:7");
});

test("a span is looked at where it was selected, a worker at the cursor", () => {
  assert.equal(rowsOf(look({ type: "span", id: 3, time: 75e6 }))["state"], "running");
  assert.equal(rowsOf(look({ type: "worker", id: 3, time: 75e6 }))["state"], "blocked: waiting for a lock");
  assert.equal(rowsOf(look({ type: "span", id: 3, time: 75e6 }))["cpu"], "0");
});

test("who woke a worker is known before, while and after it is ready", () => {
  for (const time of [30e6, 65e6, 80e6]) assert.equal(wokenBy(run, run.spanAt(3, time)), 2);
  assert.equal(wokenBy(run, run.spanAt(2, 30e6)), 0);
});

test("a resource: holder, since, items, who waits, where it was made", () => {
  const lock = rowsOf(look({ type: "resource", id: 1, time: 0 }));
  assert.equal(lock.holder, "MainThread");
  assert.equal(lock.since, "5.0 ms");
  assert.equal(lock.waiting, "Seller");
  assert.equal(lock.created, "p.py:7");
  const queue = rowsOf(look({ type: "resource", id: 2, time: 0 }));
  assert.equal(queue.depth, "1");
  assert.equal(queue.capacity, "3");
  assert.equal(queue.items, "'ticket 7'");
});

test("an arrow: from whom, to whom, how long it took, through what", () => {
  const rows = rowsOf(look({ type: "edge", id: 0, time: 0 }));
  assert.equal(rows.from, "MainThread, 59.0 ms");
  assert.equal(rows.to, "Seller, 60.0 ms");
  assert.equal(rows.after, "1 ms");
  assert.equal(rows.through, "mutex");
  assert.equal(look({ type: "edge", id: 9, time: 0 }), undefined);
});

test("a finding: since, ring with lines, workers and resources", () => {
  const model = recorded("deadlock");
  const inspection = look({ type: "finding", id: 1, time: 0 }, 500e6, model);
  const rows = rowsOf(inspection, en, model);
  assert.equal(rows.ring, "Anna waits for spoon, held by Bruno · deadlock.py:14, Bruno waits for fork, held by Anna · deadlock.py:14");
  assert.equal(rows.workers, "Anna, Bruno");
  assert.equal(inspection.level, "error");
});

test("what nobody holds is not held by somebody unknown", () => {
  const model = recorded("deadlock");
  const [step] = model.findings.get(1).ring;
  model.findings.get(1).ring = [{ ...step, holder: 0 }];
  assert.equal(rowsOf(look({ type: "finding", id: 1, time: 0 }, 500e6, model), en, model).ring, "Anna waits for spoon · deadlock.py:14");
});

test("nothing is said about nothing, or about what is not in the run", () => {
  assert.equal(look(null), undefined);
  for (const type of ["worker", "span", "resource", "edge", "finding"]) assert.equal(look({ type, id: 99, time: 0 }), undefined);
});

test("shares are those of the view, or between the cursors", () => {
  const { shares } = look({ type: "worker", id: 3, time: 0 });
  assert.equal(shares.blocked, 40e6);
  assert.equal(shares.ready, 10e6);
  assert.equal(shares.running, 30e6);
  const state = viewOf({ cursor: 50e6, secondCursor: 65e6, selected: { type: "worker", id: 3, time: 0 } }).get();
  assert.deepEqual(range(state), { t0: 50e6, t1: 65e6 });
  assert.deepEqual({ ...inspect(run, state).shares, readyGil: 0 }, { t0: 50e6, t1: 65e6, running: 0, ready: 5e6, readyGil: 0, blocked: 10e6 });
});

test("every row of everything in the recordings reads well in both languages", () => {
  for (const name of ["ticket_office", "deadlock", "two_processes"]) {
    const model = recorded(name);
    const things = [...[...model.workers.keys()].flatMap((id) => ["worker", "span"].map((type) => ({ type, id }))), ...[...model.resources.keys()].map((id) => ({ type: "resource", id })),
      ...Array.from({ length: model.edgeCount }, (_, id) => ({ type: "edge", id })), ...[...model.findings.keys()].map((id) => ({ type: "finding", id }))];
    for (const thing of things) {
      for (const share of [0, 0.3, 0.7, 1]) {
        const time = model.now * share;
        const inspection = look({ ...thing, time }, time, model);
        assert.ok(inspection, JSON.stringify(thing));
        for (const messages of languages) {
          for (const row of inspection.rows) assert.ok(messages.has(row.label), row.label);
          for (const sentence of [inspection.title, inspection.subtitle, ...inspection.sentences, ...inspection.rows.flatMap((row) => row.values)]) {
            assert.doesNotMatch(plainText(sentence, model, messages), /\{\w+\}|undefined|NaN|\*/);
          }
        }
      }
    }
  }
});

test("a task's wait says through which coroutines it came about", () => {
  const chain = "main:30 → fetch:12 → read";
  const rowsAt = (location) => {
    const model = small((recording) => recording
      .define({ locations: [[3, "/home/me/p.py", 9, chain]] })
      .changes([{ time: 10e6, worker: 3, state: State.BLOCKED, reason: Reason.SLEEP, location }]));
    const { rows } = inspect(model, { ...viewOf().get(), selected: { type: "worker", id: 3 }, cursor: 20e6 });
    return rows.filter(({ label }) => label === "inspector.chain").flatMap(({ values }) => values.map((value) => plainText(value, model, messagesFor("en"))));
  };
  assert.deepEqual(rowsAt(3), [chain]);
  assert.deepEqual(rowsAt(1), []);
});

test("a thread that runs tasks tells of their longest step", () => {
  const model = recorded("three_tasks");
  const thread = [...model.workers.values()].find((worker) => worker.kind === "thread");
  const rows = inspect(model, viewOf({ cursor: 30e6, selected: { type: "worker", id: thread.id, time: 30e6 } }).get()).rows;
  const [row] = rows.filter((one) => one.label === "inspector.longest-step");
  assert.ok(row.values[0].params.value.ns > 40e6);
  assert.equal(model.workers.get(row.values[1].params.who.worker).kind, "task");
});

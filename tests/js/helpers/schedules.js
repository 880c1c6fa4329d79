// Facts and answers of the scheduling lab for tests, as the server gives them.

const knob = (name, kind, least = 0, most = 0, is_open = false) => ({ name, kind, least, most, is_open });

/** Some policies and knobs. */
export const FACTS = {
  order: ["quantum", "queues", "quanta", "io_time", "high_number_first", "arrival_after_preempted", "seed", "switch_cost", "cpus", "switch_on_io"],
  knobs: Object.fromEntries([
    knob("quantum", "time", 0, 0, true), knob("queues", "count", 1, 16), knob("quanta", "times"), knob("io_time", "time"), knob("seed", "count", 0, 1000),
    knob("high_number_first", "switch"), knob("arrival_after_preempted", "switch"), knob("switch_cost", "time"), knob("cpus", "count", 1, 64), knob("switch_on_io", "switch"),
  ].map((one) => [one.name, one])),
  policies: [
    { name: "fcfs", knobs: {} },
    { name: "rr", knobs: { arrival_after_preempted: false, quantum: 4 } },
    { name: "priority", knobs: { high_number_first: false } },
    { name: "mlfq", knobs: { quanta: null, quantum: 10, queues: 3, io_time: 5 } },
    { name: "lottery", knobs: { quantum: 1, seed: 0 } },
  ],
  machine: { cpus: 1, switch_cost: 0, switch_on_io: true },
};

const job = (name, arrival, burst, first_run, finish) => ({ name, arrival, burst, bursts: [burst], priority: null, first_run, finish, response: first_run - arrival, waiting: finish - arrival - burst, turnaround: finish - arrival });
const decision = (time, chosen, queued, id = "only", parameters = { name: chosen }, level = null) => ({ time, cpu: chosen === null ? null : 0, chosen, kept: false, queues: [{ level, jobs: queued, length: queued.length }], reason: { id, parameters, text: `${id} in English` } });

/** Round robin, quantum 4, of P1 24, P2 3, P3 3: the book's example. */
export function roundRobin(change = {}) {
  return {
    policy: "rr",
    knobs: { quantum: 4, arrival_after_preempted: false, switch_cost: 0, cpus: 1, switch_on_io: true },
    rules: [{ id: "switch-free", parameters: {}, text: "A switch costs nothing." }],
    jobs: [job("P1", 0, 24, 0, 30), job("P2", 0, 3, 4, 7), job("P3", 0, 3, 7, 10)],
    mean: { response: 11 / 3, waiting: 17 / 3, turnaround: 47 / 3 },
    switches: 3, cpu_busy: 100, throughput: 0.1, end: 30, longest_wait: { name: "P3", waiting: 7 },
    gantt: [{ name: "P1", cpu: 0, start: 0, end: 4 }, { name: "P2", cpu: 0, start: 4, end: 7 }, { name: "P3", cpu: 0, start: 7, end: 10 }, { name: "P1", cpu: 0, start: 10, end: 30 }],
    ready: [{ name: "P2", start: 0, end: 4 }, { name: "P3", start: 0, end: 7 }, { name: "P1", start: 4, end: 10 }],
    io: [],
    decisions: [decision(0, "P1", ["P2", "P3"], "turn", { name: "P1", slice: 4 }), decision(4, "P2", ["P3", "P1"], "turn", { name: "P2", slice: 4 }), decision(7, "P3", ["P1"], "turn", { name: "P3", slice: 4 }), decision(10, "P1", [])],
    decision_count: 4,
    ...change,
  };
}

/** First come, first served, of the same jobs. */
export function firstCome() {
  return roundRobin({
    policy: "fcfs", knobs: { switch_cost: 0, cpus: 1, switch_on_io: true }, mean: { response: 17, waiting: 17, turnaround: 27 }, switches: 2,
    jobs: [job("P1", 0, 24, 0, 24), job("P2", 0, 3, 24, 27), job("P3", 0, 3, 27, 30)],
    gantt: [{ name: "P1", cpu: 0, start: 0, end: 24 }, { name: "P2", cpu: 0, start: 24, end: 27 }, { name: "P3", cpu: 0, start: 27, end: 30 }],
    ready: [{ name: "P2", start: 0, end: 24 }, { name: "P3", start: 0, end: 27 }],
    decisions: [decision(0, "P1", ["P2", "P3"]), decision(24, "P2", ["P3"]), decision(27, "P3", [])],
  });
}

/** A frame whose letters are all as wide as 0.6 of their size. */
export function frame(change = {}) {
  return {
    axis: { left: 40, width: 600, end: 30 },
    sizes: { text: 14, small: 12, cpu: 40, lane: 22, band: 24, gap: 8 },
    measure: (text, size) => text.length * size * 0.6,
    words: { cpu: (number) => `CPU ${number}`, queue: (level) => `Queue ${level}`, idle: "idle", waiting: "ready" },
    language: "en",
    ...change,
  };
}

/**
 * Reads and writes lists of jobs: as textbooks have them ("P1 0 24, P2 0 5+3io+4 2": name, arrival, burst, priority) and as OSTEP's
 * simulators do ("0,84,7:0,42,3": start, length, I/O every). What the numbers may be is for check.js to say.
 */

import { MOST_ROWS, row } from "./rows.js";

const SEPARATORS = /[,;\n，；、]/;
const OSTEP = /^\s*[\d.]+\s*,\s*[\d.]+\s*,\s*[\d.]+\s*(:\s*[\d.]+\s*,\s*[\d.]+\s*,\s*[\d.]+\s*)*:?\s*$/;

/**
 * @typedef {import("./rows.js").Row} Row
 * @typedef {{key: string, params: Record<string, string | number>}} Trouble
 */

/**
 * Read a list in either notation.
 * @param {string} text @returns {{rows: Row[], notation: "textbook" | "ostep"} | {trouble: Trouble}}
 */
export function readJobs(text) {
  if (text.trim() === "") return { trouble: { key: "schedule.paste.empty", params: {} } };
  if (OSTEP.test(text)) return limited(text.split(":").filter((part) => part.trim() !== "").map(fromOstep), "ostep");
  const rows = [];
  for (const line of text.split(SEPARATORS)) {
    const words = line.trim().split(/\s+/).filter(Boolean);
    if (words.length === 0) continue;
    if (words.length < 3 || words.length > 4) return { trouble: { key: "schedule.paste.bad", params: { text: line.trim().slice(0, 40) } } };
    const [name, arrival, burst, priority = ""] = words;
    rows.push(row({ name, arrival, burst, priority }));
  }
  return limited(rows, "textbook");
}

/** @type {(rows: Row[], notation: "textbook" | "ostep") => ReturnType<typeof readJobs>} */
function limited(rows, notation) {
  if (rows.length > MOST_ROWS) return { trouble: { key: "schedule.paste.many", params: { count: rows.length, most: MOST_ROWS } } };
  return { rows, notation };
}

/** @type {(part: string, index: number) => Row} */
function fromOstep(part, index) {
  const [arrival, burst, every] = part.split(",").map((number) => number.trim());
  return row({ name: `J${index}`, arrival, burst, every: Number(every) > 0 ? every : "" });
}

/**
 * Write rows as a textbook does.
 * @param {readonly Row[]} rows @param {string} ioTime how long an I/O takes where a job does it every so often
 * @returns {string}
 */
export function writeJobs(rows, ioTime) {
  return rows.map((one) => [one.name.replace(/\s+/g, "_"), one.arrival, burstsOf(one, ioTime), one.priority].filter(Boolean).join(" ")).join(", ");
}

/**
 * The bursts of a row as one text, CPU and I/O in turn: "7+5io+7".
 * @param {Row} one @param {string} ioTime @returns {string}
 */
export function burstsOf(one, ioTime) {
  const every = Number(one.every);
  const length = Number(one.burst);
  if (!(every > 0) || !(length > every) || Math.ceil(length / every) > 5000) return one.burst.trim();
  const whole = Math.ceil(length / every) - 1;
  const last = Number((length - every * whole).toFixed(6));
  return [...Array.from({ length: whole }, () => `${every}+${ioTime}io`), String(last)].join("+");
}

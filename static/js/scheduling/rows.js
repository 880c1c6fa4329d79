/**
 * The job table's rows, as they are typed. Pure: every function returns new rows.
 */

/**
 * every: after how much CPU time the job does I/O, as OSTEP's lists have it; "" for never.
 * @typedef {{name: string, arrival: string, burst: string, priority: string, every: string}} Row
 */

export const MOST_ROWS = 200;

/** A row with what is given. @param {Partial<Row>} given @returns {Row} */
export function row(given) {
  return { name: "", arrival: "0", burst: "", priority: "", every: "", ...given };
}

/**
 * The name for one more job: the last name's number plus one, the next letter, or the first P that is free.
 * @param {readonly Row[]} rows @returns {string}
 */
export function nextName(rows) {
  const taken = new Set(rows.map((one) => one.name));
  const last = /^(.*?)(\d+)$/.exec(rows.at(-1)?.name ?? "P0");
  if (/^[A-Z]$/.test(rows.at(-1)?.name ?? "")) {
    const free = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].find((letter) => !taken.has(letter));
    if (free !== undefined) return free;
  }
  const stem = last?.[1] ?? "P";
  let number = last === null ? 1 : Number(last[2]) + 1;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

/** Add a job at the end. @param {readonly Row[]} rows @returns {Row[]} */
export function added(rows) {
  return rows.length >= MOST_ROWS ? [...rows] : [...rows, row({ name: nextName(rows), burst: "5" })];
}

/** Take a job away. @param {readonly Row[]} rows @param {number} index @returns {Row[]} */
export function removed(rows, index) {
  return rows.filter((_, at) => at !== index);
}

/** Move a job up or down: jobs that arrive together queue in the order of the list. @param {readonly Row[]} rows @param {number} index @param {number} by @returns {Row[]} */
export function moved(rows, index, by) {
  const to = index + by;
  if (to < 0 || to >= rows.length) return [...rows];
  const next = rows.filter((_, at) => at !== index);
  next.splice(to, 0, rows[index]);
  return next;
}

/** Write one cell. @param {readonly Row[]} rows @param {number} index @param {keyof Row} field @param {string} value @returns {Row[]} */
export function written(rows, index, field, value) {
  return rows.map((one, at) => (at === index ? { ...one, [field]: value } : one));
}

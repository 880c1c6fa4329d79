/**
 * Schedules as comma-separated values: the jobs with their times, the means, and every block of the Gantt chart.
 */

/** @typedef {import("./steps.js").Answer} Answer */

const NEEDS_QUOTES = /[",\r\n]/;
const FORMULA = /^[=+\-@\t]/; // a spreadsheet would compute it

/** @type {(value: unknown) => string} */
function cell(value) {
  if (typeof value !== "string") return value === null || value === undefined ? "" : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Write schedules.
 * @param {readonly {title: string, answer: Answer}[]} schedules @returns {string}
 */
export function writeCsv(schedules) {
  const lines = [["schedule", "record", "name", "cpu", "arrival", "burst", "priority", "start", "end", "response", "waiting", "turnaround"]];
  for (const { title, answer } of schedules) {
    for (const job of answer.jobs) {
      lines.push([title, "job", job.name, "", job.arrival, job.burst, job.priority, job.first_run, job.finish, job.response, job.waiting, job.turnaround].map(cell));
    }
    lines.push([title, "mean", "", "", "", "", "", "", answer.end, answer.mean.response, answer.mean.waiting, answer.mean.turnaround].map(cell));
    for (const bar of answer.gantt) lines.push([title, "block", bar.name, bar.cpu, "", "", "", bar.start, bar.end, "", "", ""].map(cell));
  }
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

/**
 * Figures and sentences of the schedules in the reader's language.
 */

/**
 * @typedef {{language: string, t: (key: string, params?: Record<string, string | number>) => string, has: (key: string) => boolean}} Messages
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("./steps.js").Saying} Saying
 */

const MOST_DIGITS = 2;

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** A number with two digits behind the point at most. @param {number} value @param {string} language @param {number} [digits] @returns {string} */
export function figure(value, language, digits = MOST_DIGITS) {
  const key = `${language}/${digits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, { maximumFractionDigits: digits, useGrouping: "min2" });
  formats.set(key, format);
  return format.format(value);
}

/**
 * A reason or a rule in words. One that the catalogue does not have is said as the server said it.
 * @param {"reason" | "rule"} kind @param {Saying} saying @param {Messages} messages @returns {string}
 */
export function say(kind, saying, messages) {
  const key = `schedule.${kind}.${saying.id}`;
  if (!messages.has(key)) return saying.text;
  const entries = Object.entries(saying.parameters).map(([name, value]) => [name, typeof value === "number" ? figure(value, messages.language) : value]);
  return messages.t(key, Object.fromEntries(entries));
}

/**
 * A schedule's name with the numbers that make it what it is: "Round robin, quantum 4".
 * @param {Answer | {policy: string, knobs: Record<string, unknown>}} answer @param {readonly string[]} shown knobs to name @param {Messages} messages @returns {string}
 */
export function titleOf({ policy, knobs }, shown, messages) {
  const parts = shown.map((name) => [name, knobs[name]]).filter(([, value]) => value !== undefined && value !== null && typeof value !== "boolean");
  const numbers = parts.map(([name, value]) => messages.t("schedule.title.knob", { knob: inSentence(messages.t(`schedule.knob.${name}`)), value: String(value) }));
  return [messages.t(`schedule.policy.${policy}`), ...numbers].join(messages.t("schedule.title.joint"));
}

/** A word as it stands inside a sentence: "Quantum" becomes "quantum", "CPUs" stays. @param {string} word @returns {string} */
export function inSentence(word) {
  return /^\p{Lu}\p{Ll}/u.test(word) ? word[0].toLowerCase() + word.slice(1) : word;
}

/**
 * The whole Gantt chart as a sentence, for those who cannot see it.
 * @param {Answer} answer @param {Messages} messages @returns {string}
 */
export function readOut(answer, messages) {
  const { language } = messages;
  const shown = answer.gantt.slice(0, 60).map((bar) => messages.t("schedule.bar", { name: bar.name, start: figure(bar.start, language), end: figure(bar.end, language), cpu: bar.cpu }));
  const rest = answer.gantt.length - shown.length;
  const more = rest > 0 ? [messages.t("schedule.bars.more", { count: rest })] : [];
  return messages.t("schedule.bars", { policy: messages.t(`schedule.policy.${answer.policy}`), bars: [...shown, ...more].join(messages.t("schedule.title.joint")) });
}

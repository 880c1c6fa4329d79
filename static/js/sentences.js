// Turns a sentence (a message key and what goes into its gaps) into parts a screen can draw: words, names that link, numbers.
// A template may mark its subject `*…*`; the mark becomes weight on the screen and vanishes in plain text. Pure: no DOM.

import { formatDuration, formatInstant } from "./durations.js";
import { workerName as displayName } from "./timeline/labels.js";

/**
 * A piece of a sentence. `link` says where a click leads.
 * @typedef {{text: string, strong: boolean, link?: {type: "worker" | "resource" | "location" | "time", id: number}, name?: boolean}} Part
 * @typedef {import("./describe.js").Sentence} Sentence
 * @typedef {import("./describe.js").Param} Param
 * @typedef {import("./i18n.js").Messages} Messages
 * @typedef {import("./model.js").RunModel} RunModel
 */

/**
 * The name of a worker as the screen shows it: among several processes a main thread goes by its process' name.
 * @param {RunModel} model
 * @param {number} id
 * @param {Messages} messages
 * @returns {string}
 */
export function workerName(model, id, messages) {
  const worker = model.workers.get(id);
  if (!worker) return messages.t("name.unknown-worker");
  return displayName(model, id) || messages.t("name.worker", { id });
}

/**
 * The name of a resource as the screen shows it.
 * @param {RunModel} model
 * @param {number} id
 * @param {Messages} messages
 * @returns {string}
 */
export function resourceName(model, id, messages) {
  const resource = model.resources.get(id);
  if (!resource) return messages.t("name.unknown-resource");
  if (resource.kind === "gil") return messages.t("resource.gil");
  return resource.name || messages.t("name.resource", { id });
}

/**
 * A place in the source: `ticket.py:12`.
 * @param {RunModel} model
 * @param {number} id
 * @returns {string}
 */
export function locationName(model, id) {
  const location = model.locations.get(id);
  return location ? `${location.file.split("/").at(-1)}:${location.line}` : "";
}

/**
 * A place for a narrow column: the line alone when it is the program's own.
 * @param {RunModel} model
 * @param {number} id
 * @returns {string}
 */
export function shortLocation(model, id) {
  const location = model.locations.get(id);
  return location && location.file.split("/").at(-1) === model.meta?.program?.split("/").at(-1) ? String(location.line) : locationName(model, id);
}

/** The kinds of findings that have a name of their own on the screen. */
export const FINDING_KINDS = Object.freeze([
  "check-then-act", "lost-update", "unlocked-access",
  "deadlock", "join-hang", "pool-deadlock", "uncaught-exception", "killed-by-signal", "events-lost", "starvation", "lock-convoy", "lock-held-while-waiting", "lost-wakeup",
  "missing-sentinel", "over-release", "foreign-release", "feeder-hang", "fork-with-lock-held", "orphan", "zombie", "daemon-cut-off",
]);

/**
 * The key of a kind's name.
 * @param {string} kind @returns {string}
 */
export const findingTitle = (kind) => `findings.kind.${FINDING_KINDS.includes(kind) ? kind : "other"}`;

/**
 * A finding in words. English is the engine's own sentence, word for word what the command line says; other languages have theirs in the catalogue.
 * @param {import("./model.js").Finding} finding
 * @param {Messages} messages
 * @param {RunModel} model
 * @returns {string}
 */
export function findingText(finding, messages, model) {
  const key = findingKey(finding);
  if (messages.language === "en" || !messages.has(key)) return finding.message;
  const params = { ...durationsIn(finding.parameters, messages), ring: ringText(finding, messages, model) };
  if (!finding.parameters.ended_by) return messages.t(key, params);
  return messages.t(messages.has(`${key}.ended`) ? `${key}.ended` : key, params) + messages.t("findings.ended", params);
}

/** What is called `..._ns` is a duration. @type {(parameters: import("./model.js").Finding["parameters"], messages: Messages) => Record<string, string | number>} */
function durationsIn(parameters, messages) {
  const spell = (/** @type {[string, string | number]} */ [name, value]) => [name, name.endsWith("_ns") && typeof value === "number" ? formatDuration(value, messages.t) : value];
  return Object.fromEntries(Object.entries(parameters).map(spell));
}

/** @type {(finding: import("./model.js").Finding) => string} */
function findingKey({ message_id: id, parameters }) {
  if (id === "finding.join-hang" && !parameters.resource) return `${id}.some`;
  if (id === "finding.uncaught-exception" && !parameters.line) return `${id}.nowhere`;
  return id;
}

/** @type {(finding: import("./model.js").Finding, messages: Messages, model: RunModel) => string} */
function ringText({ ring = [] }, messages, model) {
  const name = (/** @type {number} */ id) => workerName(model, id, messages);
  const clauses = ring.map(({ worker, resource, holder }) => {
    const words = { worker: name(worker), holder: name(holder), resource: resource ? resourceName(model, resource, messages) : "" };
    if (model.resources.get(resource)?.kind === "future") return messages.t(`findings.ring.step.${holder ? "job" : "queued"}`, words);
    return messages.t(`findings.ring.step${resource ? (holder ? "" : ".alone") : ".worker"}`, words);
  });
  return clauses.join(messages.t("findings.ring.separator"));
}

/** @type {(value: Param, model: RunModel, messages: Messages) => Omit<Part, "strong">} */
function partOf(value, model, messages) {
  if (typeof value !== "object") return { text: String(value) };
  if ("worker" in value) return { text: workerName(model, value.worker, messages), link: { type: "worker", id: value.worker }, name: true };
  if ("resource" in value) {
    return { text: resourceName(model, value.resource, messages), link: { type: "resource", id: value.resource }, name: true };
  }
  if ("ns" in value) return { text: formatDuration(value.ns, messages.t) };
  if ("at" in value) return { text: formatInstant(value.at, messages.t), link: { type: "time", id: value.at } };
  if ("location" in value) return { text: locationName(model, value.location), link: { type: "location", id: value.location } };
  if ("finding" in value) return { text: findingText(value.finding, messages, model) };
  return { text: messages.t(value.key) };
}

/** @type {(sentence: Sentence) => Record<string, number>} */
function countOf({ params }) {
  const count = params.count ?? params.n;
  return typeof count === "number" ? { count } : {};
}

/**
 * Cut a sentence into its parts.
 * @param {Sentence} sentence
 * @param {RunModel} model
 * @param {Messages} messages
 * @returns {Part[]}
 */
export function partsOf(sentence, model, messages) {
  const template = messages.t(sentence.key, countOf(sentence));
  /** @type {Part[]} */
  const parts = [];
  let strong = false;
  for (const piece of template.split(/(\*|\{\w+\})/)) {
    if (piece === "*") {
      strong = !strong;
      continue;
    }
    const value = /^\{\w+\}$/.test(piece) ? sentence.params[piece.slice(1, -1)] : undefined;
    if (value !== undefined) parts.push({ strong, ...partOf(value, model, messages) });
    else if (piece) parts.push({ text: piece, strong });
  }
  return parts;
}

/**
 * Write a sentence as plain text: for the live region, for copying, for tests.
 * @param {Sentence} sentence
 * @param {RunModel} model
 * @param {Messages} messages
 * @returns {string}
 */
export function plainText(sentence, model, messages) {
  return partsOf(sentence, model, messages).map((part) => part.text).join("");
}

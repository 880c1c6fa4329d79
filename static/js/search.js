// What the palette offers for what was typed: commands, workers, resources, findings, lines, instants. Pure.

import { COMMANDS, isOffered } from "./commands.js";
import { parseInstant } from "./durations.js";
import { findingText, resourceName, workerName } from "./sentences.js";

/**
 * @typedef {{type: "command", id: string} | {type: "link", link: import("./jump.js").Link}} Action
 * @typedef {{kind: "command" | "worker" | "resource" | "finding" | "line" | "time", text: string, detail: string, action: Action, keys?: readonly string[]}} Choice
 */

const LIMIT = 50;

/**
 * How well a text fits what was typed: 0 not at all; more is better. Whole, beginning, beginning of a word, inside, letters in order.
 * @param {string} typed
 * @param {string} text
 * @returns {number}
 */
export function fitness(typed, text) {
  const wanted = typed.trim().toLowerCase();
  const offered = text.toLowerCase();
  if (!wanted) return 1;
  if (offered === wanted) return 6;
  const at = offered.indexOf(wanted);
  if (at === 0) return 5;
  if (at > 0) return /[\s._\-[(:/：（]/.test(offered[at - 1] ?? "") ? 4 : 3;
  return isSubsequence(wanted.replace(/\s/g, ""), offered) ? 1 : 0;
}

/** @type {(wanted: string, offered: string) => boolean} */
function isSubsequence(wanted, offered) {
  let from = 0;
  for (const letter of wanted) {
    from = offered.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/**
 * Collect the choices for what was typed, the best first.
 * @param {string} typed
 * @param {import("./commands.js").CommandContext} context
 * @returns {Choice[]}
 */
export function choicesFor(typed, context) {
  const all = [...findingChoices(context), ...commandChoices(context), ...workerChoices(context), ...resourceChoices(context)];
  // A finding is a whole sentence, in which much can be found: what is called so goes first.
  const handicap = (/** @type {Choice} */ choice) => (choice.kind === "finding" && typed.trim() ? 2.5 : 0);
  const rated = all.map((choice, index) => ({ choice, index, score: Math.max(fitness(typed, choice.text) - handicap(choice), fitness(typed, choice.detail) - 1.5) }));
  const fitting = rated.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score || one.index - other.index);
  return [...literalChoices(typed, context), ...fitting.map(({ choice }) => choice)].slice(0, LIMIT);
}

/** @type {(context: import("./commands.js").CommandContext) => Choice[]} */
function commandChoices(context) {
  return COMMANDS.filter((command) => command.id !== "palette" && isOffered(command, context)).map((command) => ({
    kind: "command",
    text: context.messages.t(`command.${command.id}`),
    detail: context.messages.t(`command.group.${command.group}`),
    action: { type: "command", id: command.id },
    keys: command.keys,
  }));
}

/** @type {(context: import("./commands.js").CommandContext) => Choice[]} */
function workerChoices({ model, messages }) {
  return [...model.workers.values()].map((worker) => ({
    kind: "worker",
    text: workerName(model, worker.id, messages),
    detail: messages.t(`kind.${worker.kind}`),
    action: { type: "link", link: { type: "worker", id: worker.id } },
  }));
}

/** @type {(context: import("./commands.js").CommandContext) => Choice[]} */
function resourceChoices({ model, messages }) {
  return [...model.resources.values()].map((resource) => ({
    kind: "resource",
    text: resourceName(model, resource.id, messages),
    detail: messages.t(`resource-kind.${resource.kind}`),
    action: { type: "link", link: { type: "resource", id: resource.id } },
  }));
}

/** @type {(context: import("./commands.js").CommandContext) => Choice[]} */
function findingChoices({ model, messages }) {
  return [...model.findings.values()].map((finding) => ({
    kind: "finding",
    text: findingText(finding, messages, model),
    detail: messages.t("palette.finding"),
    action: { type: "link", link: { type: "finding", id: finding.id } },
  }));
}

/** @type {(typed: string, context: import("./commands.js").CommandContext) => Choice[]} */
function literalChoices(typed, { model, messages }) {
  /** @type {Choice[]} */
  const choices = [];
  const line = lineOf(typed);
  const found = line === undefined ? undefined : locationAt(model, line.line, line.file);
  if (found) {
    choices.push({ kind: "line", text: messages.t("palette.line", { line: found.line }), detail: found.file.split("/").at(-1) ?? "", action: { type: "link", link: { type: "location", id: found.id } } });
  }
  const instant = /\d/.test(typed) ? parseInstant(typed) : undefined;
  if (instant !== undefined && instant <= model.now) {
    choices.push({ kind: "time", text: messages.t("palette.time", { time: typed.trim() }), detail: messages.t("palette.instant"), action: { type: "link", link: { type: "time", id: instant } } });
  }
  return choices;
}

/**
 * Read a line of source as a person types it: `:12`, `12`, `line 12`, `第 12 行`, `ticket.py:12`.
 * @param {string} text
 * @returns {{line: number, file: string} | undefined}
 */
export function lineOf(text) {
  const match = /^\s*(?:(?:line|行|第)?\s*|(?<file>[^\s:]+)?:)(?<line>\d{1,6})\s*行?\s*$/i.exec(text);
  return match?.groups ? { line: Number(match.groups.line), file: match.groups.file ?? "" } : undefined;
}

/**
 * Find a place the run knows at or next after a line; of the program itself when no file is named.
 * @param {import("./model.js").RunModel} model
 * @param {number} line
 * @param {string} [file] how its path ends
 * @returns {import("./model.js").Location | undefined}
 */
export function locationAt(model, line, file = "") {
  const wanted = file || (model.meta?.program ?? "");
  const places = [...model.locations.values()].filter((place) => place.file.endsWith(wanted) && place.line >= line);
  return places.sort((one, other) => one.line - other.line)[0];
}

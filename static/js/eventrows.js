// Which events the list shows, in order: filtered a little at a time, so that a million events never hold up the page. Pure.

import { Growable, upperBound } from "./columns.js";
import { EVENT_GROUPS, describeEvent, explainIn, groupOf } from "./eventtext.js";
import { columnInstant } from "./durations.js";
import { locationName, plainText, workerName } from "./sentences.js";

/**
 * @typedef {import("./model.js").RunModel} RunModel
 * @typedef {import("./i18n.js").Messages} Messages
 * @typedef {{groups: readonly string[], text: string, worker: number, resource: number}} Filter  0 and "": all
 * @typedef {{index: number, time: number, worker: number, location: number, who: string, what: string, why: string, where: string}} Row
 */

/** Rows looked at between two looks at the clock. */
const CHUNK = 256;

/**
 * Write one event as the columns of the list.
 * @param {RunModel} model
 * @param {number} index
 * @param {Messages} messages
 * @returns {Row}
 */
export function rowOf(model, index, messages) {
  const event = model.event(index);
  const why = explainIn(model, event);
  return {
    index,
    time: event.time,
    worker: event.worker,
    location: event.location,
    who: event.worker ? workerName(model, event.worker, messages) : "",
    what: plainText(describeEvent(model, event), model, messages),
    why: why ? plainText(why, model, messages) : "",
    where: locationName(model, event.location),
  };
}

/**
 * Write rows for the clipboard: tab-separated, with a head.
 * @param {readonly Row[]} rows
 * @param {readonly string[]} head
 * @returns {string}
 */
export function tabSeparated(rows, head) {
  const clean = (/** @type {string} */ text) => text.replace(/[\t\r\n]+/g, " ");
  const lines = rows.map((row) => [columnInstant(row.time).replace(/\u2009/g, ""), row.who, row.what, row.why, row.where].map(clean).join("\t"));
  return [head.join("\t"), ...lines, ""].join("\n");
}

export class EventRows {
  /**
   * @param {RunModel} model
   * @param {Messages} messages
   */
  constructor(model, messages) {
    this.model = model;
    this.messages = messages;
    this.scanned = 0;
    this.rows = new Growable(Uint32Array);
    /** @type {Filter} */
    this.filter = { groups: EVENT_GROUPS, text: "", worker: 0, resource: 0 };
  }

  get length() {
    return this.rows.length;
  }

  /** Whether every event has been looked at. */
  get isComplete() {
    return this.scanned >= this.model.eventCount;
  }

  /** Look through the events from the beginning with another filter. @param {Partial<Filter>} patch */
  refilter(patch) {
    this.filter = { ...this.filter, ...patch };
    this.scanned = 0;
    this.rows = new Growable(Uint32Array);
  }

  /**
   * Look at more events, for at most `budget` by `clock`.
   * @param {number} budget
   * @param {() => number} clock
   * @returns {boolean} whether rows were added
   */
  advance(budget, clock) {
    const before = this.rows.length;
    const end = clock() + budget;
    while (!this.isComplete && clock() < end) this.#scan(Math.min(this.model.eventCount, this.scanned + CHUNK));
    return this.rows.length !== before;
  }

  /** @param {number} stop */
  #scan(stop) {
    for (; this.scanned < stop; this.scanned += 1) if (this.#matches(this.scanned)) this.rows.push(this.scanned);
  }

  /** @param {number} index @returns {boolean} */
  #matches(index) {
    const { events } = this.model;
    const { groups, worker, resource, text } = this.filter;
    if (!groups.includes(groupOf(events.kind.at(index), events.flags.at(index)))) return false;
    if (worker && events.worker.at(index) !== worker && events.target.at(index) !== worker) return false;
    if (resource && events.resource.at(index) !== resource) return false;
    if (!text) return true;
    const row = rowOf(this.model, index, this.messages);
    return `${row.who} ${row.what} ${row.why} ${row.where}`.toLowerCase().includes(text.toLowerCase());
  }

  /** The event index of a row. @param {number} row @returns {number} */
  eventAt(row) {
    return this.rows.at(row);
  }

  /** The last row at or before an instant; -1 when there is none. @param {number} time @returns {number} */
  rowAt(time) {
    return upperBound(this.rows.data, this.model.eventAfter(time) - 1, this.rows.length) - 1;
  }
}

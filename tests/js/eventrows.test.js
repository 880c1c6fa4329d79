import assert from "node:assert/strict";
import { test } from "node:test";
import { EventRows, rowOf, tabSeparated } from "../../static/js/eventrows.js";
import { EVENT_GROUPS } from "../../static/js/eventtext.js";
import { messagesFor } from "./helpers/messages.js";
import { recorded } from "./helpers/runs.js";

const en = messagesFor("en");
const model = recorded("ticket_office");
const all = (filter = {}) => {
  const rows = new EventRows(model, en);
  rows.refilter(filter);
  while (!rows.isComplete) rows.advance(1, () => 0);
  return Array.from({ length: rows.length }, (_, row) => rowOf(model, rows.eventAt(row), en));
};
/** A clock that goes on by one each time it is looked at. */
const ticking = () => { let time = 0; return () => (time += 1); };

test("without a filter every event is there, in order of time", () => {
  const rows = all();
  assert.equal(rows.length, model.eventCount);
  for (let index = 1; index < rows.length; index += 1) assert.ok(rows[index].time >= rows[index - 1].time);
});

test("a filter by group, worker, resource and text keeps what fits", () => {
  assert.ok(all({ groups: EVENT_GROUPS.filter((group) => group !== "kernel") }).every((row) => !/CPU|GIL/.test(row.what)));
  assert.ok(all({ worker: 3 }).every((row) => row.who === "Seller-1" || /Seller-1/.test(row.what)));
  assert.ok(all({ resource: 1 }).every((row) => /mutex/.test(row.what)));
  const sold = all({ text: "SOLD" });
  assert.ok(sold.length > 0 && sold.every((row) => /sold/i.test(row.what)));
  assert.equal(all({ text: "no such thing" }).length, 0);
});

test("filtering gives way when its time is up and goes on later", () => {
  const rows = new EventRows(model, en);
  rows.refilter({});
  rows.advance(0, ticking());
  assert.equal(rows.isComplete, false);
  while (!rows.isComplete) rows.advance(3, ticking());
  assert.equal(rows.length, model.eventCount);
});

test("the row of an instant is the last at or before it", () => {
  const rows = new EventRows(model, en);
  while (!rows.isComplete) rows.advance(1, () => 0);
  assert.equal(rows.rowAt(-1), -1);
  assert.equal(rows.rowAt(1e12), rows.length - 1);
  const row = rows.rowAt(60e6);
  assert.ok(model.event(rows.eventAt(row)).time <= 60e6 && model.event(rows.eventAt(row + 1)).time > 60e6);
});

test("copied rows are one line each, whatever the program printed", () => {
  const row = { index: 0, time: 1_234_567_890, worker: 1, location: 0, who: "A", what: "prints a\tb\nc", why: "", where: "p.py:1" };
  assert.equal(tabSeparated([row], ["Time", "Who", "What", "Why", "Line"]), "Time\tWho\tWhat\tWhy\tLine\n1234.568\tA\tprints a b c\t\tp.py:1\n");
});

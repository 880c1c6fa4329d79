import assert from "node:assert/strict";
import { test } from "node:test";
import { keepOpenedRows, renewalPath } from "../../static/js/renewal.js";

test("a renewal asks for every row that is open, up to what the server gives", () => {
  assert.equal(renewalPath("/fragments/runs?limit=20", 57), "/fragments/runs?limit=57");
  assert.equal(renewalPath("/fragments/runs?limit=20", 8), "/fragments/runs?limit=20");
  assert.equal(renewalPath("/fragments/runs?limit=20", 300), "/fragments/runs?limit=100");
});

test("what asks for older rows is left alone", () => {
  assert.equal(renewalPath("/fragments/runs?before=40&limit=20", 57), "/fragments/runs?before=40&limit=20");
});

test("requests from the list are changed on their way", () => {
  const list = new EventTarget();
  list.querySelectorAll = () => ({ length: 33 });
  keepOpenedRows(list, new AbortController().signal);
  const event = new CustomEvent("htmx:configRequest", { detail: { path: "/fragments/runs?limit=20" } });
  list.dispatchEvent(event);
  assert.equal(event.detail.path, "/fragments/runs?limit=33");
});

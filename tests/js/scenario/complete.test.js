import assert from "node:assert/strict";
import { test } from "node:test";
import { complete, reworded } from "../../../static/js/scenario/complete.js";
import { facts, schema, text } from "./language.js";

/** What is offered where | stands, behind the scenario of the tests or in it. */
function offered(marked, isAsked = false) {
  const whole = marked.includes("|") ? marked : text;
  const found = complete(whole.replace("|", ""), whole.indexOf("|"), { schema, facts, isAsked });
  return found === null ? null : { ...found, labels: found.options.map(({ label }) => label) };
}

const STEPS = `${text.slice(0, text.indexOf("expect:"))}  cook:\n    steps:\n      - `;

test("verbs are offered where a step begins, with what follows them", () => {
  const found = offered(`${STEPS}re|`);
  assert.deepEqual(found.labels, ["acquire", "release", "repeat", "print", "submit"]);
  const repeat = found.options.find(({ label }) => label === "repeat");
  assert.deepEqual([repeat.apply, repeat.info, found.from], ["repeat: ", "does repeat", `${STEPS}re`.length - 2]);
});

test("the options of the verb at hand are offered, without those that are there; steps begin on the next line", () => {
  const found = offered(`${STEPS}acquire: door\n        timeout: 1\n        e|`);
  assert.deepEqual(found.labels, ["else"]);
  assert.equal(found.options[0].apply, "else:\n          - ");
});

test("a verb asks for names of its kind", () => {
  assert.deepEqual(offered(`${STEPS}acquire: |`).labels, ["door"]);
  assert.deepEqual(offered(`${STEPS}{release: d|`).labels, ["door"]);
  assert.deepEqual(offered(`${STEPS}submit: job\n        to: |`, true), null);
});

test("kinds of resources are offered, then what a resource of that kind has", () => {
  assert.deepEqual(offered("resources:\n  a: {k|").labels, ["kind: lock", "kind: rlock", "kind: queue"]);
  assert.deepEqual(offered("resources:\n  a: {kind: queue, |", true).labels, ["size", "order"]);
  assert.deepEqual(offered("resources:\n  a:\n    kind: queue\n    order: |").labels, ["fifo", "lifo"]);
  assert.deepEqual(offered("resources:\n  a:\n    kind: |").labels, ["lock", "rlock", "queue"]);
});

test("an expression is offered parameters, given names and functions, but only once it has begun or is asked for", () => {
  assert.equal(offered(`${STEPS}repeat: |`), null);
  assert.deepEqual(offered(`${STEPS}repeat: |`, true).labels, ["rounds", "index", "me", "randint"]);
  const begun = offered(`${STEPS}repeat: 2 * ro|`);
  assert.equal(begun.from, `${STEPS}repeat: 2 * `.length);
  assert.ok(begun.labels.includes("rounds"));
  assert.deepEqual(offered(`${STEPS}print: hello {in|`).labels.includes("index"), true);
  assert.equal(offered(`${STEPS}print: hello in|`), null);
});

test("expectations ask for findings and for marks", () => {
  assert.deepEqual(offered(`${text}  - finding: |`).labels, ["any", "deadlock", "lost-update"]);
  assert.deepEqual(offered(`${text}  - happens: |`).labels, ["ate *"]);
  assert.deepEqual(offered(`${text}  - fin|`).labels, ["finding", "happens"]);
  assert.deepEqual(offered(`${text}  - finding: deadlock\n    present: |`).labels, ["true", "false"]);
});

test("sections of the document are offered at its left edge, a new item where a list is", () => {
  assert.deepEqual(offered("lockstep: 1\nw|").labels, ["parameters", "resources", "workers", "expect"]);
  const item = offered("workers:\n  a:\n    steps:\n      r|").options;
  assert.equal(item.find(({ label }) => label === "release").apply, "- release: ");
});

test("nothing is offered in a comment, nor unasked where nothing has been begun", () => {
  assert.equal(offered("lockstep: 1 # w|"), null);
  assert.equal(offered("lockstep: 1\n|"), null);
});

test("what is told of an option is put into other words, those that there are, without backticks", () => {
  const options = [{ label: "sum", type: "function", info: "of `all`" }, { label: "steps", type: "property", info: "steps to do" }, { label: "door", type: "variable" }];
  assert.deepEqual(reworded(options, { "of `all`": "`全部`" }).map(({ info }) => info), ["全部", "steps to do", undefined]);
});

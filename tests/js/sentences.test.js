import assert from "node:assert/strict";
import { test } from "node:test";
import { FINDING_KINDS, findingText, findingTitle, locationName, partsOf, plainText, resourceName, shortLocation, workerName } from "../../static/js/sentences.js";
import { messagesFor } from "./helpers/messages.js";
import { recorded, small } from "./helpers/runs.js";

const en = messagesFor("en");
const zh = messagesFor("zh-CN");

test("the subject is marked, names are links and the marks are not text", () => {
  const model = small();
  const parts = partsOf({ key: "caption.blocked.lock.held", params: { who: { worker: 3 }, resource: { resource: 1 }, owner: { worker: 2 }, dur: { ns: 14e6 } } }, model, en);
  assert.deepEqual(parts[0], { strong: true, text: "Seller", link: { type: "worker", id: 3 }, name: true });
  assert.deepEqual(parts[1], { text: " is blocked", strong: true });
  assert.deepEqual(parts.filter((part) => part.link).map((part) => part.text), ["Seller", "mutex", "MainThread"]);
  assert.equal(parts.filter((part) => part.strong).length, 2);
});

test("a name that looks like a template or a mark stays as it is", () => {
  const model = small();
  model.workers.get(3).name = "*{who}*";
  assert.equal(plainText({ key: "caption.running", params: { who: { worker: 3 } } }, model, en), "*{who}* is running.");
});

test("one thing is counted as one", () => {
  assert.equal(plainText({ key: "why.depth", params: { n: 1 } }, small(), en), "1 item now");
  assert.equal(plainText({ key: "why.depth", params: { n: 2 } }, small(), en), "2 items now");
});

test("what has no name is called by its number, what is unknown by that", () => {
  const model = small();
  model.workers.get(3).name = "";
  model.resources.get(1).name = "";
  assert.equal(workerName(model, 3, en), "worker 3");
  assert.equal(workerName(model, 99, en), "an unknown worker");
  assert.equal(resourceName(model, 1, en), "resource 1");
  assert.equal(resourceName(model, 99, zh), "未知资源");
  assert.equal(resourceName(model, 3, en), "the GIL");
});

test("a place is the file's name and the line", () => {
  assert.equal(locationName(small(), 1), "p.py:7");
  assert.equal(locationName(small(), 0), "");
});

test("a finding is the engine's own sentence in English and the ring in words in Chinese", () => {
  const model = recorded("deadlock");
  const finding = model.findings.get(1);
  assert.equal(findingText(finding, en, model), finding.message);
  assert.equal(findingText(finding, zh, model), "死锁：Anna 等待 spoon（由 Bruno 持有）；Bruno 等待 fork（由 Anna 持有）。谁也动不了。");
});

test("every finding of the engine has its words in the catalogue", () => {
  const model = small();
  const finding = (id, parameters, ring = []) => ({ message: "?", message_id: `finding.${id}`, parameters, ring });
  const ring = [{ worker: 3, resource: 1, holder: 2, location: 0 }, { worker: 2, resource: 0, holder: 3, location: 0 }, { worker: 2, resource: 2, holder: 0, location: 0 }];
  for (const one of [
    finding("deadlock", { count: 2 }, ring), finding("deadlock", { count: 1 }, ring.slice(0, 1)), finding("deadlock.orphan", { count: 2, holder: "x" }, ring), finding("deadlock.unserved", { count: 2 }, ring),
    finding("join-hang", { who: "a", target: "b", why: "c", resource: "c" }), finding("join-hang", { who: "a", target: "b", why: "c", resource: "" }),
    finding("uncaught-exception", { who: "a", what: "E: m", line: 3 }), finding("uncaught-exception", { who: "a", what: "E: m", line: 0 }),
    finding("killed-by-signal", { who: "a", signal: "SIGKILL", by: "" }), finding("killed-by-signal.by", { who: "a", signal: "SIGKILL", by: "b" }), finding("events-lost", { count: 1 }), finding("events-lost", { count: 7 }),
  ]) {
    const text = findingText(one, zh, model);
    assert.notEqual(text, "?", one.message_id);
    assert.doesNotMatch(text, /\{\w+\}|undefined/, text);
  }
  assert.equal(findingText(finding("unheard-of", {}), zh, model), "?");
});

test("what stood still until somebody ended it did not do so for ever", () => {
  const ended = { ended_worker: "a", ended_by: "b", lasted_ns: 1.5e9 };
  const said = (id, parameters) => findingText({ message: "?", message_id: `finding.${id}`, parameters, ring: [] }, zh, small());
  assert.equal(said("join-hang", { who: "w", target: "a", resource: "q", ...ended }), "w 等待 a 结束，但 a 正在等待 q，没能结束。这种状况持续了 1.5 秒，随后 b 结束了 a。");
  assert.match(said("deadlock", { count: 2, ...ended }), /^死锁：.*谁也动不了。这种状况持续了/);
  // That others had ended, having got the sentinel, is another thing.
  const starved = { who: "w", resource: "q", line: 3, joiner: "m", ended: "v", sentinel: "None" };
  assert.match(said("missing-sentinel", starved), /^w 将永远等待 q.*v 最后取到 None 并结束.*None。$/);
  assert.match(said("missing-sentinel", { ...starved, ...ended }), /^w 一直在等待 q.*v 最后取到 None 并结束.*随后 b 结束了 a。$/);
});

test("in a narrow column, a line of the program itself is its number alone", () => {
  const model = small();
  assert.equal(shortLocation(model, 1), "7");
  model.meta.program = "other.py";
  assert.equal(shortLocation(model, 1), "p.py:7");
  assert.equal(shortLocation(model, 0), "");
});

test("durations among what a finding tells are spelled in the reader's language", () => {
  const parameters = { who: "a", waited_ns: 1.5e9, resource: "m", line: 3, passes: 99, other: "b", other_line: 4 };
  const text = findingText({ message: "?", message_id: "finding.starvation", parameters, ring: [] }, zh, small());
  assert.match(text, /1\.50? 秒|1\.50? s/);
  assert.doesNotMatch(text, /\{\w+\}|1500000000/);
});

test("every kind of finding has a name in both languages, also one of a later engine", () => {
  for (const kind of FINDING_KINDS) for (const messages of [en, zh]) assert.ok(messages.has(findingTitle(kind)), kind);
  assert.equal(findingTitle("unheard-of"), "findings.kind.other");
});

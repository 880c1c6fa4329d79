import assert from "node:assert/strict";
import { test } from "node:test";
import { Call, EdgeKind, Flag, Kind, Phase } from "../../static/js/kinds.js";
import { SIGNS, signsPresent } from "../../static/js/signs.js";
import { kitchen } from "./helpers/kitchen.js";
import { catalogues } from "./helpers/messages.js";
import { recorded, small } from "./helpers/runs.js";

/** A small run with one resource more, and what was done to it. */
const withResource = (kind, events, more = () => {}) => small((recording) => {
  recording.define({ resources: [{ id: 9, kind, name: "it", process: 1, location: 1, capacity: null, began: 0 }] });
  recording.events(events.map((event, index) => ({ time: (index + 1) * 1e6, worker: 2, resource: 9, ...event })));
  more(recording);
});

test("a run with locks and queues alone has no signs", () => {
  assert.deepEqual(signsPresent(recorded("ticket_office"))(), []);
});

test("a socket has both phases and what came and was taken; none for what did not happen", () => {
  const events = [
    { kind: Kind.CALL, flags: Call.RECV }, { kind: Kind.PHASE, flags: Phase.ARRIVED, value: 5 }, { kind: Kind.PHASE, flags: Phase.COPY, value: 5 },
    { kind: Kind.RECV, flags: Flag.STREAM, value: 5 },
  ];
  assert.deepEqual(signsPresent(withResource("socket", events))(), ["phase-wait", "phase-copy", "arrived", "taken"]);
});

test("shared data has reads and writes, and a bracket where one was made of the other", () => {
  const events = [{ kind: Kind.READ, text: 1 }, { kind: Kind.WRITE, text: 1 }];
  const model = withResource("variable", events, (recording) => recording.edges([{ t0: 1e6, t1: 2e6, kind: EdgeKind.WINDOW, source: 2, target: 2, resource: 9 }]));
  assert.deepEqual(signsPresent(model)(), ["read", "write", "window"]);
});

test("a pool has jobs, those in line, and callbacks", () => {
  assert.deepEqual(signsPresent(kitchen())(), ["job-waiting", "job", "callback"]);
});

test("a growing run is looked at once", () => {
  const model = withResource("socket", [{ kind: Kind.CALL, flags: Call.RECV }]);
  const present = signsPresent(model);
  const first = present();
  assert.deepEqual(first, ["phase-wait"]);
  assert.equal(present(), first);
  model.steps.get(9).push({ time: 9e6, kind: Kind.SEND, worker: 2, resource: 9, target: 0, location: 0, text: 0, value: 3, reason: 0, flags: 0, waiters: 0 });
  assert.deepEqual(present(), ["phase-wait", "sent"]);
});

test("every sign has its name in both languages", () => {
  for (const name of SIGNS) for (const catalogue of Object.values(catalogues())) assert.ok(`sign.${name}` in catalogue, name);
});

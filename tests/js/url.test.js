import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../static/js/store.js";
import { decode, encode, linkTo } from "../../static/js/url.js";

const stateOf = (patch) => createStore({ follow: false, fitted: true, ...patch }).get();
const SHARED = ["cursor", "secondCursor", "t0", "t1", "selected", "axis", "hiddenStates", "pinned", "collapsed", "arrows"];

test("what a link carries comes back as it was", () => {
  for (const patch of [
    { cursor: 44_300_000 },
    { cursor: 1, t0: -1_200_000, t1: 100_000_000, secondCursor: 7 },
    { cursor: 5, selected: { type: "span", id: 3, time: 5 }, axis: "event", arrows: "none" },
    { cursor: 5, selected: { type: "finding", id: "deadlock-1", time: 9 } },
    { cursor: 5, hiddenStates: ["blocked-queue-get", "running"], pinned: [3, 4], collapsed: [1] },
  ]) {
    const state = stateOf(patch);
    const read = { ...stateOf({}), ...decode(encode(state)) };
    for (const name of SHARED) assert.deepEqual(read[name], state[name], name);
  }
});

test("times are whole nanoseconds", () => assert.match(encode(stateOf({ cursor: 44.6 })), /(^|&)t=45(&|$)/));

test("a view that follows the live edge shares no instant", () => {
  assert.equal(encode(createStore().get()), "v=1");
  assert.deepEqual(decode("#v=1"), {});
});

test("a link to a view that follows is a link to its instant", () => {
  assert.equal(linkTo(createStore({ cursor: 8 }).get(), "http://x/lab/1#old"), "http://x/lab/1#v=1&t=8");
});

test("theme, language and size are nobody else's business", () => {
  const text = encode(stateOf({ theme: "dark", language: "zh-CN", fontScale: 2, rate: 4 }));
  for (const word of ["dark", "zh", "rate", "scale"]) assert.ok(!text.includes(word));
});

test("another version is not read at all", () => assert.deepEqual(decode("v=2&t=5"), {}));

test("what cannot be read is left out, and nothing throws", () => {
  for (const hash of ["", "#", "v=1&t=abc", "v=1&t=-5", "v=1&view=9..3", "v=1&view=1", "v=1&sel=worker", "v=1&sel=person.1.2", "v=1&sel=worker.<b>.2", "v=1&axis=up", "v=1&t=99999999999999999999", "v=1&arrows=17", "v=1&hide=<script>", "v=1&pin=x.y"]) {
    const shared = decode(hash);
    for (const [name, value] of Object.entries(shared)) assert.deepEqual(value, [], `${hash}: ${name}`);
  }
});

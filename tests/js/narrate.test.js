import assert from "node:assert/strict";
import { test } from "node:test";
import { QUIET_MS, createAnnouncer } from "../../static/js/narrate.js";

function voice() {
  let time = 0;
  const planned = [];
  const said = [];
  const announcer = createAnnouncer({
    say: (text) => said.push([time, text]),
    summarise: (count, last) => `${count} changes. ${last}`,
    later: (run, ms) => planned.push([time + ms, run]),
    now: () => time,
  });
  const pass = (ms) => {
    const end = time + ms;
    for (;;) {
      planned.sort((one, other) => one[0] - other[0]);
      if (!planned.length || planned[0][0] > end) break;
      const [at, run] = planned.shift();
      time = at;
      run();
    }
    time = end;
  };
  return { ...announcer, said, pass };
}

test("the first message is said at once", () => {
  const { announce, said } = voice();
  announce("a");
  assert.deepEqual(said, [[0, "a"]]);
});

test("one that comes too soon is said when the quiet is over", () => {
  const { announce, said, pass } = voice();
  announce("a");
  pass(500);
  announce("b");
  pass(5000);
  assert.deepEqual(said, [[0, "a"], [QUIET_MS, "b"]]);
});

test("many are summed up, and the last is told", () => {
  const { announce, said, pass } = voice();
  announce("a");
  for (let index = 1; index <= 12; index += 1) announce(`b${index}`);
  pass(5000);
  assert.deepEqual(said, [[0, "a"], [QUIET_MS, "12 changes. b12"]]);
});

test("there is never more than one message in two seconds", () => {
  const { announce, said, pass } = voice();
  for (let index = 0; index < 100; index += 1) {
    announce(String(index));
    pass(130);
  }
  pass(10_000);
  for (let index = 1; index < said.length; index += 1) assert.ok(said[index][0] - said[index - 1][0] >= QUIET_MS);
  assert.ok(said.length >= 6);
});

test("what the reader asked for is said at once, and what waited is forgotten", () => {
  const { announce, interrupt, said, pass } = voice();
  announce("a");
  announce("b");
  pass(100);
  interrupt("now");
  pass(5000);
  assert.deepEqual(said.map(([, text]) => text), ["a", "now"]);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import * as kinds from "../../static/js/kinds.js";

/** Read the members of a Python IntEnum. */
function pythonEnum(path, name) {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
  const body = new RegExp(`class ${name}\\(IntEnum\\):\\n((?:    .*\\n|\\n)+)`).exec(text)[1].replaceAll(/\(\s*\n?\s*(\d+)/g, "$1");
  return Object.fromEntries([...body.matchAll(/^ {4}([A-Z_]+) = (\d+)/gm)].map(([, key, value]) => [key, Number(value)]));
}

for (const [path, names] of [["engine/probe/kinds.py", ["Kind", "Reason", "Flag", "Extent"]], ["engine/events.py", ["State", "Known", "EdgeKind"]], ["engine/wire.py", ["FrameKind"]]]) {
  for (const name of names) test(`${name} has the engine's numbers`, () => assert.deepEqual({ ...kinds[name] }, pythonEnum(path, name)));
}

test("names are spelled as the screen does", () => {
  assert.equal(kinds.reasonName(kinds.Reason.QUEUE_GET), "queue-get");
  assert.equal(kinds.stateName(kinds.State.BLOCKED), "blocked");
  assert.equal(kinds.reasonName(250), "unknown");
});

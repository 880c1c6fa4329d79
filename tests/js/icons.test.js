import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { COMMANDS } from "../../static/js/commands.js";

const ROOT = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");
const drawn = new Set([...read("static/icons.svg").matchAll(/<symbol id="([\w-]+)"/g)].map((match) => match[1]));

test("every icon a command, a script or a page asks for is drawn", () => {
  const asked = new Set(COMMANDS.map((command) => command.icon).filter(Boolean));
  for (const name of readdirSync(new URL("templates/", ROOT))) for (const [, icon] of read(`templates/${name}`).matchAll(/\bicon\("([\w-]+)"\)/g)) asked.add(icon);
  for (const name of readdirSync(new URL("static/js/", ROOT))) {
    if (name.endsWith(".js")) for (const [, icon] of read(`static/js/${name}`).matchAll(/\bicon\("([\w-]+)"\)/g)) asked.add(icon);
  }
  assert.deepEqual([...asked].filter((name) => !drawn.has(name)), []);
  assert.ok(asked.size > 10);
});

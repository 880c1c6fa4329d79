import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { COMMANDS, GROUPS, commandOf, createContext, isOffered, runCommand } from "../../static/js/commands.js";
import { catalogues, messagesFor } from "./helpers/messages.js";
import { recorded, viewOf } from "./helpers/runs.js";

const context = (parts = {}) => createContext({ model: recorded("ticket_office"), store: viewOf({ cursor: 60e6, t1: 150e6 }), messages: messagesFor("en"), ...parts });

test("no two commands share an id or a key", () => {
  const ids = COMMANDS.map((command) => command.id);
  assert.equal(new Set(ids).size, ids.length);
  const keys = COMMANDS.flatMap((command) => command.keys);
  assert.deepEqual(keys.filter((key, index) => keys.indexOf(key) !== index), []);
});

test("every command has its group, its words in both languages and an icon that exists", () => {
  const icons = readFileSync(new URL("../../static/icons.svg", import.meta.url), "utf8");
  for (const command of COMMANDS) {
    assert.ok(GROUPS.includes(command.group), command.id);
    for (const catalogue of Object.values(catalogues())) {
      assert.ok(`command.${command.id}` in catalogue, command.id);
      assert.ok(`command.group.${command.group}` in catalogue);
    }
    if (command.icon) assert.ok(icons.includes(`id="${command.icon}"`), command.icon);
  }
});

test("every command that is offered runs, on a run and on nothing", () => {
  const names = COMMANDS.map((command) => command.id);
  const actions = Object.fromEntries(names.map((name) => [name, () => {}]));
  for (const selected of [null, { type: "worker", id: 3, time: 60e6 }, { type: "resource", id: 1, time: 60e6 }, { type: "edge", id: 0, time: 0 }]) {
    for (const command of COMMANDS) {
      const here = context({ actions });
      here.store.set({ selected });
      runCommand(command.id, here);
      assert.equal(typeof (command.isOn?.(here) ?? false), "boolean");
    }
  }
});

test("what only the page can do is offered only where the page can", () => {
  let ran = 0;
  const bare = context();
  assert.equal(isOffered(commandOf("run"), bare), false);
  runCommand("run", bare);
  runCommand("no-such-command", bare);
  const able = context({ actions: { run: () => { ran += 1; } } });
  assert.equal(isOffered(commandOf("run"), able), true);
  runCommand("run", able);
  assert.equal(ran, 1);
});

test("the keys are those of the lecture hall", () => {
  const expected = {
    play: "Space", "next-event": "ArrowRight", "previous-event": "ArrowLeft", "lane-up": "ArrowUp", "lane-down": "ArrowDown", "next-slice": "Period", "previous-slice": "Comma",
    "next-interesting": "Shift+ArrowRight", start: "Home", end: "End", "zoom-in": "KeyW", "zoom-out": "KeyS", "pan-left": "KeyA", "pan-right": "KeyD", fit: "Digit0", slower: "BracketLeft",
    faster: "BracketRight", run: "KeyR", mark: "KeyM", narrate: "KeyN", "full-screen": "Shift+KeyF", "toggle-events": "KeyE", "toggle-inspector": "KeyI", "toggle-code": "KeyC",
    "toggle-legend": "KeyL", theme: "KeyT", language: "KeyY", pin: "KeyP", undo: "Mod+KeyZ", "go-to": "KeyG", clear: "Escape", "fit-selection": "KeyF",
  };
  for (const [id, key] of Object.entries(expected)) assert.equal(commandOf(id)?.keys[0], key, id);
});

// The one table of what can be done: toolbar, keyboard, `?` dialog and palette are drawn from it. Keys are physical (`event.code`), see keys.js.

import { countThreads } from "./facts.js";
import * as moves from "./moves.js";
import { moveTo } from "./jump.js";
import { isLive } from "./player.js";

/**
 * What a command works on. `actions` are what only the page can do, by the command's id; a command whose action is missing is not offered.
 * @typedef {object} CommandContext
 * @property {import("./model.js").RunModel} model
 * @property {import("./store.js").Store} store
 * @property {import("./i18n.js").Messages} messages
 * @property {Record<string, () => void>} actions
 * @property {() => readonly moves.Lane[]} lanes  in the order they are drawn
 * @property {{undo: () => void, canUndo: () => boolean}} [history]
 */

/**
 * @typedef {object} Command
 * @property {string} id      also its message: `command.<id>`
 * @property {"play" | "move" | "view" | "show" | "run" | "help"} group
 * @property {readonly string[]} keys  the first is the one shown
 * @property {string} [icon]  name in static/icons.svg
 * @property {boolean} [repeats]  runs again while the key is held
 * @property {(context: CommandContext) => void} run
 * @property {(context: CommandContext) => boolean} [isOn]  for a command that is a switch
 * @property {(context: CommandContext) => boolean} [isAvailable]
 */

/** @typedef {(model: import("./model.js").RunModel, state: Readonly<import("./store.js").ViewState>) => moves.Patch} Move */

/** @type {(move: Move) => (context: CommandContext) => void} */
const patch = (move) => ({ model, store }) => store.set(move(model, store.get()));

/** @type {(id: string) => Pick<Command, "run" | "isAvailable">} */
const page = (id) => ({ run: ({ actions }) => actions[id]?.(), isAvailable: ({ actions }) => id in actions });

/** @type {readonly Command[]} */
export const COMMANDS = Object.freeze([
  { id: "start", group: "play", keys: ["Home"], icon: "go-start", run: patch((_, state) => moveTo(state, 0)) },
  { id: "previous-event", group: "play", keys: ["ArrowLeft"], icon: "step-previous", repeats: true, run: patch((model, state) => moves.stepEvent(model, state, -1)) },
  { id: "play", group: "play", keys: ["Space"], icon: "play", run: patch(moves.togglePlay), isOn: ({ model, store }) => store.get().playing || isLive(model, store.get()) },
  { id: "next-event", group: "play", keys: ["ArrowRight"], icon: "step-next", repeats: true, run: patch((model, state) => moves.stepEvent(model, state, 1)) },
  { id: "end", group: "play", keys: ["End"], icon: "go-end", run: patch(moves.goEnd) },
  { id: "slower", group: "play", keys: ["BracketLeft"], icon: "minus", repeats: true, run: patch((_, state) => moves.changeRate(state, -1)) },
  { id: "faster", group: "play", keys: ["BracketRight"], icon: "plus", repeats: true, run: patch((_, state) => moves.changeRate(state, 1)) },

  { id: "lane-up", group: "move", keys: ["ArrowUp"], repeats: true, run: lane(-1) },
  { id: "lane-down", group: "move", keys: ["ArrowDown"], repeats: true, run: lane(1) },
  { id: "previous-slice", group: "move", keys: ["Comma"], repeats: true, run: patch((model, state) => moves.stepSlice(model, state, -1)) },
  { id: "next-slice", group: "move", keys: ["Period"], repeats: true, run: patch((model, state) => moves.stepSlice(model, state, 1)) },
  { id: "previous-interesting", group: "move", keys: ["Shift+ArrowLeft"], repeats: true, run: patch((model, state) => moves.stepInteresting(model, state, -1)) },
  { id: "next-interesting", group: "move", keys: ["Shift+ArrowRight"], repeats: true, run: patch((model, state) => moves.stepInteresting(model, state, 1)) },
  { id: "go-finding", group: "move", keys: ["KeyO"], icon: "alarm", run: patch(moves.goFinding), isAvailable: ({ model }) => model.findings.size > 0 },
  { id: "go-to", group: "move", keys: ["KeyG"], ...page("go-to") },
  { id: "mark", group: "move", keys: ["KeyM"], run: patch((_, state) => moves.toggleMark(state)), isOn: ({ store }) => store.get().secondCursor !== null },
  { id: "undo", group: "move", keys: ["Mod+KeyZ"], run: ({ history }) => history?.undo(), isAvailable: ({ history }) => history !== undefined },
  { id: "clear", group: "move", keys: ["Escape"], run: patch((_, state) => moves.clear(state)) },

  { id: "zoom-out", group: "view", keys: ["KeyS"], icon: "zoom-out", repeats: true, run: patch((model, state) => moves.zoom(model, state, "out")) },
  { id: "zoom-in", group: "view", keys: ["KeyW"], icon: "zoom-in", repeats: true, run: patch((model, state) => moves.zoom(model, state, "in")) },
  { id: "fit", group: "view", keys: ["Digit0"], icon: "fit", run: patch((model) => moves.fit(model)) },
  { id: "fit-selection", group: "view", keys: ["KeyF"], run: patch(moves.fitSelection) },
  { id: "pan-left", group: "view", keys: ["KeyA"], icon: "arrow-left", repeats: true, run: patch((model, state) => moves.pan(model, state, -1)) },
  { id: "pan-right", group: "view", keys: ["KeyD"], icon: "arrow-right", repeats: true, run: patch((model, state) => moves.pan(model, state, 1)) },
  { id: "axis", group: "view", keys: ["KeyU"], run: ({ store }) => store.set({ axis: store.get().axis === "time" ? "event" : "time" }), isOn: ({ store }) => store.get().axis === "event" },
  { id: "arrows", group: "view", keys: ["KeyH"], run: ({ store }) => store.set({ arrows: nextArrows(store.get().arrows) }) },
  { id: "library", group: "view", keys: ["KeyV"], run: ({ store }) => store.set({ showHelpers: !store.get().showHelpers }), isOn: ({ store }) => store.get().showHelpers, isAvailable: ({ model }) => countThreads(model).library > 0 },
  { id: "strands", group: "view", keys: ["KeyJ"], run: patch(moves.toggleStrands), isOn: ({ store }) => store.get().opened.length > 0, isAvailable: ({ model }) => model.strandCount > 0 },
  { id: "pin", group: "view", keys: ["KeyP"], run: patch((_, state) => moves.togglePin(state)), isOn: ({ store }) => store.get().pinned.includes(moves.laneWorker(store.get())) },

  { id: "toggle-inspector", group: "show", keys: ["KeyI"], icon: "inspector", ...page("toggle-inspector") },
  { id: "inspect", group: "show", keys: ["Enter"], ...page("inspect") },
  { id: "toggle-code", group: "show", keys: ["KeyC"], icon: "code", ...page("toggle-code") },
  { id: "toggle-events", group: "show", keys: ["KeyE"], icon: "list", ...page("toggle-events") },
  { id: "toggle-legend", group: "show", keys: ["KeyL"], ...page("toggle-legend") },
  { id: "narrate", group: "show", keys: ["KeyN"], ...page("narrate") },
  { id: "theme", group: "show", keys: ["KeyT"], icon: "theme", ...page("theme") },
  { id: "language", group: "show", keys: ["KeyY"], icon: "language", ...page("language") },
  { id: "font-larger", group: "show", keys: ["Equal", "Shift+Equal", "NumpadAdd"], icon: "plus", ...page("font-larger") },
  { id: "font-smaller", group: "show", keys: ["Minus", "NumpadSubtract"], icon: "minus", ...page("font-smaller") },
  { id: "full-screen", group: "show", keys: ["Shift+KeyF"], icon: "fullscreen", ...page("full-screen") },

  { id: "run", group: "run", keys: ["KeyR"], icon: "play", ...page("run") },
  { id: "stop", group: "run", keys: ["Shift+KeyR"], icon: "stop", ...page("stop") },
  { id: "copy-link", group: "run", keys: ["Shift+KeyC"], icon: "link", ...page("copy-link") },
  { id: "export", group: "run", keys: ["KeyX"], icon: "export", run: ({ actions }) => actions.export?.(), isAvailable: ({ actions, model }) => "export" in actions && model.workers.size > 0 },
  { id: "import", group: "run", keys: ["Shift+KeyO"], icon: "import", ...page("import") },
  { id: "present", group: "run", keys: ["Shift+KeyP"], icon: "present", ...page("present") },

  { id: "palette", group: "help", keys: ["Mod+KeyK", "Slash"], icon: "search", ...page("palette") },
  { id: "help", group: "help", keys: ["Shift+Slash", "F1"], icon: "help", ...page("help") },
]);

/** The order of groups in the `?` dialog and the palette. */
export const GROUPS = /** @type {const} */ (["play", "move", "view", "show", "run", "help"]);

/** @type {(way: 1 | -1) => (context: CommandContext) => void} */
function lane(way) {
  return ({ store, lanes }) => store.set(moves.stepLane(lanes(), store.get(), way));
}

/** @type {(arrows: "auto" | "all" | "none") => "auto" | "all" | "none"} */
function nextArrows(arrows) {
  return arrows === "auto" ? "all" : arrows === "all" ? "none" : "auto";
}

/**
 * Find a command.
 * @param {string} id
 * @returns {Command | undefined}
 */
export function commandOf(id) {
  return COMMANDS.find((command) => command.id === id);
}

/**
 * Whether a command can be run here.
 * @param {Command} command
 * @param {CommandContext} context
 * @returns {boolean}
 */
export function isOffered(command, context) {
  return command.isAvailable?.(context) ?? true;
}

/**
 * Run a command by its id; nothing happens when it is not offered here.
 * @param {string} id
 * @param {CommandContext} context
 */
export function runCommand(id, context) {
  const command = commandOf(id);
  if (command && isOffered(command, context)) command.run(context);
}

/**
 * Make the context commands run in. The page adds its actions to it as it mounts its parts.
 * @param {Pick<CommandContext, "model" | "store" | "messages"> & Partial<CommandContext>} parts
 * @returns {CommandContext}
 */
export function createContext({ model, store, messages, actions = {}, lanes = () => moves.plainLanes(model), history }) {
  return { model, store, messages, actions, lanes, history };
}

// The transport: play, step, speed, zoom and pan as buttons, so that nothing on the timeline needs a drag, a wheel or a keyboard.

import { commandOf, isOffered } from "./commands.js";
import { element, icon } from "./dom.js";
import { durationParts, formatDuration, formatInstant } from "./durations.js";
import { ariaChord, keysOf } from "./keys.js";
import { RATES } from "./moves.js";
import { isLive, nsPerSecond } from "./player.js";
import { watch } from "./watch.js";

/**
 * @typedef {{context: import("./commands.js").CommandContext, keyboard: ReturnType<typeof import("./keyboard.js").mountKeyboard>, signal: AbortSignal}} Parts
 */

const TRANSPORT = ["start", "previous-event", "play", "next-event", "end"];
const ZOOM = ["pan-left", "zoom-out", "fit", "zoom-in", "pan-right"];
const HELP = ["palette", "help"];

/**
 * Show the toolbar.
 * @param {HTMLElement} host
 * @param {Parts} parts
 */
export function mountToolbar(host, parts) {
  const { context, keyboard, signal } = parts;
  const { model, store, messages } = context;
  const buttons = new Map([...TRANSPORT, "slower", "faster", ...ZOOM, "axis", ...HELP].map((id) => [id, buttonOf(id)]));
  const group = (/** @type {string} */ name, /** @type {readonly Node[]} */ nodes) => element("div", { class: `ls-transport__group ls-transport__group--${name}`, role: "group", "data-name": `toolbar.${name}` }, ...nodes);
  const of = (/** @type {readonly string[]} */ ids) => ids.map((id) => /** @type {HTMLElement} */ (buttons.get(id)));
  const clock = element("output", { class: "ls-transport__clock" });
  const speed = element("button", { class: "ls-transport__speed", type: "button", onclick: () => store.set({ rate: 1 }) });
  host.classList.add("ls-transport");
  host.setAttribute("role", "toolbar");
  host.replaceChildren(
    group("play", of(TRANSPORT)),
    clock,
    group("speed", [...of(["slower"]), speed, ...of(["faster"])]),
    group("view", of(ZOOM)),
    group("axis", of(["axis"])),
    group("help", of(HELP)),
  );
  const name = () => {
    host.setAttribute("aria-label", messages.t("toolbar.label"));
    for (const node of host.querySelectorAll("[data-name]")) node.setAttribute("aria-label", messages.t(/** @type {HTMLElement} */ (node).dataset.name ?? ""));
    for (const [id, button] of buttons) nameButton(id, button, context, keyboard);
  };
  keyboard.onChange(name);
  messages.onChange(name, signal);
  name();
  moveByArrows(host, signal);
  watch({ ...context, signal }, () => {
    const state = store.get();
    showState(buttons, context);
    showClock(clock, context);
    /** @type {HTMLButtonElement} */ (speed).disabled = model.meta === null;
    showSpeed(speed, state, nsPerSecond(model, state.rate), messages);
  });
}

/** @type {(id: string) => HTMLElement} */
function buttonOf(id) {
  const command = commandOf(id);
  if (id === "axis") return element("button", { class: "ls-button ls-transport__axis", type: "button", "data-command": id });
  return element(
    "button",
    { class: `ls-button ls-button--icon ${id === "play" ? "ls-transport__play" : "ls-button--quiet"}`, type: "button", "data-command": id },
    icon(command?.icon ?? id),
  );
}

/** @type {(id: string, button: HTMLElement, context: Parts["context"], keyboard: Parts["keyboard"]) => void} */
function nameButton(id, button, { messages }, keyboard) {
  const command = commandOf(id);
  const keys = command ? keysOf(command, keyboard.settings()) : [];
  const text = messages.t(`command.${id}`);
  if (id !== "axis") button.setAttribute("aria-label", text);
  button.dataset.tip = text;
  button.dataset.tipKeys = keys[0] ? keyboard.signs(keys[0]).join(" ") : "";
  if (keys.length) button.setAttribute("aria-keyshortcuts", keys.map(ariaChord).join(" "));
  else button.removeAttribute("aria-keyshortcuts");
}

/** @type {(buttons: Map<string, HTMLElement>, context: Parts["context"]) => void} */
function showState(buttons, context) {
  const { model, store, messages } = context;
  const isMoving = model.meta !== null && (commandOf("play")?.isOn?.(context) ?? false);
  const play = buttons.get("play");
  const picture = isMoving ? "pause" : "play";
  if (play && play.dataset.picture !== picture) {
    play.dataset.picture = picture;
    play.replaceChildren(icon(picture));
  }
  // A live view that is paused goes on being recorded: the button says so.
  const key = isMoving ? (model.isEnded ? "toolbar.pause" : "toolbar.pause.live") : "command.play";
  if (play) setName(play, messages.t(key));
  const end = buttons.get("end");
  if (end) {
    setName(end, messages.t(model.isEnded || !model.meta ? "command.end" : "toolbar.live"));
    end.classList.toggle("is-on", isLive(model, store.get()) && model.meta !== null);
  }
  const axis = buttons.get("axis");
  if (axis) {
    axis.textContent = messages.t(store.get().axis === "event" ? "toolbar.axis.event" : "toolbar.axis.time");
    axis.setAttribute("aria-pressed", String(store.get().axis === "event"));
  }
  for (const [id, button] of buttons) {
    const command = commandOf(id);
    const isOff = HELP.includes(id) ? !(command && isOffered(command, context)) : model.meta === null;
    if (button instanceof HTMLButtonElement && button.disabled !== isOff) button.disabled = isOff;
  }
  keepAStop([...buttons.values()]);
}

/** Before there is a run, Play is off: Tab must find a button that is on. @param {readonly HTMLElement[]} buttons */
function keepAStop(buttons) {
  const isOn = (/** @type {HTMLElement} */ button) => !(/** @type {HTMLButtonElement} */ (button).disabled);
  if (buttons.some((button) => button.tabIndex === 0 && isOn(button))) return;
  for (const button of buttons) button.tabIndex = -1;
  const first = buttons.find(isOn);
  if (first) first.tabIndex = 0;
}

/** @type {(button: HTMLElement, name: string) => void} */
function setName(button, name) {
  if (button.dataset.tip === name) return;
  button.dataset.tip = name;
  button.setAttribute("aria-label", name);
}

/** @type {(clock: HTMLElement, context: Parts["context"]) => void} */
function showClock(clock, { model, store, messages }) {
  const { cursor, secondCursor } = store.get();
  const at = formatInstant(cursor, messages.t);
  const length = formatInstant(model.now, messages.t);
  const isAtEdge = isLive(model, store.get()) && model.meta !== null;
  let text = isAtEdge ? messages.t("toolbar.clock.live", { at: length }) : messages.t("toolbar.clock", { at, length });
  const isRange = secondCursor !== null && secondCursor !== cursor;
  if (isRange) text = messages.t("toolbar.clock.range", { at, range: formatDuration(Math.abs(secondCursor - cursor), messages.t) });
  if (model.meta === null) text = "";
  if (clock.textContent !== text) clock.textContent = text;
  clock.classList.toggle("is-live", isAtEdge);
  clock.classList.toggle("is-range", isRange);
}

/** @type {(speed: HTMLElement, state: Readonly<import("./store.js").ViewState>, ns: number, messages: import("./i18n.js").Messages) => void} */
function showSpeed(speed, { rate }, ns, messages) {
  const { key, params } = durationParts(ns);
  const text = messages.t("toolbar.scale", { real: messages.t(key, params) });
  if (speed.textContent !== text) speed.textContent = text;
  const tip = messages.t("toolbar.scale.tip", { rate: rateText(rate) });
  const name = `${text} (${tip})`;
  if (speed.getAttribute("aria-label") === name) return;
  speed.dataset.tip = tip;
  speed.setAttribute("aria-label", name);
}

/**
 * Write a rate as people say it: `×4`, `×1/20`.
 * @param {number} rate
 * @returns {string}
 */
export function rateText(rate) {
  const known = RATES.reduce((best, one) => (Math.abs(one - rate) < Math.abs(best - rate) ? one : best));
  return known >= 1 ? `×${known}` : `×1/${Math.round(1 / known)}`;
}

/**
 * Move the focus through a toolbar with the arrow keys: the whole toolbar is one stop for Tab.
 * @param {HTMLElement} host
 * @param {AbortSignal} signal
 */
function moveByArrows(host, signal) {
  const stops = () => /** @type {HTMLElement[]} */ ([...host.querySelectorAll("button:not(:disabled)")]);
  const settle = (/** @type {HTMLElement | undefined} */ current) => {
    for (const stop of host.querySelectorAll("button")) stop.tabIndex = stop === current ? 0 : -1;
  };
  settle(/** @type {HTMLElement} */ (host.querySelector("[data-command=play]")));
  host.addEventListener("focusin", (event) => settle(/** @type {HTMLElement} */ (event.target)), { signal });
  host.addEventListener("keydown", (event) => {
    const way = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;
    if (!way || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = stops();
    const next = all[(all.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + way + all.length) % all.length];
    event.preventDefault();
    next?.focus();
  }, { signal });
}

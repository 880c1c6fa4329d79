/**
 * What is worth telling, as it is found: a sentence, how long it has been so, the ring of who waits for whom, and links that jump.
 */

import { drawing, element, icon } from "./dom.js";
import { formatDuration, formatInstant } from "./durations.js";
import { go } from "./jump.js";
import { findingText, findingTitle, locationName, resourceName, workerName } from "./sentences.js";
import { watch } from "./watch.js";

/**
 * @typedef {import("./said.js").Context} Context
 * @typedef {import("./model.js").Finding} Finding
 * @typedef {{x: number, y: number}} Point
 */

const SIZE = 220;
const STUCK = Object.freeze(["deadlock", "join-hang", "pool-deadlock", "missing-sentinel", "feeder-hang", "lost-wakeup", "fork-with-lock-held"]); // nobody moves, as long as it is open

/**
 * Place n points on a circle, the first on top, clockwise.
 * @param {number} count @param {number} radius @param {number} centre @returns {{x: number, y: number}[]}
 */
export function circle(count, radius, centre) {
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
    return { x: round(centre + radius * Math.cos(angle)), y: round(centre + radius * Math.sin(angle)) };
  });
}

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/**
 * The order of findings on the screen: what is still so first, then by time.
 * @param {Iterable<Finding>} findings @returns {Finding[]}
 */
export function sortFindings(findings) {
  return [...findings].sort((a, b) => Number(b.open) - Number(a.open) || a.at - b.at);
}

/**
 * Show the findings.
 * @param {HTMLElement} host
 * @param {{model: import("./model.js").RunModel, store: import("./store.js").Store, messages: import("./i18n.js").Messages, signal: AbortSignal}} context
 */
export function mountFindings(host, context) {
  const { model, store, messages, signal } = context;
  let drawn = "";
  watch({ model, store, messages, signal }, () => {
    const selected = store.get().selected;
    const findings = sortFindings(model.findings.values());
    const state = JSON.stringify([messages.language, model.isEnded, selected?.type === "finding" ? selected.id : 0, findings]);
    if (state === drawn) return showDurations(host, context);
    drawn = state;
    const focused = host.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.link : undefined;
    host.replaceChildren(listOf(findings, context, selected));
    if (focused !== undefined) /** @type {HTMLElement | null} */ (host.querySelector(`[data-link="${focused}"]`))?.focus();
  });
}

/** @type {(findings: Finding[], context: Context, selected: import("./store.js").Selection | null) => HTMLElement} */
function listOf(findings, context, selected) {
  const { model, messages } = context;
  if (findings.length === 0) return element("p", { class: "ls-empty", text: messages.t(model.isEnded ? "findings.clear" : "findings.empty") });
  const isSelected = (/** @type {Finding} */ finding) => selected?.type === "finding" && selected.id === finding.id;
  return element("ul", { class: "ls-findings", "aria-label": messages.t("findings.label") }, ...findings.map((finding) => cardOf(finding, context, isSelected(finding))));
}

/** @type {(finding: Finding, context: Context, isSelected: boolean) => HTMLElement} */
function cardOf(finding, context, isSelected) {
  const { messages } = context;
  return element(
    "li",
    { class: `ls-finding ls-finding--${finding.level}${isSelected ? " is-selected" : ""}` },
    element(
      "div",
      { class: "ls-finding__words" },
      element("h3", { class: "ls-finding__title" }, icon(finding.level === "info" ? "info" : "alarm"), messages.t(findingTitle(finding.kind)), element("span", { class: "ls-muted", text: messages.t("findings.at", { time: formatInstant(finding.at, messages.t, 1e5) }) })),
      element("p", { class: "ls-finding__text", text: findingText(finding, messages, context.model) }),
      stillOf(finding, context),
      ringList(finding, context),
      element("p", { class: "ls-finding__links" }, ...linksOf(finding, context)),
    ),
    // Who waits for a pool waits in no ring: it is one line that leads to the backlog.
    finding.ring?.length > 1 && finding.kind !== "pool-deadlock" ? ringOf(finding, context) : null,
  );
}

/** @type {(finding: Finding, context: Context) => HTMLElement | null} */
function stillOf(finding, context) {
  const text = stillText(finding, context);
  return text === "" ? null : element("p", { class: "ls-finding__since", "data-finding": finding.id, text });
}

/**
 * How long nobody has moved, as long as it is so.
 * @param {Finding} finding
 * @param {{model: import("./model.js").RunModel, messages: import("./i18n.js").Messages}} context
 * @returns {string} empty for a finding that does not last, or lasts no more
 */
export function stillText(finding, { model, messages }) {
  if (!finding.open || !STUCK.includes(finding.kind)) return "";
  return messages.t("findings.since", { duration: formatDuration(Math.max(0, model.now - (finding.since ?? finding.at)), messages.t) });
}

/** Time goes on while nothing else changes. @type {(host: HTMLElement, context: Context) => void} */
function showDurations(host, context) {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (host.querySelectorAll("[data-finding]"))) {
    const finding = [...context.model.findings.values()].find(({ id }) => String(id) === node.dataset.finding);
    const text = finding === undefined ? "" : stillText(finding, context);
    if (node.textContent !== text) node.textContent = text;
  }
}

/** @type {(finding: Finding, context: Context) => HTMLElement[]} */
function linksOf(finding, context) {
  const { model, messages } = context;
  const links = [linkOf(`finding-${finding.id}`, messages.t("findings.show"), () => go({ type: "finding", id: finding.id, time: finding.at }, context))];
  for (const id of finding.workers ?? []) links.push(linkOf(`worker-${id}`, workerName(model, id, messages), () => go({ type: "worker", id, time: finding.at }, context)));
  for (const id of finding.resources ?? []) links.push(linkOf(`resource-${id}`, resourceName(model, id, messages), () => go({ type: "resource", id, time: finding.at }, context)));
  if (finding.location) links.push(linkOf(`location-${finding.location}`, locationName(model, finding.location), () => go({ type: "location", id: finding.location }, context)));
  return links;
}

/** @type {(name: string, text: string, onclick: () => void) => HTMLElement} */
function linkOf(name, text, onclick) {
  return element("button", { class: "ls-jump", type: "button", "data-link": name, text, onclick });
}

/** Who waits for what; a queue or an event is held by nobody. @type {(step: Finding["ring"][number], context: Pick<Context, "model" | "messages">) => string} */
export function stepText(step, { model, messages }) {
  const worker = workerName(model, step.worker, messages);
  const holder = workerName(model, step.holder, messages);
  const resource = resourceName(model, step.resource, messages);
  if (model.resources.get(step.resource)?.kind === "future") return messages.t(`findings.ring.step.${step.holder ? "job" : "queued"}`, { worker, holder, resource });
  if (!step.resource) return messages.t("findings.ring.step.worker", { worker, holder });
  return messages.t(step.holder ? "findings.ring.step" : "findings.ring.step.alone", { worker, holder, resource });
}

/** @type {(finding: Finding, context: Context) => HTMLElement | null} */
function ringList(finding, context) {
  if (!finding.ring?.length) return null;
  const steps = finding.ring.map((step) => {
    const place = step.location ? linkOf(`step-${step.worker}`, locationName(context.model, step.location), () => go({ type: "location", id: step.location }, context)) : null;
    return element("li", {}, `${stepText(step, context)} `, place);
  });
  return element("ol", { class: "ls-finding__ring" }, ...steps);
}

/** The ring as a drawing: workers as boxes on a circle, an arrow from who waits to who holds, the resource's name on it. @type {(finding: Finding, context: Context) => SVGElement} */
function ringOf(finding, context) {
  const { model, messages } = context;
  const points = circle(finding.ring.length, SIZE * 0.32, SIZE / 2);
  const label = messages.t("findings.ring", { text: finding.ring.map((step) => stepText(step, context)).join("; ") });
  const arrowId = `ls-ring-arrow-${finding.id}`;
  const head = drawing("marker", { id: arrowId, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 12, markerHeight: 12, markerUnits: "userSpaceOnUse", orient: "auto" }, drawing("path", { class: "ls-ring__head", d: "M0 0L10 5L0 10z" }));
  const picture = drawing("svg", { class: "ls-ring", viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img", "aria-label": label }, drawing("defs", {}, head));
  const places = new Map(finding.ring.map((step, index) => [step.worker, points[index]]));
  finding.ring.forEach((step, index) => {
    const from = points[index];
    const to = places.get(step.holder);
    if (from === undefined || to === undefined) return; // it waits for what nobody here holds: the list says for what
    picture.append(...arrowOf(from, to, step.resource ? resourceName(model, step.resource, messages) : messages.t("findings.waits"), arrowId));
  });
  finding.ring.forEach((step, index) => picture.append(...boxOf(points[index] ?? { x: 0, y: 0 }, workerName(model, step.worker, messages))));
  return picture;
}

/** @type {(from: Point, to: Point, text: string, arrowId: string) => SVGElement[]} */
function arrowOf(from, to, text, arrowId) {
  const centre = SIZE / 2;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  // Two workers face each other: bow both arrows outwards, each to its own side. More than two: bow away from the centre.
  const away = Math.hypot(middle.x - centre, middle.y - centre) < 1 ? { x: from.y - to.y, y: to.x - from.x } : { x: middle.x - centre, y: middle.y - centre };
  const length = Math.hypot(away.x, away.y) || 1;
  const bow = { x: round(middle.x + (away.x / length) * 62), y: round(middle.y + (away.y / length) * 62) };
  const tip = shorten(bow, to, 22);
  const at = { x: round((middle.x + bow.x) / 2), y: round((middle.y + bow.y) / 2) };
  return [
    drawing("path", { class: "ls-ring__arrow", d: `M${from.x} ${from.y}Q${bow.x} ${bow.y} ${tip.x} ${tip.y}`, "marker-end": `url(#${arrowId})` }),
    drawing("text", { class: "ls-ring__resource", x: at.x, y: at.y, text: shortName(text) }),
  ];
}

/** @type {(from: Point, to: Point, by: number) => Point} */
function shorten(from, to, by) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: round(to.x - ((to.x - from.x) / length) * by), y: round(to.y - ((to.y - from.y) / length) * by) };
}

/** @type {(at: Point, name: string) => SVGElement[]} */
function boxOf({ x, y }, name) {
  const text = shortName(name);
  const width = Math.max(52, text.length * 9 + 16);
  return [drawing("rect", { class: "ls-ring__box", x: x - width / 2, y: y - 15, width, height: 30, rx: 5 }), drawing("text", { class: "ls-ring__name", x, y: y + 5, text })];
}

const shortName = (/** @type {string} */ name) => (name.length > 12 ? `${name.slice(0, 11)}…` : name);

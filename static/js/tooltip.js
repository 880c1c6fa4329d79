// Tooltips by WCAG 1.4.13: they open on hover and on focus, can be hovered, stay until left, and Esc closes them.
// An element asks for one with `data-tip` (words) or is given one by `showAt` (the timeline, for what is under the pointer).

import { element } from "./dom.js";

const OPEN_MS = 350;
const CLOSE_MS = 150;
const GAP = 8;

/**
 * Put a tip beside an anchor and inside the window. Pure.
 * @param {{left: number, top: number, right: number, bottom: number}} anchor
 * @param {{width: number, height: number}} tip
 * @param {{width: number, height: number}} page
 * @returns {{x: number, y: number}}
 */
export function placeTip(anchor, tip, page) {
  const middle = (anchor.left + anchor.right) / 2 - tip.width / 2;
  const x = Math.max(GAP, Math.min(middle, page.width - tip.width - GAP));
  const below = anchor.bottom + GAP;
  const above = anchor.top - GAP - tip.height;
  return { x, y: above >= GAP || below + tip.height > page.height ? Math.max(GAP, above) : below };
}

/**
 * Serve the tooltips of a page.
 * @param {Document} page
 * @param {{signal: AbortSignal}} options
 * @returns {{showAt: (point: {x: number, y: number}, nodes: readonly Node[]) => void, hide: () => void}}
 */
export function mountTooltip(page, { signal }) {
  const tip = element("div", { class: "ls-tip", role: "tooltip", id: "ls-tip", popover: "manual" });
  page.body.append(tip);
  /** @type {HTMLElement | null} */
  let owner = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const open = (/** @type {{left: number, top: number, right: number, bottom: number}} */ anchor, /** @type {readonly Node[]} */ nodes) => {
    tip.replaceChildren(...nodes);
    if (!tip.matches(":popover-open")) tip.showPopover();
    const { x, y } = placeTip(anchor, tip.getBoundingClientRect(), { width: innerWidth, height: innerHeight });
    tip.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
  };
  const hide = () => {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const later = (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  const show = (/** @type {HTMLElement} */ host) => {
    clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    owner = host;
    host.setAttribute("aria-describedby", tip.id);
    const keys = (host.dataset.tipKeys ?? "").split(" ").filter(Boolean).map((sign) => element("kbd", { class: "ls-key-cap", text: sign }));
    open(host.getBoundingClientRect(), [document.createTextNode(host.dataset.tip ?? ""), ...(keys.length ? [element("span", { class: "ls-keys" }, ...keys)] : [])]);
  };
  const hostOf = (/** @type {EventTarget | null} */ target) => (target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[data-tip]")) : null);

  page.addEventListener("pointerover", (event) => {
    const host = hostOf(event.target);
    if (host && event.pointerType !== "touch") later(() => show(host), OPEN_MS);
    else if (event.target instanceof Node && tip.contains(event.target)) clearTimeout(timer);
    else if (tip.matches(":popover-open")) later(hide, CLOSE_MS);
    else clearTimeout(timer);
  }, { signal });
  page.addEventListener("focusin", (event) => {
    const host = hostOf(event.target);
    if (host?.matches(":focus-visible")) show(host);
  }, { signal });
  page.addEventListener("focusout", () => { if (owner) later(hide, 0); }, { signal });
  page.addEventListener("pointerdown", hide, { signal });
  // A tip of the timeline belongs to what was under the pointer; a key may move that away.
  page.addEventListener("keydown", (event) => { if (event.code === "Escape" || !owner) hide(); }, { signal, capture: true });
  signal.addEventListener("abort", () => { hide(); tip.remove(); }, { once: true });
  return {
    showAt: ({ x, y }, nodes) => {
      clearTimeout(timer);
      owner = null;
      open({ left: x, right: x, top: y, bottom: y }, nodes);
    },
    // Not at once: the pointer may be on its way into the tip.
    hide: () => { if (!owner) later(hide, CLOSE_MS); },
  };
}

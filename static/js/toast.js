/**
 * A message that goes by itself; screen readers hear it as they hear the announcer.
 */

import { element } from "./dom.js";

const TOAST_MS = 4000;

/** @param {string} text */
export function say(text) {
  document.querySelector(".ls-toast")?.remove();
  const toast = element("p", { class: "ls-toast", role: "status", text });
  document.body.append(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
}

/**
 * A message that goes by itself; screen readers hear it as they hear the announcer.
 */

import { element } from "./dom.js";

const TOAST_MS = 4000;

/** @param {string} text @param {string} [small]  small print: the server's own words, in English */
export function say(text, small = "") {
  document.querySelector(".ls-toast")?.remove();
  const toast = element("p", { class: "ls-toast", role: "status" }, text, small === "" ? null : element("small", { class: "ls-toast__small", lang: "en", text: small }));
  document.body.append(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
}

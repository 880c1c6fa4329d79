/**
 * From a run to the words of HTML that show it inside another page. The link comes from the server: it opens this run only, for a time.
 */

import { encode } from "./url.js";

/**
 * Ask the server for a link.
 * @param {string} runId
 * @returns {Promise<string | null>} null when it gives none
 */
export async function askEmbedLink(runId) {
  try {
    const answer = await fetch(`/api/v1/runs/${encodeURIComponent(runId)}/embed`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
    return answer.ok ? (await answer.json()).url : null;
  } catch {
    return null; // nobody answers
  }
}

/**
 * Write the HTML: the view, theme and language as they are on the screen now.
 * @param {string} url @param {Readonly<import("./store.js").ViewState>} state @param {string} program
 * @returns {string}
 */
export function snippetOf(url, state, program) {
  const query = new URLSearchParams({ theme: state.theme, lang: state.language });
  const address = `${url}&${query}#${encode({ ...state, follow: false })}`;
  return `<iframe src="${escaped(address)}" title="${escaped(`${program} · Lockstep`)}" width="100%" height="480" loading="lazy" allow="fullscreen"></iframe>`;
}

/** @type {(text: string) => string} */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * The list of runs is asked for again while a run goes on: with as many rows as the reader has opened, so that none goes away.
 */

/** What the server gives at most in one answer. */
const MOST_ROWS = 100;

/**
 * The address to ask for the list's renewal. Addresses of older rows stay as they are.
 * @param {string} path
 * @param {number} rows  on the page
 * @returns {string}
 */
export function renewalPath(path, rows) {
  return path.replace(/^(\/fragments\/runs\?limit=)(\d+)$/, (_, head, limit) => `${head}${Math.min(MOST_ROWS, Math.max(Number(limit), rows))}`);
}

/**
 * Let every renewal in `list` ask for all rows there are.
 * @param {HTMLElement} list
 * @param {AbortSignal} signal
 */
export function keepOpenedRows(list, signal) {
  list.addEventListener("htmx:configRequest", (event) => {
    const { detail } = /** @type {CustomEvent<{path: string}>} */ (event);
    detail.path = renewalPath(detail.path, list.querySelectorAll("tr[id]").length);
  }, { signal });
}

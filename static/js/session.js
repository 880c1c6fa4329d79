/**
 * Whether the server still knows this page. A server that was started anew does not: its token is another. A refused websocket cannot be
 * told from a server that is gone, so a plain request asks.
 */

const SIGNED_OUT = 401;

const NONE_BEHIND = 2 ** 53 - 1;

/**
 * What to ask for: the least of what the page may see. With a key, that is what comes behind the run's last frame.
 * @param {string} runId @param {string} key
 * @returns {string}
 */
export function embedProbe(runId, key) {
  return `/api/v1/runs/${encodeURIComponent(runId)}/frames?after=${NONE_BEHIND}&key=${encodeURIComponent(key)}`;
}

/**
 * Ask the server whether it wants the link opened that it printed.
 * @param {string} [address]
 * @returns {Promise<boolean>} false too when nobody answers
 */
export async function isSignedOut(address = "/api/v1/runs?limit=1") {
  try {
    return (await fetch(address)).status === SIGNED_OUT;
  } catch {
    return false; // nobody answers
  }
}

/**
 * Say why something asked for did not come.
 * @returns {Promise<"form.signed-out" | "form.unreachable">} a key of the catalogue
 */
export async function whyRefused() {
  return (await isSignedOut()) ? "form.signed-out" : "form.unreachable";
}

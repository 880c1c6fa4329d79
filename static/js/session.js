/**
 * Whether the server still knows this page. A server that was started anew does not: its token is another. A refused websocket cannot be
 * told from a server that is gone, so a plain request asks.
 */

const SIGNED_OUT = 401;

/**
 * Ask the server whether it wants the link opened that it printed.
 * @returns {Promise<boolean>} false too when nobody answers
 */
export async function isSignedOut() {
  try {
    return (await fetch("/api/v1/runs?limit=1")).status === SIGNED_OUT;
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

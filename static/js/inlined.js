/**
 * A run's frames as they stand in a file: compressed (zlib) and spelled in base64. See app/standalone.py, which writes them.
 */

import { FrameReader } from "./wire.js";

/**
 * Read the frames.
 * @param {string} text
 * @returns {Promise<import("./wire.js").Frame[]>}
 */
export async function unpack(text) {
  const packed = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new FrameReader().feed(await new Response(stream).arrayBuffer());
}

/**
 * Give the reader a file that the page made.
 */

const KEPT_MS = 10_000; // the download has begun by then

/** @type {(blob: Blob, name: string) => void} */
export function save(blob, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), KEPT_MS);
}

/**
 * A name for a file about a program: its own name without its ending, as far as every system can store it.
 * @param {string} program @param {string} suffix
 * @returns {string}
 */
export function fileName(program, suffix) {
  const stem = (program.split("/").at(-1) ?? "").replace(/\.\w+$/, "").replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
  return `${stem || "run"}${suffix}`;
}

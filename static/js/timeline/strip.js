/**
 * Density strips: where spans are too short to tell apart, each pixel column shows the shares of running, ready and blocked time,
 * running at the bottom. Columns are written into one image, so that a strip costs the same for ten spans as for a million.
 */

import { sharesOf } from "./segments.js";

/** Rows of the image a strip has; stretched to the lane's height when drawn. */
const ROWS = 24;

export class Strip {
  constructor() {
    /** @type {OffscreenCanvas | undefined} */
    this.canvas = undefined;
    this.shares = new Float32Array(4 * 4096);
    /** @type {Uint32Array} */
    this.colors = new Uint32Array(5);
  }

  /**
   * Say in which colours to paint.
   * @param {readonly string[]} colors  running, ready, ready for the GIL, blocked, ground
   */
  setColors(colors) {
    const canvas = new OffscreenCanvas(1, 1);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (pen === null) return;
    this.colors = Uint32Array.from(colors, (color) => {
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      return /** @type {number} */ (new Uint32Array(pen.getImageData(0, 0, 1, 1).data.buffer)[0]);
    });
  }

  /**
   * Paint the shares of [x0, x0 + width) and draw them into the rectangle.
   * @param {CanvasRenderingContext2D} context
   * @param {import("../spans.js").SpanTable} lane
   * @param {import("./scale.js").Scale} scale
   * @param {{x: number, y: number, width: number, height: number, end: number}} box
   */
  draw(context, lane, scale, { x, y, width, height, end }) {
    const columns = Math.min(4096, Math.max(1, Math.ceil(width)));
    sharesOf(lane, scale, x, columns, end, this.shares);
    const image = new ImageData(columns, ROWS);
    fillColumns(new Uint32Array(image.data.buffer), this.shares, columns, this.colors);
    if (this.canvas === undefined || this.canvas.width < columns) this.canvas = new OffscreenCanvas(Math.max(2048, columns), ROWS);
    this.canvas.getContext("2d")?.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, 0, 0, columns, ROWS, x, y, columns, height);
  }
}

/**
 * Fill an image of ROWS rows column by column, from the bottom: running, ready, ready for the GIL, blocked; the rest is ground.
 * @param {Uint32Array} pixels
 * @param {Float32Array} shares  four a column
 * @param {number} columns
 * @param {Uint32Array} colors
 */
export function fillColumns(pixels, shares, columns, colors) {
  for (let column = 0; column < columns; column += 1) {
    let sum = 0;
    let row = ROWS;
    for (let kind = 0; kind < 5 && row > 0; kind += 1) {
      sum += kind < 4 ? /** @type {number} */ (shares[column * 4 + kind]) : 1;
      const until = kind < 4 ? ROWS - Math.min(ROWS, Math.round(sum * ROWS)) : 0;
      const color = /** @type {number} */ (colors[kind]);
      for (; row > until; row -= 1) pixels[(row - 1) * columns + column] = color;
    }
  }
}

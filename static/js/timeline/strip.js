/**
 * Density strips: where spans are too short to tell apart, each pixel column shows the shares of running, ready and blocked time,
 * running at the bottom. All strips of a frame are written into one image, a band of it for each lane, so that they cost the same for
 * ten spans as for a million, and the canvas is told once.
 */

import { sharesOf } from "./segments.js";

/** Rows of the image a lane's band has; stretched to the strip's height when drawn. */
export const BAND = 24;
/** How wide a column of shares is, px: narrower ones are noise. */
export const COLUMN = 3;
const MAX_COLUMNS = 4096;

export class Strip {
  constructor() {
    this.canvas = new OffscreenCanvas(16, BAND);
    this.shares = new Float32Array(4 * MAX_COLUMNS);
    /** @type {Uint32Array} */
    this.colors = new Uint32Array(5);
    /** @type {ImageData | undefined} */
    this.image = undefined;
    this.isUsed = false;
  }

  /**
   * Say in which colours to paint.
   * @param {readonly string[]} colors  running, ready, ready for the GIL, blocked, ground
   */
  setColors(colors) {
    const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    if (pen === null) return;
    this.colors = Uint32Array.from(colors, (color) => {
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      return /** @type {number} */ (new Uint32Array(pen.getImageData(0, 0, 1, 1).data.buffer)[0]);
    });
  }

  /**
   * Begin a frame: an empty image for so many lanes.
   * @param {number} width
   * @param {number} lanes
   */
  begin(width, lanes) {
    const columns = Math.min(MAX_COLUMNS, Math.ceil(width) + 2);
    const height = Math.max(1, lanes) * BAND;
    if (this.image === undefined || this.image.width !== columns || this.image.height !== height) this.image = new ImageData(columns, height);
    else if (this.isUsed) this.image.data.fill(0);
    this.isUsed = false;
  }

  /**
   * Paint the shares of [x0, x1) into a lane's band.
   * @param {number} band
   * @param {import("../spans.js").SpanTable} lane
   * @param {import("./scale.js").Scale} scale
   * @param {{x0: number, x1: number, end: number}} stretch
   */
  paint(band, lane, scale, { x0, x1, end }) {
    if (this.image === undefined) return;
    const from = Math.max(0, Math.floor(x0 - scale.left));
    const pixels = Math.min(this.image.width - from, Math.max(1, Math.round(x1 - scale.left) - from));
    if (pixels <= 0) return;
    // Columns stand still in time, so that a strip does not flicker while it is panned.
    const origin = scale.left + from;
    const shift = ((((origin - scale.x(0)) % COLUMN) + COLUMN) % COLUMN) | 0;
    const columns = Math.ceil((pixels + shift) / COLUMN);
    sharesOf(lane, scale, { x0: origin - shift, columns, step: COLUMN, end }, this.shares);
    const place = { from, pixels, shift, top: band * BAND, width: this.image.width };
    fillColumns(new Uint32Array(this.image.data.buffer), this.shares, place, this.colors);
    this.isUsed = true;
  }

  /** Hand the image to the canvas, once all bands are painted. */
  finish() {
    if (!this.isUsed || this.image === undefined) return;
    if (this.canvas.width !== this.image.width || this.canvas.height !== this.image.height) {
      this.canvas = new OffscreenCanvas(this.image.width, this.image.height);
    }
    this.canvas.getContext("2d")?.putImageData(this.image, 0, 0);
  }

  /**
   * Draw a band where its lane is.
   * @param {CanvasRenderingContext2D} context
   * @param {number} band
   * @param {{x: number, y: number, height: number}} place
   */
  draw(context, band, { x, y, height }) {
    if (!this.isUsed) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, 0, band * BAND, this.canvas.width, BAND, x, y, this.canvas.width, height);
  }
}

/**
 * Fill pixels from the bottom: running, ready, ready for the GIL, blocked; the rest is ground.
 * @param {Uint32Array} image
 * @param {Float32Array} shares  four a column of COLUMN pixels, of which the first is shown without its first `shift` pixels
 * @param {{from: number, pixels: number, shift: number, top: number, width: number}} place
 * @param {Uint32Array} colors
 */
export function fillColumns(image, shares, { from, pixels, shift, top, width }, colors) {
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = Math.floor((pixel + shift) / COLUMN) * 4;
    let sum = 0;
    let row = BAND;
    for (let kind = 0; kind < 5 && row > 0; kind += 1) {
      sum += kind < 4 ? /** @type {number} */ (shares[at + kind]) : 1;
      const until = kind < 4 ? BAND - Math.min(BAND, Math.round(sum * BAND)) : 0;
      const color = /** @type {number} */ (colors[kind]);
      for (; row > until; row -= 1) image[(top + row - 1) * width + from + pixel] = color;
    }
  }
}

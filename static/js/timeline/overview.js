/**
 * The minimap's picture, kept between frames: the lanes of the whole run change a pixel at a time while it grows, so they are drawn anew
 * at most ten times a second, and a frame that waits for news is not held up by them. What the reader moves shows in every frame.
 */

import { isHelper } from "../facts.js";
import { drawLanesSmall, drawWindow, minimapScale } from "./minimap.js";
import { Strip } from "./strip.js";

export const INTERVAL_MS = 100;

/**
 * @typedef {{context: CanvasRenderingContext2D, width: number, height: number, ratio: number, tokens: import("./tokens.js").Tokens}} Place
 * @typedef {{model: import("../model.js").RunModel, state: Readonly<import("../store.js").ViewState>}} Shown
 */

export class Overview {
  constructor() {
    this.strip = new Strip();
    /** @type {OffscreenCanvas | undefined} */
    this.image = undefined;
    this.looks = ""; // what the image depends on but the run itself
    this.version = -1; // of the run, in the image
    this.end = 0;
    this.drawnAt = -Infinity;
  }

  /** @param {readonly string[]} colors  as the strip's */
  setColors(colors) {
    this.strip.setColors(colors);
    this.looks = "";
  }

  /**
   * Draw; say how many ms to wait with the next frame at most, or undefined when the picture shows all there is.
   * @param {Place} place
   * @param {Shown} shown
   * @param {number} now  ms
   * @returns {number | undefined}
   */
  draw(place, shown, now) {
    const { context, width, height, ratio, tokens } = place;
    const { model, state } = shown;
    if (width < 20 || height < 8) return undefined;
    if (model.workers.size === 0) {
      context.fillStyle = tokens.bg;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
      return undefined;
    }
    const looks = `${width} ${height} ${ratio} ${state.showHelpers}`;
    const isOld = this.version !== model.version;
    if (this.looks !== looks || (isOld && now - this.drawnAt >= INTERVAL_MS)) {
      this.#drawLanes(place, shown);
      Object.assign(this, { looks, version: model.version, end: model.now, drawnAt: now });
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (this.image !== undefined) context.drawImage(this.image, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawWindow(context, { model, state, scale: minimapScale({ width, height, end: this.end }), height, tokens });
    return this.version === model.version ? undefined : INTERVAL_MS - (now - this.drawnAt);
  }

  /**
   * @param {Place} place
   * @param {Shown} shown
   */
  #drawLanes({ context, width, height, ratio, tokens }, { model, state }) {
    const { canvas } = context;
    if (this.image === undefined || this.image.width !== canvas.width || this.image.height !== canvas.height) {
      this.image = new OffscreenCanvas(canvas.width, canvas.height);
    }
    const pen = this.image.getContext("2d");
    if (pen === null) return;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const lanes = [...model.workers.values()].filter(({ id, kind }) => kind !== "process" && (state.showHelpers || !isHelper(model, id))).map(({ id }) => id);
    const scale = minimapScale({ width, height, end: model.now });
    drawLanesSmall(/** @type {any} */ (pen), { model, lanes, scale, height, tokens, strip: this.strip, end: model.now });
  }
}

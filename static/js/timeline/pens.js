/** Small drawing helpers every mark uses: fonts, texts with a halo, cached measures, patterns. */

import { patternTile } from "./patterns.js";

/**
 * @typedef {CanvasRenderingContext2D} Context
 * @typedef {import("./tokens.js").Tokens} Tokens
 * @typedef {{font: string, color: string, align?: CanvasTextAlign, halo?: string | undefined, keepHalo?: boolean}} TextStyle
 */

/** What is worth keeping between frames: text widths and patterns; thrown away when tokens change. */
export class Pens {
  /**
   * @param {Context} context
   * @param {Tokens} tokens
   * @param {number} ratio  device pixels per CSS pixel, for crisp pattern tiles
   */
  constructor(context, tokens, ratio) {
    this.context = context;
    this.tokens = tokens;
    this.ratio = ratio;
    /** @type {Map<string, Map<string, number>>} */
    this.widths = new Map();
    /** @type {Map<string, {pattern: CanvasPattern, width: number}>} */
    this.patterns = new Map();
    /** Texts to be written when bars and cursors are drawn. @type {{text: string, x: number, y: number, style: TextStyle}[]} */
    this.texts = [];
    this.fonts = {
      label: `${tokens.weight} ${tokens.labelSize}px ${tokens.font}`,
      note: `${Math.min(500, tokens.weight)} ${Math.round(tokens.labelSize * 8.5) / 10}px ${tokens.font}`,
      smaller: `${tokens.weight} ${Math.round(tokens.labelSize * 8.5) / 10}px ${tokens.font}`,
      narrow: `${tokens.weight} ${Math.round(tokens.labelSize * 7.2) / 10}px ${tokens.font}`,
      bar: `${tokens.weight} ${tokens.barTextSize}px ${tokens.font}`,
      small: `${tokens.weight} ${Math.round(tokens.barTextSize * 9.4) / 10}px ${tokens.font}`,
      axis: `${Math.min(500, tokens.weight)} ${tokens.axisTextSize}px ${tokens.font}`,
      pill: `${tokens.weight} ${tokens.axisTextSize}px ${tokens.font}`,
    };
  }

  /**
   * Measure a text, remembering the answer.
   * @param {string} font
   * @param {string} text
   * @returns {number}
   */
  measure(font, text) {
    let widths = this.widths.get(font);
    if (widths === undefined || widths.size > 4000) this.widths.set(font, (widths = new Map()));
    let width = widths.get(text);
    if (width === undefined) {
      this.context.font = font;
      widths.set(text, (width = this.context.measureText(text).width));
    }
    return width;
  }

  /**
   * Write a text after the bars and the cursors, so that neither hides it.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {TextStyle} style  `halo` is drawn where a cursor crosses the text
   */
  writeLater(text, x, y, style) {
    this.texts.push({ text, x, y, style });
  }

  /**
   * Write what was put off.
   * @param {readonly number[]} cursors  where cursors stand, px
   */
  writeTexts(cursors) {
    for (const { text, x, y, style } of this.texts) {
      const width = this.measure(style.font, text);
      const left = style.align === "center" ? x - width / 2 : style.align === "right" ? x - width : x;
      const isCrossed = cursors.some((at) => at > left - 8 && at < left + width + 8);
      this.write(text, x, y, isCrossed || style.keepHalo === true ? style : { ...style, halo: undefined });
    }
    this.texts.length = 0;
  }

  /**
   * Write a text, its middle at y.
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {TextStyle} style
   */
  write(text, x, y, { font, color, align = "left", halo }) {
    const { context } = this;
    context.font = font;
    context.textAlign = align;
    context.textBaseline = "middle";
    if (halo !== undefined) {
      context.strokeStyle = halo;
      context.lineWidth = 5;
      context.lineJoin = "round";
      context.strokeText(text, x, y);
    }
    context.fillStyle = color;
    context.fillText(text, x, y);
  }

  /**
   * Choose the first font in which a text fits, the last if it fits in none.
   * @param {readonly string[]} fonts
   * @param {string} text
   * @param {number} room
   * @returns {string}
   */
  fitting(fonts, text, room) {
    return fonts.find((font) => this.measure(font, text) <= room) ?? fonts.at(-1) ?? "";
  }

  /**
   * Shorten a text to fit, with an ellipsis.
   * @param {string} font
   * @param {string} text
   * @param {number} room
   * @returns {string}
   */
  clip(font, text, room) {
    if (this.measure(font, text) <= room) return text;
    const letters = [...text];
    let low = 0;
    let high = letters.length;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.measure(font, `${letters.slice(0, middle).join("")}…`) <= room) low = middle;
      else high = middle - 1;
    }
    return low === 0 ? "" : `${letters.slice(0, low).join("").trimEnd()}…`;
  }

  /**
   * Shorten a name to fit: a number at its end stays, for it tells the names of siblings apart.
   * @param {string} font
   * @param {string} name
   * @param {number} room
   * @returns {string}
   */
  clipName(font, name, room) {
    if (this.measure(font, name) <= room) return name;
    const number = /\d{1,6}$/.exec(name)?.[0] ?? "";
    const head = number === "" ? "" : this.clip(font, name.slice(0, -number.length), room - this.measure(font, number));
    return head === "" ? this.clip(font, name, room) : head + number;
  }

  /** A path to be filled or stroked when it is complete. @returns {Path2D} */
  path() {
    const { context } = this;
    return "path" in context ? /** @type {any} */ (context).path() : new Path2D();
  }

  /**
   * A pattern whose tile begins where the context's origin is, and the tile's width.
   * @param {string} name
   * @param {string} color
   * @param {number} height  of the bar
   * @returns {{pattern: CanvasPattern, width: number} | null}
   */
  pattern(name, color, height) {
    const key = `${name} ${color} ${height}`;
    const kept = this.patterns.get(key);
    if (kept !== undefined) return kept;
    const made = this.#makePattern(name, color, height);
    if (made !== null) this.patterns.set(key, made);
    return made;
  }

  /**
   * @param {string} name
   * @param {string} color
   * @param {number} height
   * @returns {{pattern: CanvasPattern, width: number} | null}
   */
  #makePattern(name, color, height) {
    const tile = patternTile(name, this.tokens.patternPeriod, height, this.tokens.patternCoverage);
    const { context } = this;
    if ("tilePattern" in context) return { pattern: /** @type {any} */ (context).tilePattern(tile, color), width: tile.width };
    const scale = this.ratio * 2;
    const [width, tall] = [Math.max(1, Math.round(tile.width * scale)), Math.max(1, Math.round(tile.height * scale))];
    const canvas = new OffscreenCanvas(width, tall);
    const pen = canvas.getContext("2d");
    if (pen === null) return null;
    pen.scale(width / tile.width, tall / tile.height);
    pen.fillStyle = pen.strokeStyle = color;
    for (const shape of tile.shapes) drawShape(pen, shape);
    const pattern = context.createPattern(canvas, "repeat");
    pattern?.setTransform(new DOMMatrix([tile.width / width, 0, 0, tile.height / tall, 0, 0]));
    return pattern === null ? null : { pattern, width: tile.width };
  }
}

/**
 * @param {OffscreenCanvasRenderingContext2D} pen
 * @param {import("./patterns.js").Shape} shape
 */
function drawShape(pen, shape) {
  pen.beginPath();
  if (shape.type === "dot") pen.arc(shape.x, shape.y, shape.r, 0, Math.PI * 2);
  if (shape.type === "rect") pen.rect(shape.x, shape.y, shape.w, shape.h);
  if (shape.type !== "line") {
    pen.fill();
    return;
  }
  pen.lineWidth = shape.width;
  shape.points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.stroke();
}

/**
 * Trace a rectangle with round corners.
 * @param {Context} context
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @param {number | number[]} radius
 */
export function roundRect(context, x, y, w, h, radius) {
  context.beginPath();
  context.roundRect(x, y, w, h, radius);
}

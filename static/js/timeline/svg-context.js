/**
 * A drawing context that writes SVG instead of pixels: as much of the canvas's 2-D context as the timeline uses, so that a picture taken
 * along is drawn by the very code that draws the screen. Pure: what it cannot know (widths of texts, pixels of images) it is given.
 */

/**
 * @typedef {[number, number, number, number, number, number]} Matrix
 * @typedef {{matrix: Matrix, groups: number, fillStyle: any, strokeStyle: any, globalAlpha: number, lineWidth: number, lineCap: string,
 *   lineJoin: string, dash: readonly number[], font: string, textAlign: string, textBaseline: string}} Look
 * @typedef {{measureText: (font: string, text: string) => TextMetrics, middleOf?: (font: string) => number | undefined, imageOf: (source: any, x: number, y: number, w: number, h: number) => string}} Help
 *   middleOf: how far below a text's middle its baseline is, px: every viewer agrees on the one, not on the other;
 *   imageOf: a part of an image as a data address
 */

const ANCHORS = Object.freeze({ left: "start", start: "start", center: "middle", right: "end", end: "end" });
/** How far below its middle a text's baseline is, in ems, where nobody knows it better. */
const MIDDLE = 0.35;
// What XML 1.0 cannot hold, in any spelling.
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** @param {string} text */
export const escapeXml = (text) => text.replace(NOT_XML, "\uFFFD").replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** @param {number} value */
const round = (value) => String(Math.round(value * 100) / 100);

/** What a Path2D is to a canvas. */
export class SvgPath {
  constructor() {
    /** @type {string[]} */
    this.steps = [];
  }

  /** @type {(x: number, y: number) => void} */
  moveTo(x, y) { this.steps.push(`M${round(x)} ${round(y)}`); }

  /** @type {(x: number, y: number) => void} */
  lineTo(x, y) { this.steps.push(`${this.steps.length === 0 ? "M" : "L"}${round(x)} ${round(y)}`); }

  /** @type {(...numbers: [number, number, number, number, number, number]) => void} */
  bezierCurveTo(...numbers) { this.steps.push(`C${numbers.map(round).join(" ")}`); }

  closePath() { this.steps.push("Z"); }

  /** @type {(x: number, y: number, w: number, h: number) => void} */
  rect(x, y, w, h) { this.steps.push(`M${round(x)} ${round(y)}h${round(w)}v${round(h)}h${round(-w)}Z`); }

  /** @type {(x: number, y: number, w: number, h: number, radius?: number | number[]) => void} */
  roundRect(x, y, w, h, radius = 0) {
    const radii = Array.isArray(radius) ? radius : [radius];
    const [a = 0, b = a, c = a, d = b] = radii.map((one) => Math.min(one, Math.abs(w) / 2, Math.abs(h) / 2));
    const corner = (/** @type {number} */ r, /** @type {number} */ dx, /** @type {number} */ dy) => (r === 0 ? "" : `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`);
    this.steps.push(`M${round(x + a)} ${round(y)}h${round(w - a - b)}${corner(b, b, b)}v${round(h - b - c)}${corner(c, -c, c)}h${round(c + d - w)}${corner(d, -d, -d)}v${round(d + a - h)}${corner(a, a, -a)}Z`);
  }

  /** @type {(x: number, y: number, r: number, begin: number, end: number) => void} */
  arc(x, y, r, begin, end) {
    const at = (/** @type {number} */ angle) => `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
    const isCircle = Math.abs(end - begin) >= 2 * Math.PI - 1e-6;
    const start = `${this.steps.length === 0 || isCircle ? "M" : "L"}${at(begin)}`;
    if (isCircle) this.steps.push(`${start}A${round(r)} ${round(r)} 0 1 1 ${at(begin + Math.PI)}A${round(r)} ${round(r)} 0 1 1 ${at(begin)}Z`);
    else this.steps.push(`${start}A${round(r)} ${round(r)} 0 ${end - begin > Math.PI ? 1 : 0} 1 ${at(end)}`);
  }

  toString() { return this.steps.join(""); }
}

/** See the file's head. */
export class SvgContext {
  /** @param {Help} help */
  constructor(help) {
    this.help = help;
    /** @type {string[]} */
    this.body = [];
    /** @type {string[]} */
    this.defs = [];
    /** @type {Look[]} */
    this.stack = [];
    this.current = new SvgPath();
    this.imageSmoothingEnabled = true;
    /** @type {Matrix} */
    this.matrix = [1, 0, 0, 1, 0, 0];
    this.groups = 0;
    /** A colour, or a pattern that `tilePattern` made. @type {any} */
    this.fillStyle = "#000000";
    /** @type {any} */
    this.strokeStyle = "#000000";
    this.globalAlpha = 1;
    this.lineWidth = 1;
    this.lineCap = "butt";
    this.lineJoin = "miter";
    /** @type {readonly number[]} */
    this.dash = [];
    this.font = "10px sans-serif";
    this.textAlign = "start";
    this.textBaseline = "alphabetic";
  }

  save() {
    const { matrix, groups, fillStyle, strokeStyle, globalAlpha, lineWidth, lineCap, lineJoin, dash, font, textAlign, textBaseline } = this;
    this.stack.push({ matrix, groups, fillStyle, strokeStyle, globalAlpha, lineWidth, lineCap, lineJoin, dash, font, textAlign, textBaseline });
    this.groups = 0;
  }

  restore() {
    const look = this.stack.pop();
    if (look === undefined) return;
    this.body.push("</g>".repeat(this.groups));
    Object.assign(this, look);
  }

  /** @type {(x: number, y: number) => void} */
  translate(x, y) { this.#multiply([1, 0, 0, 1, x, y]); }

  /** @param {number} angle */
  rotate(angle) { this.#multiply([Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]); }

  /** @param {Matrix} by */
  #multiply([a, b, c, d, e, f]) {
    const [A, B, C, D, E, F] = this.matrix;
    this.matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }

  beginPath() { this.current = new SvgPath(); }

  /** @type {SvgPath["moveTo"]} */
  moveTo(x, y) { this.current.moveTo(x, y); }

  /** @type {SvgPath["lineTo"]} */
  lineTo(x, y) { this.current.lineTo(x, y); }

  /** @type {SvgPath["bezierCurveTo"]} */
  bezierCurveTo(...numbers) { this.current.bezierCurveTo(...numbers); }

  closePath() { this.current.closePath(); }

  /** @type {SvgPath["rect"]} */
  rect(x, y, w, h) { this.current.rect(x, y, w, h); }

  /** @type {SvgPath["roundRect"]} */
  roundRect(x, y, w, h, radius) { this.current.roundRect(x, y, w, h, radius); }

  /** @type {SvgPath["arc"]} */
  arc(x, y, r, begin, end) { this.current.arc(x, y, r, begin, end); }

  /** @param {SvgPath} [path] */
  fill(path = this.current) { this.#write(`<path d="${path}"${this.#filling()}`); }

  /** @param {SvgPath} [path] */
  stroke(path = this.current) { this.#write(`<path d="${path}" fill="none"${this.#stroking()}`); }

  /** @type {(x: number, y: number, w: number, h: number) => void} */
  fillRect(x, y, w, h) {
    const [left, width, top, height] = [Math.min(x, x + w), Math.abs(w), Math.min(y, y + h), Math.abs(h)];
    if (width === 0 || height === 0) return;
    this.#write(`<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}"${this.#filling()}`);
  }

  /** @type {(x: number, y: number, w: number, h: number) => void} */
  strokeRect(x, y, w, h) { this.#write(`<rect x="${round(x)}" y="${round(y)}" width="${round(Math.max(0, w))}" height="${round(Math.max(0, h))}" fill="none"${this.#stroking()}`); }

  /** @type {(text: string, x: number, y: number) => void} */
  fillText(text, x, y) { this.#text(text, x, y, this.#filling()); }

  /** @type {(text: string, x: number, y: number) => void} */
  strokeText(text, x, y) { this.#text(text, x, y, ` fill="none"${this.#stroking()}`); }

  /** @param {string} text */
  measureText(text) { return this.help.measureText(this.font, text); }

  /** @param {readonly number[]} dash */
  setLineDash(dash) { this.dash = dash; }

  /** Everything until `restore` shows only inside the path. */
  clip() {
    const id = this.#define("c", (name) => `<clipPath id="${name}"><path d="${this.current}"${this.#place()}/></clipPath>`);
    this.body.push(`<g clip-path="url(#${id})">`);
    this.groups += 1;
  }

  /** @type {(source: any, sx: number, sy: number, sw: number, sh: number, x: number, y: number, w: number, h: number) => void} */
  drawImage(source, sx, sy, sw, sh, x, y, w, h) {
    const address = this.help.imageOf(source, sx, sy, sw, sh);
    this.#write(`<image href="${address}" x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" preserveAspectRatio="none" image-rendering="pixelated"`);
  }

  /** A path to be filled or stroked later. @returns {SvgPath} */
  path() { return new SvgPath(); }

  /**
   * Make a pattern of a tile (see patterns.js); it begins where the context's origin is when it is used.
   * @param {import("./patterns.js").Tile} tile @param {string} color
   * @returns {{toString: () => string}}
   */
  tilePattern(tile, color) {
    const id = this.#define("p", (name) => `<pattern id="${name}" patternUnits="userSpaceOnUse" width="${round(tile.width)}" height="${round(tile.height)}">${tile.shapes.map((shape) => shapeOf(shape, color)).join("")}</pattern>`);
    return { toString: () => `url(#${id})` };
  }

  /**
   * The whole picture.
   * @param {{width: number, height: number, title: string}} about
   * @returns {string}
   */
  document({ width, height, title }) {
    const name = escapeXml(title);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" role="img" aria-label="${name}"><title>${name}</title><defs>${this.defs.join("")}</defs>${this.body.join("")}</svg>`;
  }

  /** @type {(letter: string, markup: (id: string) => string) => string} */
  #define(letter, markup) {
    const id = `${letter}${this.defs.length + 1}`;
    this.defs.push(markup(id));
    return id;
  }

  /** @param {string} begun */
  #write(begun) { this.body.push(`${begun}${this.#place()}/>`); }

  #place() {
    const { matrix } = this;
    return matrix.every((value, index) => value === (index === 0 || index === 3 ? 1 : 0)) ? "" : ` transform="matrix(${matrix.map((value) => Math.round(value * 1e4) / 1e4).join(" ")})"`;
  }

  #filling() { return ` fill="${escapeXml(String(this.fillStyle))}"${this.globalAlpha === 1 ? "" : ` fill-opacity="${round(this.globalAlpha)}"`}`; }

  #stroking() {
    const { strokeStyle, lineWidth, lineCap, lineJoin, dash, globalAlpha } = this;
    const more = [
      globalAlpha === 1 ? "" : ` stroke-opacity="${round(globalAlpha)}"`, lineCap === "butt" ? "" : ` stroke-linecap="${lineCap}"`,
      lineJoin === "miter" ? "" : ` stroke-linejoin="${lineJoin}"`, dash.length === 0 ? "" : ` stroke-dasharray="${dash.map(round).join(" ")}"`,
    ];
    return ` stroke="${escapeXml(String(strokeStyle))}" stroke-width="${round(lineWidth)}"${more.join("")}`;
  }

  /** @type {(text: string, x: number, y: number, paint: string) => void} */
  #text(text, x, y, paint) {
    const [, weight = "400", size = "10", family = "sans-serif"] = /^(?:(\d+|bold|normal) )?([\d.]+)px (.*)$/.exec(this.font.replaceAll(/\s+/g, " ")) ?? [];
    const baseline = this.textBaseline === "middle" ? y + (this.help.middleOf?.(this.font) ?? Number(size) * MIDDLE) : y;
    const anchor = ANCHORS[/** @type {keyof typeof ANCHORS} */ (this.textAlign)] ?? "start";
    this.body.push(`<text x="${round(x)}" y="${round(baseline)}" font-family="${escapeXml(family)}" font-size="${round(Number(size))}" font-weight="${weight}" text-anchor="${anchor}" xml:space="preserve"${paint}${this.#place()}>${escapeXml(text)}</text>`);
  }
}

/** @type {(shape: import("./patterns.js").Shape, color: string) => string} */
function shapeOf(shape, color) {
  const paint = escapeXml(color);
  switch (shape.type) {
    case "line": return `<polyline points="${shape.points.map((point) => point.map(round).join(",")).join(" ")}" fill="none" stroke="${paint}" stroke-width="${round(shape.width)}"/>`;
    case "dot": return `<circle cx="${round(shape.x)}" cy="${round(shape.y)}" r="${round(shape.r)}" fill="${paint}"/>`;
    default: return `<rect x="${round(shape.x)}" y="${round(shape.y)}" width="${round(shape.w)}" height="${round(shape.h)}" fill="${paint}"/>`;
  }
}

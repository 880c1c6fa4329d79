/**
 * What is on the screen as a picture that stands by itself: the timeline as it is, drawn by the same code, with a heading that says what
 * ran, how and when, and a legend below. Drawn on any 2-D context: pixels of a canvas, or `timeline/svg-context.js`.
 */

import { marksPresent } from "./legend.js";
import { factsOf } from "./ribbons.js";
import { statusOf } from "./runstate.js";
import { drawTimeline } from "./timeline/draw.js";
import { Pens } from "./timeline/pens.js";
import { SvgContext } from "./timeline/svg-context.js";

/**
 * @typedef {import("./timeline/draw.js").View} View
 * @typedef {import("./timeline/marks.js").Mark} Mark
 * @typedef {{title: string, facts: string, known: string, legend: readonly {mark: Mark, name: string}[]}} Words
 */

const MARGIN = 20;
const MARK = 30;
const GAP = 22;
/** Device pixels for each CSS pixel of a PNG: it is shown large, and printed. */
export const PIXELS_PER_PX = 2;

/**
 * What is written around the timeline.
 * @param {import("./model.js").RunModel} model @param {import("./i18n.js").Messages} messages
 * @returns {Words}
 */
export function wordsOf(model, messages) {
  const { program = "", argv = [], began_at: began, seed } = model.meta ?? {};
  const args = String(argv[0] ?? "").endsWith(program) ? argv.slice(1) : [];
  const time = began ? new Intl.DateTimeFormat(messages.language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(began)) : "";
  const facts = factsOf(model, statusOf(model, null), messages).filter((fact) => fact.mark !== "ls-badge").map(({ text }) => text);
  const chosen = seed === undefined || seed === null ? [] : [messages.t("picture.seed", { seed })];
  const kernel = `run.kernel.${model.meta?.kernel}.title`;
  return {
    title: [program, ...args].join(" "),
    facts: [...facts, ...chosen, time].filter(Boolean).join(" · "),
    known: messages.has(kernel) ? messages.t(kernel) : "",
    legend: marksPresent(model)().map((mark) => ({ mark, name: messages.t(`mark.${mark.key}`) })),
  };
}

/**
 * Where everything of the picture is, CSS pixels.
 * @param {{width: number, height: number}} timeline @param {Words} words
 * @param {{measure: (font: string, text: string) => number, fonts: Record<string, string>, tokens: import("./timeline/tokens.js").Tokens}} pens
 */
export function layOutPicture({ width, height }, words, { measure, fonts, tokens }) {
  const line = Math.round(tokens.labelSize * 1.6);
  const head = MARGIN + Math.round(line * 2.2);
  let [x, row] = [MARGIN, 0];
  const legend = words.legend.map((entry) => {
    const length = MARK + 8 + measure(fonts.axis ?? "", entry.name);
    if (x > MARGIN && x + length > width - MARGIN) [x, row] = [MARGIN, row + 1];
    const place = { ...entry, x, y: head + height + 12 + row * line };
    x += length + GAP;
    return place;
  });
  const foot = head + height + 12 + (row + 1) * line;
  return { line, head, legend, foot, width, height: foot + line + MARGIN };
}

/**
 * Draw it.
 * @param {CanvasRenderingContext2D} context @param {Pens} pens @param {View} view @param {Words} words
 * @returns {{width: number, height: number}}
 */
export function drawPicture(context, pens, view, words) {
  const { tokens, layout } = view;
  const measure = (/** @type {string} */ font, /** @type {string} */ text) => pens.measure(font, text);
  const places = layOutPicture(layout, words, { measure, fonts: pens.fonts, tokens });
  context.fillStyle = tokens.bg;
  context.fillRect(0, 0, places.width, places.height);
  const room = places.width - 2 * MARGIN;
  pens.write(pens.clip(pens.fonts.label, words.title, room), MARGIN, MARGIN + places.line * 0.5, { font: pens.fonts.label, color: tokens.ink });
  pens.write(pens.clip(pens.fonts.axis, words.facts, room), MARGIN, MARGIN + places.line * 1.4, { font: pens.fonts.axis, color: tokens.ink2 });
  context.save();
  context.translate(0, places.head);
  context.beginPath();
  context.rect(0, 0, layout.width, layout.height);
  context.clip();
  drawTimeline({ ...view, context, pens, isFocused: false, hover: null, arrows: [], alarms: [] });
  context.restore();
  for (const { mark, name, x, y } of places.legend) {
    drawMark(context, pens, mark, { x, y, height: places.line * 0.7 });
    pens.write(name, x + MARK + 8, y + places.line * 0.35, { font: pens.fonts.axis, color: tokens.ink });
  }
  pens.write(pens.clip(pens.fonts.axis, words.known, room * 0.8), MARGIN, places.foot + places.line * 0.5, { font: pens.fonts.axis, color: tokens.ink2 });
  pens.write("Lockstep", places.width - MARGIN, places.foot + places.line * 0.5, { font: pens.fonts.axis, color: tokens.ink2, align: "right" });
  return places;
}

/** @type {(context: CanvasRenderingContext2D, pens: Pens, mark: Mark, place: {x: number, y: number, height: number}) => void} */
function drawMark(context, pens, mark, { x, y, height }) {
  const { tokens } = pens;
  const colors = { running: [tokens.run, tokens.run], ready: [tokens.readyFill, tokens.readyStroke], blocked: [tokens.blockedFill, tokens.blockedStroke] };
  const [fill, stroke] = colors[/** @type {keyof typeof colors} */ (mark.family)] ?? [tokens.lane, tokens.done];
  const tall = Math.max(8, height * mark.height);
  const top = y + height - tall;
  context.fillStyle = fill ?? tokens.lane;
  context.fillRect(x, top, MARK, tall);
  const made = mark.family === "blocked" ? pens.pattern(mark.pattern, stroke ?? tokens.done, Math.round(tall)) : null;
  if (made !== null) {
    context.save();
    context.translate(x, top);
    context.fillStyle = made.pattern;
    context.fillRect(0, 0, MARK, tall);
    context.restore();
  }
  context.strokeStyle = stroke ?? tokens.done;
  context.lineWidth = 1.5;
  context.strokeRect(x, top, MARK, tall);
}

/**
 * The picture as SVG.
 * @param {View} view as the timeline was drawn last @param {Words} words
 * @returns {string}
 */
export function svgOf(view, words) {
  const context = new SvgContext({
    measureText: (font, text) => {
      view.context.font = font;
      return view.context.measureText(text);
    },
    middleOf: (font) => {
      Object.assign(view.context, { font, textBaseline: "middle" });
      const below = view.context.measureText("x").alphabeticBaseline;
      return Number.isFinite(below) ? -below : undefined;
    },
    imageOf,
  });
  const like2d = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (context)); // as much of one as the drawing uses
  const size = drawPicture(like2d, new Pens(like2d, view.tokens, PIXELS_PER_PX), view, words);
  return context.document({ ...size, title: `${words.title} · Lockstep` });
}

/**
 * The picture as PNG.
 * @param {View} view @param {Words} words
 * @returns {Promise<Blob>}
 */
export async function pngOf(view, words) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) throw new Error("This browser gives no 2-D canvas, so no picture can be drawn.");
  const pens = new Pens(context, view.tokens, PIXELS_PER_PX);
  const measure = (/** @type {string} */ font, /** @type {string} */ text) => pens.measure(font, text);
  const { width, height } = layOutPicture(view.layout, words, { measure, fonts: pens.fonts, tokens: view.tokens });
  Object.assign(canvas, { width: Math.round(width * PIXELS_PER_PX), height: Math.round(height * PIXELS_PER_PX) });
  context.setTransform(PIXELS_PER_PX, 0, 0, PIXELS_PER_PX, 0, 0);
  drawPicture(context, pens, view, words);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error("The picture is too large for this browser.")) : resolve(blob)), "image/png"));
}

/** @type {(source: CanvasImageSource, x: number, y: number, w: number, h: number) => string} */
function imageOf(source, x, y, w, h) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: w, height: h });
  canvas.getContext("2d")?.drawImage(source, x, y, w, h, 0, 0, w, h);
  return canvas.toDataURL("image/png");
}

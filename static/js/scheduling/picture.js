/**
 * Schedules as one SVG file that stands by itself: its colours are written into it, and the jobs, knobs and seed into its corner. Pure.
 */

/**
 * @typedef {import("./layout.js").Shape} Shape
 * @typedef {Record<string, string>} Palette  values of the custom properties, by their names without `--ls-`
 */

const MARGIN = 24;

/** How each kind of shape is painted: tokens by attribute. @type {Readonly<Record<string, Record<string, string>>>} */
export const LOOKS = Object.freeze({
  run: { fill: "run" },
  strip: { fill: "run", opacity: "0.75" },
  ready: { fill: "ready-fill", stroke: "ready-stroke", "stroke-width": "1.5" },
  io: { fill: "url(#io)", stroke: "blocked-stroke", "stroke-width": "1.5" },
  switch: { fill: "ink" },
  idle: { fill: "bg", stroke: "done", "stroke-dasharray": "3 3" },
  lane: { fill: "lane" },
  grid: { stroke: "grid" },
  tick: { stroke: "ink-2" },
  base: { stroke: "grid" },
  arrival: { stroke: "ink-2", "stroke-width": "1.5" },
  finish: { stroke: "ink", "stroke-width": "3" },
  boost: { stroke: "ink", "stroke-width": "1.5", "stroke-dasharray": "5 3" },
  label: { fill: "ink" },
  figure: { fill: "ink-2" },
  "in-run": { fill: "run-text" },
  "in-idle": { fill: "ink-2" },
});

/** @type {(text: string) => string} */
const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** @type {(value: number) => string} */
const round = (value) => String(Math.round(value * 100) / 100);

/** @type {(kind: string, palette: Palette) => string} */
function paint(kind, palette) {
  return Object.entries(LOOKS[kind] ?? {}).map(([name, value]) => ` ${name}="${escape(palette[value] ?? value)}"`).join("");
}

/** One shape as markup. @param {Shape} shape @param {Palette} palette @returns {string} */
export function markup(shape, palette) {
  const look = paint(shape.kind, palette);
  switch (shape.type) {
    case "rect": return `<rect x="${round(shape.x)}" y="${round(shape.y)}" width="${round(shape.w)}" height="${round(shape.h)}"${look}/>`;
    case "line": return `<path d="M${round(shape.x1)} ${round(shape.y1)}L${round(shape.x2)} ${round(shape.y2)}" fill="none"${look}/>`;
    case "path": return `<path d="${shape.d}"${look}/>`;
    case "text": return `<text x="${round(shape.x)}" y="${round(shape.y)}" font-size="${round(shape.size)}" text-anchor="${shape.anchor}"${look}>${escape(shape.text)}</text>`;
  }
}

/**
 * Write the file.
 * @param {{width: number, title: string, notes: readonly string[], parts: readonly {title: string, summary: string, shapes: readonly Shape[], height: number}[],
 *   axis: {shapes: readonly Shape[], height: number}, size: number, palette: Palette}} picture
 * @returns {{svg: string, width: number, height: number}}
 */
export function writePicture({ width, title, notes, parts, axis, size, palette }) {
  const whole = width + 2 * MARGIN;
  /** @type {string[]} */
  const body = [];
  const say = (/** @type {string} */ text, /** @type {number} */ y, /** @type {number} */ font, /** @type {"ink" | "ink-2"} */ color, bold = false) =>
    body.push(`<text x="${MARGIN}" y="${round(y)}" font-size="${round(font)}" fill="${escape(palette[color])}"${bold ? ' font-weight="700"' : ""}>${escape(text)}</text>`);
  let y = MARGIN + size * 1.4;
  say(title, y, size * 1.5, "ink", true);
  y += size;
  for (const part of parts) {
    y += size * 1.6;
    say(part.title, y, size * 1.1, "ink", true);
    y += size * 1.4;
    say(part.summary, y, size, "ink-2");
    y += size * 0.6;
    body.push(`<g transform="translate(${MARGIN} ${round(y)})">${part.shapes.map((shape) => markup(shape, palette)).join("")}</g>`);
    y += part.height;
  }
  body.push(`<g transform="translate(${MARGIN} ${round(y)})">${axis.shapes.map((shape) => markup(shape, palette)).join("")}</g>`);
  y += axis.height + size;
  for (const note of notes) say(note, (y += size * 1.4), size * 0.9, "ink-2");
  const height = Math.ceil(y + MARGIN);
  const dots = `<defs><pattern id="io" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="${escape(palette["blocked-fill"])}"/><circle cx="3" cy="3" r="1.2" fill="${escape(palette["blocked-stroke"])}"/></pattern></defs>`;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="${height}" viewBox="0 0 ${whole} ${height}" font-family="${escape(palette.font)}">`;
  return { svg: `${head}${dots}<rect width="${whole}" height="${height}" fill="${escape(palette.bg)}"/>${body.join("")}</svg>`, width: whole, height };
}

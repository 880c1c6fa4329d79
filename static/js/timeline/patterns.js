/**
 * The textures that say why a worker is blocked, as strokes and dots on a tile. Pure: a tile is a list of shapes in CSS pixels;
 * draw-bars.js turns it into a canvas pattern, the legend may turn it into SVG.
 */

/**
 * line: a polyline stroked `width` wide; dot: a filled circle; rect: a filled rectangle.
 * @typedef {{type: "line", points: readonly (readonly [number, number])[], width: number}
 *   | {type: "dot", x: number, y: number, r: number}
 *   | {type: "rect", x: number, y: number, w: number, h: number}} Shape
 * @typedef {{width: number, height: number, shapes: readonly Shape[]}} Tile
 */

/**
 * Make a pattern's tile for a bar of height `h`, so that rows of dots and chevrons stand in its middle.
 * @param {string} name  a Mark's pattern
 * @param {number} period  px
 * @param {number} h  the bar's height, px
 * @param {number} coverage  share of the ground stripes cover
 * @returns {Tile}
 */
export function patternTile(name, period, h, coverage) {
  switch (name) {
    case "stripes":
      return stripes(period, coverage, 1);
    case "stripes-back":
      return stripes(period, coverage, -1);
    case "stripes-cross": {
      const up = stripes(period * 1.2, coverage * 0.5, 1);
      const down = stripes(period * 1.2, coverage * 0.5, -1);
      return { ...up, shapes: [...up.shapes, ...down.shapes] };
    }
    case "dots-sparse":
      return { width: period * 1.9, height: h, shapes: [{ type: "dot", x: period * 0.95, y: h / 2, r: Math.max(1.8, period * 0.25) }] };
    case "dots-dense":
      return denseDots(period, h);
    case "chevrons-right":
      return chevrons(period, h, 1);
    case "chevrons-left":
      return chevrons(period, h, -1);
    case "bars":
      return { width: period, height: h, shapes: [{ type: "rect", x: period * 0.3, y: 0, w: period * 0.4, h }] };
    case "bars-double": {
      const w = period * 0.24;
      return { width: period * 1.6, height: h, shapes: [{ type: "rect", x: period * 0.3, y: 0, w, h }, { type: "rect", x: period * 0.75, y: 0, w, h }] };
    }
    case "dashes":
      return { width: period * 1.6, height: h, shapes: [{ type: "rect", x: period * 0.3, y: h * 0.42, w: period, h: Math.max(1.5, h * 0.16) }] };
    default:
      return { width: period, height: h, shapes: [] };
  }
}

/**
 * Stripes at 45°: a square tile with a diagonal band and the corners that continue it.
 * @param {number} period
 * @param {number} coverage
 * @param {1 | -1} direction
 * @returns {Tile}
 */
function stripes(period, coverage, direction) {
  const size = period * Math.SQRT2;
  const width = period * coverage;
  const shapes = [-1, 0, 1].map((shift) => {
    const x = shift * size;
    const [from, to] = direction === 1 ? [size * 1.5, -size * 0.5] : [-size * 0.5, size * 1.5];
    return /** @type {Shape} */ ({ type: "line", points: [[x - size * 0.5, from], [x + size * 1.5, to]], width });
  });
  return { width: size, height: size, shapes };
}

/**
 * @param {number} period
 * @param {number} h
 * @returns {Tile}
 */
function denseDots(period, h) {
  const step = period * 0.8;
  const rows = Math.max(1, Math.floor(h / step));
  const r = Math.max(1.2, period * 0.17);
  const shapes = Array.from({ length: rows }, (_, row) => {
    const y = (h * (row + 0.5)) / rows;
    return /** @type {Shape} */ ({ type: "dot", x: row % 2 === 0 ? step * 0.25 : step * 0.75, y, r });
  });
  return { width: step, height: h, shapes };
}

/**
 * @param {number} period
 * @param {number} h
 * @param {1 | -1} direction
 * @returns {Tile}
 */
function chevrons(period, h, direction) {
  const width = period * 1.3;
  const tall = Math.min(h * 0.36, period * 0.62);
  const tip = width / 2 + direction * tall * 0.5;
  const tail = width / 2 - direction * tall * 0.5;
  const points = /** @type {const} */ ([[tail, h / 2 - tall], [tip, h / 2], [tail, h / 2 + tall]]);
  return { width, height: h, shapes: [{ type: "line", points, width: Math.max(1.8, period * 0.24) }] };
}

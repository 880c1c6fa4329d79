/**
 * What the canvas reads from CSS, so that colours and sizes live in `tokens.css` alone. The fallbacks are the light theme's.
 *
 * Colours:  --ls-bg --ls-lane --ls-grid --ls-ink --ls-ink-2 --ls-run --ls-run-text --ls-ready-fill --ls-ready-stroke --ls-ready-text
 *   --ls-blocked-fill --ls-blocked-stroke --ls-blocked-text --ls-alarm --ls-alarm-text --ls-resource --ls-resource-text --ls-done
 *   --ls-focus --ls-focus-text
 * Fonts:    --ls-font --ls-weight-strong --ls-label-size --ls-bar-text-size --ls-axis-text-size
 * Sizes:    --ls-lane-height --ls-resource-height --ls-label-width (0: names stand above their bars) --ls-axis-height
 *   --ls-outline-width --ls-arrow-width --ls-cursor-width --ls-hold-width --ls-pattern-period --ls-alarm-size --ls-lane-gap
 *   --ls-frame-radius
 * Numbers:  --ls-pattern-coverage (share of the ground a pattern covers)
 */

/**
 * @typedef {{bg: string, lane: string, grid: string, ink: string, ink2: string, run: string, runText: string, readyFill: string,
 *   readyStroke: string, readyText: string, blockedFill: string, blockedStroke: string, blockedText: string, alarm: string,
 *   alarmText: string, resource: string, resourceText: string, done: string, focus: string, focusText: string, font: string,
 *   weight: number, labelSize: number, barTextSize: number, axisTextSize: number, laneHeight: number, resourceHeight: number,
 *   labelWidth: number, axisHeight: number, outlineWidth: number, arrowWidth: number, cursorWidth: number, holdWidth: number,
 *   patternPeriod: number, alarmSize: number, laneGap: number, frameRadius: number, patternCoverage: number}} Tokens
 */

/** @type {Readonly<Tokens>} */
export const FALLBACK = Object.freeze({
  bg: "#FFFFFF", lane: "#F5F7FA", grid: "#D3DAE2", ink: "#16202B", ink2: "#46535F",
  run: "#00795A", runText: "#FFFFFF",
  readyFill: "#FFE9B8", readyStroke: "#8A5800", readyText: "#3D2600",
  blockedFill: "#E3DBF8", blockedStroke: "#6A4BC4", blockedText: "#2E1B66",
  alarm: "#9B0F1F", alarmText: "#FFFFFF",
  resource: "#33414E", resourceText: "#FFFFFF",
  done: "#6B7785", focus: "#0B5FB0", focusText: "#FFFFFF",
  font: "sans-serif", weight: 600,
  labelSize: 15, barTextSize: 13, axisTextSize: 13,
  laneHeight: 52, resourceHeight: 36, labelWidth: 168, axisHeight: 30,
  outlineWidth: 2, arrowWidth: 2.5, cursorWidth: 3, holdWidth: 5, patternPeriod: 9, alarmSize: 24, laneGap: 12, frameRadius: 10,
  patternCoverage: 0.55,
});

/** @type {Readonly<Record<string, string>>} */
const PROPERTY = { ink2: "--ls-ink-2", weight: "--ls-weight-strong" };

/** Tokens that grow with the reader's font. */
const TEXT = /** @type {const} */ (["labelSize", "barTextSize", "axisTextSize"]);
const ROOM = /** @type {const} */ (["laneHeight", "resourceHeight", "labelWidth", "axisHeight"]);

/** Spell a token's custom property: `blockedFill` is `--ls-blocked-fill`. @param {string} name @returns {string} */
export const propertyOf = (name) => PROPERTY[name] ?? `--ls-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Read the tokens. A length may be in px or in rem.
 * @param {(property: string) => string} read  gives a custom property's value, "" when it is not set
 * @param {{rem?: number, fontScale?: number}} [options]
 * @returns {Tokens}
 */
export function readTokens(read, { rem = 16, fontScale = 1 } = {}) {
  /** @type {Record<string, string | number>} */
  const values = {};
  for (const [name, fallback] of Object.entries(FALLBACK)) {
    const value = read(propertyOf(name)).trim();
    values[name] = typeof fallback === "string" ? value || fallback : lengthOf(value, fallback, rem);
  }
  const tokens = /** @type {Tokens} */ (values);
  for (const name of TEXT) tokens[name] *= fontScale;
  for (const name of ROOM) tokens[name] *= 1 + (fontScale - 1) * 0.8;
  if (read(propertyOf("holdWidth")).trim() === "") tokens.holdWidth = Math.max(4, Math.round(tokens.laneHeight * 0.085));
  if (read(propertyOf("laneGap")).trim() === "") tokens.laneGap = Math.round(tokens.laneHeight * 0.2);
  return tokens;
}

/**
 * @param {string} value
 * @param {number} fallback
 * @param {number} rem
 * @returns {number}
 */
function lengthOf(value, fallback, rem) {
  const number = Number.parseFloat(value);
  if (Number.isNaN(number)) return fallback;
  return /rem$/.test(value) ? number * rem : number;
}

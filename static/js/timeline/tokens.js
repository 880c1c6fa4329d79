/**
 * What the canvas reads from CSS, so that colours and sizes live in `tokens.css` alone. The fallbacks are the light theme's.
 *
 * Colours (per theme):
 *   --ls-bg --ls-lane --ls-grid --ls-ink --ls-ink2
 *   --ls-run --ls-run-text
 *   --ls-ready-fill --ls-ready-stroke --ls-ready-text
 *   --ls-blocked-fill --ls-blocked-stroke --ls-blocked-text
 *   --ls-alarm --ls-alarm-text
 *   --ls-resource --ls-resource-text
 *   --ls-done --ls-focus --ls-focus-text
 * Fonts:
 *   --ls-font (families)  --ls-font-code (families)  --ls-font-weight (of labels; 600)
 *   --ls-font-lane --ls-font-bar --ls-font-axis --ls-font-small (sizes)
 * Sizes (px):
 *   --ls-lane-height (of a thread's bar area)  --ls-resource-height  --ls-label-width  --ls-lane-gap  --ls-axis-height
 *   --ls-line (outlines)  --ls-arrow (arrow line)  --ls-cursor (cursor line)  --ls-hold (underline of a holder)
 *   --ls-pattern (period)  --ls-alarm-size (diamond)  --ls-frame-radius (of a process)
 * Numbers:
 *   --ls-pattern-cover (share of the ground a pattern covers, 0..1)
 */

/**
 * @typedef {{bg: string, lane: string, grid: string, ink: string, ink2: string, run: string, runText: string, readyFill: string,
 *   readyStroke: string, readyText: string, blockedFill: string, blockedStroke: string, blockedText: string, alarm: string,
 *   alarmText: string, resource: string, resourceText: string, done: string, focus: string, focusText: string, font: string,
 *   fontCode: string, fontWeight: number, fontLane: number, fontBar: number, fontAxis: number, fontSmall: number, laneHeight: number,
 *   resourceHeight: number, labelWidth: number, laneGap: number, axisHeight: number, line: number, arrow: number, cursor: number,
 *   hold: number, pattern: number, alarmSize: number, frameRadius: number, patternCover: number}} Tokens
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
  font: 'system-ui, "Noto Sans", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei", sans-serif',
  fontCode: "ui-monospace, monospace",
  fontWeight: 600,
  fontLane: 15, fontBar: 13, fontAxis: 12.5, fontSmall: 12.5,
  laneHeight: 46, resourceHeight: 30, labelWidth: 190, laneGap: 12, axisHeight: 34,
  line: 1.5, arrow: 2.5, cursor: 3, hold: 5, pattern: 10, alarmSize: 24, frameRadius: 10,
  patternCover: 0.5,
});

/** Spell a token's custom property: `blockedFill` is `--ls-blocked-fill`. @param {string} name @returns {string} */
export const propertyOf = (name) => `--ls-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Read the tokens. A length may be in px or in rem.
 * @param {(property: string) => string} read  gives a custom property's value, "" when it is not set
 * @param {{rem?: number, fontScale?: number}} [options]
 * @returns {Tokens}
 */
export function readTokens(read, { rem = 16, fontScale = 1 } = {}) {
  /** @type {Record<string, string | number>} */
  const tokens = {};
  for (const [name, fallback] of Object.entries(FALLBACK)) {
    const value = read(propertyOf(name)).trim();
    tokens[name] = typeof fallback === "string" ? value || fallback : length(value, fallback, rem);
  }
  for (const name of ["fontLane", "fontBar", "fontAxis", "fontSmall"]) tokens[name] = Number(tokens[name]) * fontScale;
  for (const name of ["laneHeight", "resourceHeight", "labelWidth", "axisHeight"]) tokens[name] = Number(tokens[name]) * (1 + (fontScale - 1) * 0.8);
  return /** @type {Tokens} */ (tokens);
}

/**
 * @param {string} value
 * @param {number} fallback
 * @param {number} rem
 * @returns {number}
 */
function length(value, fallback, rem) {
  const number = Number.parseFloat(value);
  if (Number.isNaN(number)) return fallback;
  return /rem$/.test(value) ? number * rem : number;
}

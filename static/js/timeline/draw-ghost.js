/** No run yet: the outlines of a timeline, so that one sees what is about to come. */

/** @typedef {import("./draw.js").View} View */

/** Lanes of [begin, end, height] as shares of the width and of the lane. */
const LANES = [
  [[0, 0.06, 1], [0.06, 0.22, 0.36], [0.22, 0.3, 1], [0.3, 0.62, 0.36], [0.62, 0.66, 0.62], [0.66, 0.78, 1]],
  [[0.03, 0.08, 0.62], [0.08, 0.12, 1], [0.12, 0.3, 0.36], [0.3, 0.36, 0.62], [0.36, 0.5, 1], [0.5, 0.86, 0.36]],
  [[0.05, 0.11, 0.62], [0.11, 0.14, 1], [0.14, 0.52, 0.36], [0.52, 0.56, 0.62], [0.56, 0.7, 1], [0.7, 0.92, 0.36]],
];

/** Draw the ghost. @param {View} view */
export function drawGhost({ context, layout, tokens, scale }) {
  const height = tokens.laneHeight;
  const step = height + tokens.laneGap + 10;
  const top = Math.max(layout.axisHeight + 8, (layout.height - LANES.length * step) / 2);
  context.strokeStyle = tokens.grid;
  context.lineWidth = tokens.outlineWidth;
  LANES.forEach((bars, index) => {
    const base = top + index * step + height;
    if (layout.mode !== "phone") {
      context.beginPath();
      context.roundRect(16, base - height / 2 - 6, Math.min(90, layout.left - 40), 12, 6);
      context.stroke();
    }
    for (const [begin = 0, end = 0, share = 0] of bars) {
      const x = scale.left + begin * scale.width;
      context.beginPath();
      context.roundRect(x + 1, base - height * share, (end - begin) * scale.width - 3, height * share, 2);
      context.stroke();
    }
    context.beginPath();
    context.moveTo(scale.left, base + 4);
    context.lineTo(scale.right, base + 4);
    context.stroke();
  });
}

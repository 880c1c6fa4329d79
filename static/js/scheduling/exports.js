/**
 * Takes the schedules along: a link, a picture (SVG, PNG), a table (CSV).
 */

import { save } from "../download.js";
import { writeCsv } from "./csv.js";
import { readPalette } from "./draw.js";
import { layOut, layOutAxis } from "./layout.js";
import { writeJobs } from "./notation.js";
import { writePicture } from "./picture.js";
import { ioTimeOf } from "./request.js";
import { frameOf } from "./stage.js";
import { figure, say } from "./words.js";

/**
 * @typedef {import("./steps.js").Answer} Answer
 * @typedef {import("../i18n.js").Messages} Messages
 * @typedef {{answers: readonly Answer[], titles: readonly string[], state: import("./state.js").State}} Taken
 */

const PICTURE_WIDTH = 1100;
const PIXELS_PER_PX = 2; // a PNG is shown large, and printed
const MEANS = /** @type {const} */ (["waiting", "turnaround", "response"]);

/**
 * Mount the buttons.
 * @param {{taken: () => Taken | undefined, messages: Messages, signal: AbortSignal, announce: (text: string) => void}} parts
 */
export function mountExports({ taken, messages, signal, announce }) {
  const on = (/** @type {string} */ id, /** @type {(what: Taken) => void | Promise<void>} */ act) => {
    document.getElementById(id)?.addEventListener("click", () => {
      const what = taken();
      if (what !== undefined) void act(what);
    }, { signal });
  };
  on("share", async () => {
    await navigator.clipboard?.writeText(location.href).catch(() => undefined); // the address bar has it too
    announce(messages.t("schedule.link.copied"));
  });
  on("export-svg", (what) => save(new Blob([pictureOf(what, messages).svg], { type: "image/svg+xml" }), "schedule.svg"));
  on("export-png", async (what) => save(await rasterise(pictureOf(what, messages)), "schedule.png"));
  on("export-csv", ({ answers, titles }) => save(new Blob([`\u{feff}${writeCsv(answers.map((answer, at) => ({ title: titles[at], answer })))}`], { type: "text/csv" }), "schedule.csv"));
}

/** @type {(what: Taken, messages: Messages) => ReturnType<typeof writePicture>} */
function pictureOf({ answers, titles, state }, messages) {
  const frame = frameOf(answers, PICTURE_WIDTH, messages);
  const parts = answers.map((answer, at) => ({
    title: titles[at],
    summary: MEANS.map((metric) => `${messages.t(`schedule.measure.${metric}`)} ${figure(answer.mean[metric], messages.language)}`).join(" · "),
    ...layOut(answer, frame),
  }));
  const rules = [...new Set(answers.flatMap((answer) => answer.rules.map((rule) => say("rule", rule, messages))))];
  const jobs = messages.t("schedule.picture.jobs", { jobs: writeJobs(state.rows, ioTimeOf(state)) });
  const seed = state.seed === "" ? [] : [messages.t("schedule.picture.seed", { seed: state.seed })];
  return writePicture({ width: PICTURE_WIDTH, title: messages.t("schedule.title"), notes: [...wrapped(jobs), ...seed, ...rules, "Lockstep"], parts, axis: layOutAxis(frame), size: frame.sizes.text, palette: readPalette() });
}

/** Break a long line at its commas. @type {(text: string) => string[]} */
function wrapped(text) {
  const lines = [""];
  for (const part of text.slice(0, 1200).split(/(?<=, )/)) {
    if (lines[lines.length - 1].length + part.length > 130) lines.push("");
    lines[lines.length - 1] += part;
  }
  return lines;
}

/** @type {(picture: {svg: string, width: number, height: number}) => Promise<Blob>} */
async function rasterise({ svg, width, height }) {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: width * PIXELS_PER_PX, height: height * PIXELS_PER_PX });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error("The picture is too large for this browser.")) : resolve(blob)), "image/png"));
}

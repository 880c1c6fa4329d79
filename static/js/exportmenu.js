// The dialog behind Export: the picture on the screen, and the run in every format that the server writes.

import { openDialog } from "./dialogs.js";
import { element } from "./dom.js";
import { fileName, save } from "./download.js";
import { askEmbedLink, snippetOf } from "./embedding.js";
import { pngOf, svgOf, wordsOf } from "./picture.js";
import { say } from "./toast.js";

/** What the server writes, in the order of the dialog: what keeps most comes first. */
export const FORMATS = Object.freeze(["html", "lockstep", "chrome", "perfetto", "csv", "json", "ndjson", "mermaid"]);

/**
 * The address of a run in a format.
 * @param {string} runId @param {string} format
 * @returns {string}
 */
export function exportAddress(runId, format) {
  return `/api/v1/runs/${encodeURIComponent(runId)}/export?format=${format}`;
}

/**
 * Open the dialog.
 * @param {{context: import("./commands.js").CommandContext, signal: AbortSignal, runId: string | null,
 *   view: () => import("./timeline/draw.js").View | undefined}} parts  runId: null where no server is
 */
export function openExport({ context, signal, runId, view }) {
  const { model, messages } = context;
  const { t } = messages;
  const { body, close } = openDialog({ title: t("export.title"), closeLabel: t("dialog.close"), className: "ls-dialog--export", signal });
  const take = (/** @type {"svg" | "png"} */ kind) => async () => {
    const shown = view();
    if (shown === undefined) return;
    const words = wordsOf(model, messages);
    const blob = kind === "svg" ? new Blob([svgOf(shown, words)], { type: "image/svg+xml" }) : await pngOf(shown, words);
    save(blob, fileName(model.meta?.program ?? "", `.${kind}`));
    close();
  };
  const pictures = /** @type {const} */ (["svg", "png"]).map((kind) => element("li", {}, choice("button", { type: "button", "data-export": kind, onclick: take(kind) }, kind, t)));
  const files = runId === null ? [] : FORMATS.map((format) => element("li", {}, choice("a", { href: exportAddress(runId, format), download: "", "data-export": format }, format, t)));
  if (runId !== null) files.push(element("li", {}, choice("button", { type: "button", "data-export": "embed", onclick: () => embed(context, runId, body) }, "embed", t)));
  body.append(
    element("h3", { class: "ls-export__part", text: t("export.picture") }),
    element("ul", { class: "ls-export" }, ...pictures),
    ...(files.length === 0 ? [] : [element("h3", { class: "ls-export__part", text: t("export.run") }), element("ul", { class: "ls-export" }, ...files)]),
  );
  /** @type {HTMLElement | null} */ (body.querySelector("[data-export]"))?.focus();
}

/**
 * Show the HTML that embeds the run, and copy it.
 * @param {import("./commands.js").CommandContext} context @param {string} runId @param {HTMLElement} body
 */
async function embed({ model, store, messages: { t } }, runId, body) {
  const url = await askEmbedLink(runId);
  if (url === null) return say(t("export.embed.refused"));
  const snippet = snippetOf(url, store.get(), model.meta?.program ?? "");
  body.querySelector(".ls-export__snippet")?.remove();
  const field = element("textarea", { class: "ls-export__snippet", readonly: true, rows: "3", "aria-label": t("export.embed"), spellcheck: "false" });
  field.value = snippet;
  body.append(field);
  field.select();
  try {
    await navigator.clipboard.writeText(snippet);
    say(t("export.embed.done"));
  } catch {
    say(t("export.embed.copy")); // browsers may refuse the clipboard; the field has the same words
  }
}

/** @type {(tag: "a" | "button", attributes: Record<string, any>, format: string, t: (key: string) => string) => HTMLElement} */
function choice(tag, attributes, format, t) {
  return element(tag, { class: "ls-export__choice", ...attributes },
    element("span", { class: "ls-export__name", text: t(`export.${format}`) }), element("span", { class: "ls-export__text", text: t(`export.${format}.text`) }));
}

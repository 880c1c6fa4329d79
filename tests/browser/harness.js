/** Mounts the timeline on its own and hands its parts to whoever drives the page. */

import { createMessages, catalogueLoader } from "../../static/js/i18n.js";
import { RunModel } from "../../static/js/model.js";
import { createStore } from "../../static/js/store.js";
import { mountTimeline } from "../../static/js/timeline/canvas.js";
import { decodeFrames } from "../../static/js/wire.js";

const options = new URLSearchParams(location.search);
document.documentElement.dataset.theme = options.get("theme") ?? "light";
document.documentElement.lang = options.get("language") ?? "en";
document.body.classList.toggle("ls-present", options.has("present"));

const messages = await createMessages({ language: options.get("language") ?? "en", load: catalogueLoader("/static/messages/") });
const model = new RunModel();
const recording = options.get("recording");
if (recording !== null) {
  const answer = await fetch(`/tests/recordings/${recording}.lockstep`);
  for (const frame of decodeFrames(await answer.arrayBuffer()).frames) model.apply(frame);
}
const store = createStore({ language: messages.language, follow: false, layout: options.has("present") ? "projector" : "auto" });
const timeline = mountTimeline(document.getElementById("timeline"), { model, store, messages });
Object.assign(window, { lockstep: { model, store, timeline, messages } });
document.body.dataset.ready = "yes";

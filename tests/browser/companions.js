/** Mounts the companions round a timeline and hands their parts to whoever drives the page. */

import { mountCompanions } from "../../static/js/companions.js";
import { catalogueLoader, createMessages } from "../../static/js/i18n.js";
import { OPEN_SOURCE } from "../../static/js/jump.js";
import { RunModel } from "../../static/js/model.js";
import { createStore } from "../../static/js/store.js";
import { mountTimeline } from "../../static/js/timeline/canvas.js";
import { mountUrl } from "../../static/js/url.js";
import { decodeFrames } from "../../static/js/wire.js";

const options = new URLSearchParams(location.search);
const language = options.get("language") ?? "en";
document.documentElement.dataset.theme = options.get("theme") ?? "light";
document.documentElement.lang = language;

const messages = await createMessages({ language, load: catalogueLoader("/static/messages/") });
const model = new RunModel();
const answer = await fetch(`/tests/recordings/${options.get("recording") ?? "ticket_office"}.lockstep`);
const { frames } = decodeFrames(await answer.arrayBuffer());
const until = Number(options.get("until") ?? frames.length);
for (const frame of frames.slice(0, until)) model.apply(frame);

const { signal } = new AbortController();
const store = createStore({ language, cursor: 60e6, t0: 0, t1: 150e6, fitted: true, follow: false });
const place = (id) => document.getElementById(id);
const parts = { model, store, messages, signal };
const timeline = mountTimeline(place("timeline"), parts);
/** Page commands that were run, in order. */
const ran = [];
/** Lines of source that were asked for. */
const opened = [];
/** What the live region said, in order: it keeps a sentence for two seconds only. */
const said = [];
new MutationObserver(() => said.push(place("announcer").textContent)).observe(place("announcer"), { childList: true, characterData: true, subtree: true });
document.addEventListener(OPEN_SOURCE, ({ detail }) => opened.push(`${detail.file.split("/").at(-1)}:${detail.line}`));
const actions = Object.fromEntries(["run", "toggle-inspector", "toggle-code", "toggle-events", "theme"].map((id) => [id, () => ran.push(id)]));
const companions = mountCompanions(
  { caption: place("caption"), legend: place("legend"), transport: place("transport"), inspector: place("inspector"), events: place("events"), announcer: place("announcer") },
  { ...parts, actions, lanes: timeline.laneOrder },
);
mountUrl({ store, signal });
const more = (count) => { for (const frame of frames.slice(until, until + count)) model.apply(frame); };
Object.assign(window, { lockstep: { model, store, messages, timeline, companions, ran, opened, said, more } });
document.body.dataset.ready = "yes";

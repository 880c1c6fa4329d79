/**
 * The page of the scenario language: the server writes it in one language, so the page is asked for anew when the reader turns to the other.
 */

import { markMounted, mountShell } from "./shell.js";

const { signal } = new AbortController();
const { messages } = await mountShell(signal);
messages.onChange(() => document.location.reload(), signal);
markMounted();

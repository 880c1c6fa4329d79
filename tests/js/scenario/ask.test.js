import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesFor } from "../helpers/messages.js";
import { ask, bodyOf, check, isRefusal, whyNot } from "../../../static/js/scenario/ask.js";

const ordered = { scenario: "lockstep: 1", parameters: {}, seed: null };
const answers = (status, body) => async () => ({ ok: status < 400, status, json: async () => body });

test("a seed that is not chosen is left out", () => {
  assert.deepEqual(bodyOf(ordered), { scenario: "lockstep: 1", parameters: {} });
  assert.equal(bodyOf({ ...ordered, seed: 3 }).seed, 3);
});

test("a scenario is checked and translated, or what is wrong with it is told", async () => {
  const { signal } = new AbortController();
  const asked = [];
  globalThis.fetch = async (path) => { asked.push(path); return { ok: true, status: 200, json: async () => ({ path }) }; };
  const { checked, program } = await check(ordered, signal);
  assert.deepEqual(asked, [checked.path, program.path]);
  assert.deepEqual(asked, ["/api/v1/scenarios/validate", "/api/v1/scenarios/source"]);
  globalThis.fetch = answers(422, { detail: "2 things", errors: [{ detail: "no verb", line: 3 }], error_count: 12 });
  const refused = await check(ordered, signal);
  assert.equal(isRefusal(refused), true);
  assert.deepEqual([refused.refusal.detail, refused.count, refused.errors[0].line], ["no verb", 12, 3]);
});

test("no answer, an answer of a new server, a refusal and an answer without JSON are told apart", async () => {
  const messages = messagesFor("zh-CN");
  const why = async () => whyNot(await ask("runs"), messages);
  globalThis.fetch = async () => { throw new TypeError("refused"); };
  assert.deepEqual(await why(), { text: messages.t("form.unreachable"), small: "" });
  globalThis.fetch = answers(401, {});
  assert.deepEqual(await why(), { text: messages.t("form.signed-out"), small: "" });
  globalThis.fetch = answers(429, { code: "too-many-runs", detail: "4 runs go on already." });
  assert.deepEqual(await why(), { text: messages.t("problem.too-many-runs"), small: "4 runs go on already." });
  globalThis.fetch = async () => ({ ok: false, status: 500, json: async () => { throw new SyntaxError("no JSON"); } });
  assert.deepEqual(await why(), { text: messages.t("form.failed", { detail: "500" }), small: "" });
});

test("who gave up asking gets no answer", async () => {
  const given = new AbortController();
  given.abort();
  globalThis.fetch = async () => { throw new DOMException("aborted", "AbortError"); };
  await assert.rejects(ask("runs", { signal: given.signal }));
});

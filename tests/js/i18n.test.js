import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage, createMessages, fill, lookUp } from "../../static/js/i18n.js";

const CATALOGUES = {
  en: { "runs.count": "{count} runs", "runs.count.one": "1 run", greeting: "Hello {name}" },
  "zh-CN": { "runs.count": "{count} 次运行", "runs.count.one": "1 次运行", greeting: "你好，{name}" },
};
const load = async (language) => CATALOGUES[language];

test("fill puts values into their gaps and leaves a gap without a value to be seen", () => {
  assert.equal(fill("{who} waits for {lock}", { who: "Anna" }), "Anna waits for {lock}");
});

test("a count of one takes the singular where the language has one", () => {
  assert.equal(lookUp(CATALOGUES.en, "en", "runs.count", { count: 1 }), "1 run");
  assert.equal(lookUp(CATALOGUES.en, "en", "runs.count", { count: 2 }), "2 runs");
  assert.equal(lookUp(CATALOGUES["zh-CN"], "zh-CN", "runs.count", { count: 1 }), "1 次运行");
});

test("a large count is grouped as the language does it", () => {
  assert.equal(lookUp(CATALOGUES.en, "en", "runs.count", { count: 1569 }), "1,569 runs");
  assert.equal(lookUp(CATALOGUES.en, "en", "runs.count", { count: 999 }), "999 runs");
});

test("a key that is missing shows itself", () => {
  assert.equal(lookUp(CATALOGUES.en, "en", "no.such.key"), "no.such.key");
});

test("the language is the first asked for that we have, else English", () => {
  assert.equal(chooseLanguage(["fr", "zh-TW", "en"]), "zh-CN");
  assert.equal(chooseLanguage(["fr"]), "en");
});

test("switching the language tells whoever listens, once, and not those who left", async () => {
  const messages = await createMessages({ language: "en", load });
  const heard = [];
  const gone = new AbortController();
  messages.onChange((language) => heard.push(language));
  messages.onChange(() => heard.push("gone"), gone.signal);
  gone.abort();
  await messages.setLanguage("zh-CN");
  await messages.setLanguage("zh-CN");
  assert.deepEqual(heard, ["zh-CN"]);
  assert.equal(messages.t("greeting", { name: "Anna" }), "你好，Anna");
});

test("a language whose texts do not load leaves the present one in place", async () => {
  const messages = await createMessages({ language: "en", load: async (language) => (language === "en" ? CATALOGUES.en : Promise.reject(new Error("offline"))) });
  await assert.rejects(messages.setLanguage("zh-CN"), /offline/);
  assert.equal(messages.language, "en");
  assert.equal(messages.t("runs.count", { count: 3 }), "3 runs");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { lookUp } from "../../static/js/i18n.js";
import { readProblem, sayRefusal } from "../../static/js/problems.js";
import { catalogues } from "./helpers/messages.js";

/** Messages in a language. */
const messagesIn = (language) => {
  const catalogue = catalogues()[language];
  return { has: (key) => key in catalogue, t: (key, params) => lookUp(catalogue, language, key, params) };
};

test("a problem names its field and says the most precise thing it knows", () => {
  const problem = { code: "over-limit", title: "Bad", detail: "The body is wrong", errors: [{ pointer: "#/limits/wall_ns", detail: "too long" }] };
  assert.deepEqual(readProblem(problem), { code: "over-limit", detail: "too long", field: "limits" });
  assert.deepEqual(readProblem({ title: "Bad" }), { code: "", detail: "Bad", field: "" });
  assert.deepEqual(readProblem({}, 502), { code: "", detail: "502", field: "" });
});

test("a refusal is said in the reader's language, what the server said is small print", () => {
  const refusal = { code: "too-many-runs", detail: "2 programs run already; stop one of them or wait until one has ended." };
  const said = sayRefusal(refusal, messagesIn("zh-CN"), "form.failed");
  assert.match(said.text, /^同时运行的程序太多/);
  assert.equal(said.small, refusal.detail);
});

test("nothing is said twice", () => {
  const messages = messagesIn("en");
  const detail = messages.t("problem.internal-error");
  assert.deepEqual(sayRefusal({ code: "internal-error", detail }, messages, "form.failed"), { text: detail, small: "" });
});

test("a code of a later version falls back on the server's words", () => {
  assert.deepEqual(sayRefusal({ code: "of-tomorrow", detail: "no" }, messagesIn("en"), "form.failed"), { text: "The run could not start: no", small: "" });
});

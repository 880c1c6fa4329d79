import assert from "node:assert/strict";
import { test } from "node:test";

import { snippetOf } from "../../static/js/embedding.js";
import { decode } from "../../static/js/url.js";
import { createStore } from "../../static/js/store.js";

test("the HTML shows what is on the screen, and a program's name stays a text", () => {
  const state = createStore({ theme: "dark", language: "zh-CN", cursor: 50, t0: 10, t1: 90, fitted: true, follow: false }).get();
  const snippet = snippetOf("http://127.0.0.1:8000/embed/abcd?key=1.x", state, 'a"><script>&.py');
  const [, source, title] = /^<iframe src="([^"]*)" title="([^"]*)" [^<>]*><\/iframe>$/.exec(snippet) ?? [];
  assert.equal(title, "a&quot;&gt;&lt;script&gt;&amp;.py · Lockstep");
  const url = new URL(source.replaceAll("&amp;", "&"));
  assert.deepEqual([...url.searchParams], [["key", "1.x"], ["theme", "dark"], ["lang", "zh-CN"]]);
  assert.deepEqual(decode(url.hash), { cursor: 50, t0: 10, t1: 90, fitted: true, follow: false });
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { optionsFor } from "../../static/js/apidocs.js";

test("the documentation asks only this server", () => {
  const element = { dataset: { openapi: "/openapi.json" } };
  const options = optionsFor(element);
  assert.equal(options.url, "/openapi.json");
  assert.equal(options.validatorUrl, null);
  assert.equal(options.domNode, element);
});

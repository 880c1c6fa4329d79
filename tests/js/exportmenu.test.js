import assert from "node:assert/strict";
import { test } from "node:test";
import { FORMATS, exportAddress } from "../../static/js/exportmenu.js";
import { catalogues } from "./helpers/messages.js";

test("every choice has its words in both languages", () => {
  for (const catalogue of Object.values(catalogues())) {
    for (const format of [...FORMATS, "svg", "png", "embed"]) assert.ok(`export.${format}` in catalogue && `export.${format}.text` in catalogue, format);
  }
});

test("a run is fetched from the server by its format", () => {
  assert.equal(exportAddress("ab12", "chrome"), "/api/v1/runs/ab12/export?format=chrome");
  assert.equal(exportAddress("a/b", "csv"), "/api/v1/runs/a%2Fb/export?format=csv");
});

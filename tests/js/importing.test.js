import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { fileAmong, importRun } from "../../static/js/importing.js";
import { catalogues } from "./helpers/messages.js";

const before = globalThis.fetch;
afterEach(() => { globalThis.fetch = before; });

test("a file goes to the server as it is, and becomes a run", async () => {
  let asked;
  globalThis.fetch = async (address, options) => {
    asked = [address, options];
    return { ok: true, status: 201, json: async () => ({ id: "ab12" }) };
  };
  const file = new Blob(["LS"]);
  assert.deepEqual(await importRun(file), { id: "ab12" });
  assert.deepEqual(asked, ["/api/v1/runs/import", { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file }]);
});

test("why a file was not taken is said, in words there are", async () => {
  const answers = [
    [async () => ({ ok: false, status: 422, json: async () => ({ code: "import-damaged", detail: "Frame 3 is damaged." }) }), { refusal: { code: "import-damaged", detail: "Frame 3 is damaged.", field: "" } }],
    [async () => ({ ok: false, status: 413, json: async () => { throw new SyntaxError("no JSON"); } }), { refusal: { code: "", detail: "413", field: "" } }],
    [async () => ({ ok: false, status: 401, json: async () => ({}) }), { key: "form.signed-out" }],
    [async () => { throw new TypeError("refused"); }, { key: "form.unreachable" }],
  ];
  for (const [fetch, found] of answers) {
    globalThis.fetch = fetch;
    assert.deepEqual(await importRun(new Blob([])), found);
    for (const catalogue of Object.values(catalogues())) assert.ok((found.key ?? "import.failed") in catalogue);
  }
});

test("of what was dropped, the first recording is opened", () => {
  assert.equal(fileAmong([{ name: "a.py" }, { name: "B.Lockstep" }, { name: "c.lockstep" }]).name, "B.Lockstep");
  assert.equal(fileAmong([{ name: "lockstep.txt" }]), undefined);
});

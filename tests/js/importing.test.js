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
    [async () => ({ ok: false, status: 422, json: async () => ({ detail: "Frame 3 is damaged." }) }), "import.failed", { detail: "Frame 3 is damaged." }],
    [async () => ({ ok: false, status: 413, json: async () => { throw new SyntaxError("no JSON"); } }), "import.failed", { detail: "413" }],
    [async () => ({ ok: false, status: 401, json: async () => ({}) }), "form.signed-out", {}],
    [async () => { throw new TypeError("refused"); }, "form.unreachable", {}],
  ];
  for (const [fetch, key, params] of answers) {
    globalThis.fetch = fetch;
    assert.deepEqual(await importRun(new Blob([])), { key, params });
    for (const catalogue of Object.values(catalogues())) assert.ok(key in catalogue);
  }
});

test("of what was dropped, the first recording is opened", () => {
  assert.equal(fileAmong([{ name: "a.py" }, { name: "B.Lockstep" }, { name: "c.lockstep" }]).name, "B.Lockstep");
  assert.equal(fileAmong([{ name: "lockstep.txt" }]), undefined);
});

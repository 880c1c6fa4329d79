import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf, rowsOf } from "../../../static/js/scenario/distribution.js";
import { messagesFor } from "../helpers/messages.js";

const VERDICTS = {
  runs: 4, passed: 2, failed: 1, unknown: 1, failed_seeds: [7], unknown_seeds: [8],
  expectations: [
    { number: 1, says: { message_id: "expect.final", parameters: { name: "till", comparison: "= 200" }, text: "" }, passed: 3, failed: 1, unknown: 0, measured: { count: 4, min: 180, median: 199.5, max: 200 }, texts: {}, failed_seeds: [7], unknown_seeds: [] },
    { number: 2, says: { message_id: "expect.finishes", parameters: {}, text: "" }, passed: 3, failed: 0, unknown: 1, measured: null, texts: { "killed": 1 }, failed_seeds: [], unknown_seeds: [8] },
  ],
};

test("a bar has a part for each outcome that there is, end to end", () => {
  assert.deepEqual(partsOf(VERDICTS), [
    { outcome: "passed", count: 2, from: 0, share: 50 }, { outcome: "failed", count: 1, from: 50, share: 25 }, { outcome: "unknown", count: 1, from: 75, share: 25 },
  ]);
  assert.deepEqual(partsOf({ passed: 3, failed: 0, unknown: 0 }).map(({ share }) => share), [100]);
  assert.deepEqual(partsOf({ passed: 0, failed: 0, unknown: 0 }), []);
});

test("there is a row for all together and one for each expectation, with counts, what was measured and the seeds", () => {
  const [all, final, finishes] = rowsOf(VERDICTS, messagesFor("en"));
  assert.deepEqual([all.says, all.counts, all.failedSeeds], ["All of it", "2 times true, once not, once unknown", [7]]);
  assert.deepEqual([final.says, final.measured], ["At the end, till = 200.", "measured: 180 to 200, 200 in the middle"]);
  assert.deepEqual([finishes.measured, finishes.unknownSeeds], ["“killed”: 1", [8]]);
  assert.equal(rowsOf(VERDICTS, messagesFor("zh-CN"))[1].counts, "成立 3 次，不成立 1 次");
});

test("what was the same each time is told once", () => {
  const one = { ...VERDICTS.expectations[0], measured: { count: 2, min: 0.25, median: 0.25, max: 0.25 } };
  assert.equal(rowsOf({ ...VERDICTS, expectations: [one] }, messagesFor("en"))[1].measured, "measured: 0.25 each time");
});

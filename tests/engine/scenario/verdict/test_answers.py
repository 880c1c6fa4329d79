"""What a verdict is made of."""

import json

from engine.scenario.verdict.answers import Outcome, worst
from tests.engine.scenario.verdict.court import Court


def test_one_failure_fails_all_and_else_one_unknown_leaves_all_unknown() -> None:
    passed, failed, unknown = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN

    assert [worst(these) for these in ([passed, unknown, failed], [unknown, passed], [passed], [])] == [failed, unknown, passed, passed]


def test_a_verdict_can_be_written_as_json() -> None:
    court = Court().mark(2, 5, "x").all_end(50)
    row = json.loads(json.dumps(court.verdict({"happens": "x", "is": 2, "because": "why not"}, {"finishes": True}).row()))
    first, second = row["expectations"]

    assert (row["verdict"], row["why"]) == ("failed", None)
    assert [(each["number"], each["pointer"]) for each in (first, second)] == [(1, "/expect/0"), (2, "/expect/1")]
    assert first["says"] == {
        "message_id": "expect.happens",
        "parameters": {"mark": "x", "comparison": "= 2"},
        "text": "How often “x” is marked: = 2.",
    }
    assert (first["measured"], first["seen"]["text"]) == (1, "How often: 1.")
    assert first["because"] == {"en": "why not", "zh-CN": "why not"}
    assert set(first["evidence"][0]) == {"text", "message", "worker", "worker_name", "time_ns", "line", "step"}
    assert second["evidence"][0]["message"]["message_id"] == "evidence.ended"

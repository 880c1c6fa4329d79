import json

from engine.export.json_export import write_json
from tests.engine.export.made import recording


def test_the_whole_run_is_one_document_in_words() -> None:
    document = json.loads("".join(write_json(recording())))

    assert document["meta"]["run"] == "r1"
    assert document["summary"]["status"] == "finished"
    assert [worker["name"] for worker in document["workers"]] == ["a.py", "MainThread", "B"]
    assert document["output"] == [{"time_ns": 1500, "worker": 2, "stream": 1, "text": "hello\n"}]
    blocked = next(span for span in document["spans"] if span["state"] == "blocked")
    assert (blocked["reason"], blocked["resource"], blocked["by"], blocked["known"], blocked["cpu"]) == ("lock", 1, 2, "measured", None)
    assert document["edges"][1]["kind"] == "wake"
    assert document["events"][3] == {"time_ns": 3000, "kind": "put", "worker": 2, "resource": 2, "value": 3, "text": "'item'"}
    assert document["locations"] == [{"id": 1, "file": "/a.py", "line": 7, "function": "work"}]


def test_a_run_that_breaks_off_is_a_whole_document_too() -> None:
    assert json.loads("".join(write_json(recording(is_whole=False))))["summary"]["status"] == "unknown"

import json
from collections import Counter

from engine.export.json_export import event_row, span_row
from engine.export.ndjson import write_ndjson
from engine.export.spans import spans_of
from tests.engine.export.made import EVENTS, SUMMARY, recording


def test_each_line_is_an_object_that_says_what_it_is() -> None:
    made = recording()
    rows = [json.loads(line) for line in write_ndjson(made)]

    assert Counter(row["type"] for row in rows) == {
        "run": 1, "worker": 3, "resource": 2, "location": 1, "span": 5, "edge": 2, "event": 4, "output": 1, "finding": 1, "summary": 1,
    }  # fmt: skip
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in write_ndjson(made))
    assert [row for row in rows if row["type"] == "event"] == [{"type": "event", **event_row(event, made)} for event in EVENTS]
    spans = list(spans_of(made.changes, end_ns=made.end_ns))
    assert [row for row in rows if row["type"] == "span"] == [{"type": "span", **span_row(span)} for span in spans]
    assert rows[0]["program"] == "a.py"
    assert rows[-1] == {"type": "summary", **SUMMARY}

from engine.events import State
from engine.export.spans import spans_of
from engine.wire import Change


def test_changes_become_spans_end_to_end() -> None:
    changes = [Change(0, 1, State.RUNNING), Change(10, 1, State.BLOCKED), Change(15, 2, State.READY), Change(30, 1, State.TERMINATED)]

    assert [(s.begin, s.end, s.change.worker, s.change.state) for s in spans_of(changes, end_ns=50)] == [
        (0, 10, 1, State.RUNNING),
        (10, 30, 1, State.BLOCKED),
        (15, 50, 2, State.READY),
    ]


def test_a_change_at_the_same_time_replaces_the_last() -> None:
    changes = [Change(0, 1, State.RUNNING), Change(10, 1, State.BLOCKED), Change(10, 1, State.READY), Change(20, 1, State.RUNNING)]

    assert [(s.begin, s.end, s.change.state) for s in spans_of(changes, end_ns=20)] == [(0, 10, State.RUNNING), (10, 20, State.READY)]

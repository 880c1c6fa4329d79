from engine.events import EdgeKind, Known, Reason, State
from engine.export.telling import TEXT, details_of, edge_title, facts_of, is_drawn, moments, readings, title_of
from engine.wire import Change, Edge
from tests.engine.export.made import CHANGES, recording


def test_a_slice_is_named_by_its_state_why_and_for_what() -> None:
    made = recording()

    assert [title_of(change, made) for change in CHANGES[1:4]] == ["running", "blocked: lock mutex", "ready: gil"]
    assert details_of(CHANGES[2], made) == {"known": "measured", "by": "MainThread", "at": "/a.py:7"}
    blocked = Change(0, 2, State.BLOCKED, Reason.JOIN, Known.INFERRED, cpu=1, target=3)
    assert details_of(blocked, made) == {"known": "inferred", "cpu": 1, "waits for": "B"}


def test_processes_and_the_terminated_have_no_slice() -> None:
    assert [is_drawn(change, recording()) for change in CHANGES] == [False, True, True, True, True, False]


def test_a_cause_is_named_with_what_it_went_through() -> None:
    assert edge_title(Edge(0, 1, EdgeKind.WAKE, 2, 3, resource=1), recording()) == "wake mutex"
    assert edge_title(Edge(0, 1, EdgeKind.START, 2, 3), recording()) == "start"


def test_depths_and_waiters_are_read_when_they_change() -> None:
    assert list(readings(recording())) == [(1500, "mutex (waiting)", 1, 1), (3000, "q (depth)", 1, 3)]


def test_findings_and_output_are_moments() -> None:
    made = recording()
    made.outputs.append((1600, 3, 2, "x" * 1000))

    assert list(moments(made)) == [
        (4000, 3, "finding", "deadlock", {"message": "Nobody moves."}),
        (1500, 2, "output", "output", {"text": "hello\n", "stream": "stdout"}),
        (1600, 3, "output", "output", {"text": "x" * TEXT, "stream": "stderr"}),
    ]


def test_a_trace_says_which_run_it_is() -> None:
    assert facts_of(recording()) == {"tool": "Lockstep", "program": "a.py", "kernel": "measured"}

"""Reading a run: frames in, the comparison out."""

import pytest

from engine.errors import ScheduleError
from engine.events import Known, Reason, State
from engine.export.recording import Recording
from engine.scheduling.real.assignment import read_assignment
from engine.scheduling.real.measured import measure, read_diary
from engine.wire import Change

MS = 1_000_000
RUN, READY, BLOCKED, GONE = State.RUNNING, State.READY, State.BLOCKED, State.TERMINATED
TEXT = "A unit of time is 100 ms of work; CPU 0 is the machine's CPU 3.\nat 0: A arrives.\nat 0: B arrives.\nat 0: A runs on CPU 0.\n"


def recording(changes: list[tuple[int, int, State]], *, known: Known = Known.MEASURED, last: str = "All jobs are done.\n") -> Recording:
    """Make the recording of two jobs (main threads 3 and 5), the first instant of whose schedule came at 50 ms."""
    made = Recording()
    for process, thread, name, pid in ((2, 3, "A", 12), (4, 5, "B", 13)):
        made.workers[process] = {"id": process, "kind": "process", "process": process, "name": name, "pid": pid, "tid": pid}
        made.workers[thread] = {"id": thread, "kind": "thread", "process": process, "name": "MainThread", "pid": pid, "tid": pid}
    made.changes = [Change(ms * MS, worker, state, Reason.NONE, known, cpu=3 if state is RUN else 255) for ms, worker, state in changes]
    made.outputs = [(50 * MS, 1, 1, TEXT), (150 * MS, 1, 1, "at 1: B runs on CPU 0.\n"), (400 * MS, 1, 1, last)]
    return made


ASSIGNMENT = read_assignment({"policy": "fcfs", "jobs": "A 0 1, B 0 2"})
GOOD = [
    (10, 3, RUN), (40, 3, READY), (10, 5, RUN), (30, 5, READY),  # before the first instant
    (55, 3, RUN), (100, 3, READY), (101, 3, RUN), (156, 3, BLOCKED),  # something else had the CPU for a moment
    (50, 5, READY), (160, 5, RUN), (365, 5, GONE), (156, 3, GONE),
]  # fmt: skip


def test_the_numbers_come_from_the_spans() -> None:
    body = measure(ASSIGNMENT, recording(sorted(GOOD)))
    measured = body["measured"]
    assert measured["gantt"] == [
        {"name": "A", "cpu": 0, "start": 0.05, "end": 1.06}, {"name": "B", "cpu": 0, "start": 1.1, "end": 3.15},
    ]  # fmt: skip
    assert [(job["burst"], job["waiting"]) for job in measured["jobs"]] == [(1.0, 0.06), (2.05, 1.1)]
    assert measured["jobs"][1]["turnaround"] == 3.15
    assert (measured["known"], measured["switches"], body["same_order"]) == ("measured", 1, True)
    assert body["difference"]["jobs"][1]["finish"] == 0.15
    assert body["difference"]["end"] == 0.15
    assert body["jitter"] == {"largest": 0.15, "mean": body["jitter"]["mean"], "work": 0.05}
    assert body["gantt"] == [{"name": "A", "cpu": 0, "start": 0, "end": 1}, {"name": "B", "cpu": 0, "start": 1, "end": 3}]


def test_another_order_is_told() -> None:
    changes = [(50, 3, READY), (50, 5, RUN), (250, 5, GONE), (255, 3, RUN), (355, 3, GONE)]
    body = measure(ASSIGNMENT, recording(changes))
    assert body["same_order"] is False
    assert body["difference"]["jobs"][0]["first_run"] == 2.05


def test_a_look_at_the_gate_is_no_bar() -> None:
    changes = sorted([*GOOD, (57, 5, RUN), (58, 5, READY)])
    assert measure(ASSIGNMENT, recording(changes))["same_order"]


def test_what_was_only_inferred_is_said() -> None:
    assert measure(ASSIGNMENT, recording(sorted(GOOD), known=Known.INFERRED))["measured"]["known"] == "inferred"


def test_a_run_that_did_not_end_cannot_be_compared() -> None:
    with pytest.raises(ScheduleError, match="the run ended before all jobs were done"):
        measure(ASSIGNMENT, recording(sorted(GOOD), last="at 2: B ends.\n"))
    lonely = recording(sorted(GOOD))
    del lonely.workers[5]
    with pytest.raises(ScheduleError, match="no process of B"):
        measure(ASSIGNMENT, lonely)


def test_the_diary_is_read_line_by_line() -> None:
    made = recording([])
    made.outputs.append((500, 1, 2, "at 7: not from stderr\n"))
    assert read_diary(made) == ({0.0: 50 * MS, 1.0: 150 * MS}, {3: 0}, 400 * MS)

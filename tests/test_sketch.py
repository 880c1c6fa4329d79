"""Drafts of sketches: time laid along columns, and what is written into each."""

from app.sketches import COLUMNS
from engine.events import Event, Kind, Reason, State
from engine.export.recording import Recording
from engine.export.spans import Span
from engine.wire import Change
from tests.sketch import choose_workers, lane_of, mark_of, ownership, places, stays_of, stretch


def span(begin: int, end: int, worker: int, state: State, reason: Reason = Reason.NONE) -> Span:
    return Span(begin, end, Change(begin, worker, state, reason))


RUN = [
    span(0, 100, 1, State.RUNNING),
    span(100, 102, 2, State.RUNNING),
    span(100, 400, 1, State.BLOCKED, Reason.SLEEP),
    span(102, 400, 2, State.BLOCKED, Reason.LOCK),
]


def lanes(*, even: float, begin: int = 0, end: int = 400) -> list[str]:
    where = places(RUN, [1, 2], begin=begin, end=end, even=even)
    return [lane_of(stays_of(RUN, worker), where) for worker in (1, 2)]


def test_with_even_time_an_instant_has_its_own_length() -> None:
    assert lanes(even=1) == ["#" * 10 + "." * 30, " " * 10 + "#" + "/" * 29]


def test_with_even_changes_a_short_step_has_as_much_room_as_a_long_one() -> None:
    first, second = lanes(even=0)
    assert len(first) == len(second) == COLUMNS
    assert abs(second.count("#") - second.count("/")) <= 1


def test_a_stretch_is_drawn_alone() -> None:
    assert lanes(even=1, begin=200, end=300) == ["." * COLUMNS, "/" * COLUMNS]
    assert stretch(RUN, "0.1,0.4") == (100_000_000, 400_000_000)
    assert stretch(RUN, None) == (0, 400)


def test_each_wait_has_its_mark() -> None:
    waits = {Reason.QUEUE_GET: ":", Reason.FUTURE: "|", Reason.PIPE: "~", Reason.RESUME: "-", Reason.SEMAPHORE: "/"}
    assert {reason: mark_of(span(0, 1, 1, State.BLOCKED, reason)) for reason in waits} == waits
    assert mark_of(span(0, 1, 1, State.READY)) == "="
    assert mark_of(span(0, 1, 1, State.NEW)) == " "


def test_a_lock_is_a_lane_of_its_owners() -> None:
    taken = [(0, Kind.ACQUIRE, 1), (200, Kind.RELEASE, 1), (200, Kind.ACQUIRE, 2), (400, Kind.RELEASE, 2)]
    recording = Recording(resources={7: {"name": "till"}}, events=[Event(time, kind, worker, 7) for time, kind, worker in taken])
    assert lane_of(ownership(recording, "till"), places(RUN, [1, 2], begin=0, end=400, even=1)) == "A" * 20 + "B" * 20


def test_strands_come_before_threads_and_the_first_of_a_name_is_meant() -> None:
    kinds = {1: "process", 2: "thread", 3: "task", 4: "task", 5: "task", 6: "task"}
    recording = Recording(workers={number: {"kind": kind, "name": kind} for number, kind in kinds.items()})
    spans = [span(time, time + 1, worker, State.RUNNING) for time in range(3) for worker in kinds]
    assert choose_workers(recording, spans, None) == [3, 4, 5, 6]
    assert choose_workers(recording, spans, "task,2") == [3, 2]

from typing import cast

from engine.events import ResourceKind, WorkerKind
from engine.tables import ResourceFacts, WorkerFacts
from engine.timeline.asked import MOST_OPEN, Call, Calls
from engine.timeline.resources import Resource
from engine.timeline.workers import Process, Thread

COUNTS = Resource(ResourceFacts(id=1, kind=ResourceKind.VALUE, name="counts"), time=0)


def thread(pid: int) -> Thread:
    process = Process(WorkerFacts(id=1, kind=WorkerKind.PROCESS, process=1, name="p", pid=pid), parent=0, time=0)
    return Thread(WorkerFacts(id=2, kind=WorkerKind.THREAD, process=1, name="t", pid=pid), process, parent=1, time=0)


def call(pid: int, text: int, time: int) -> Call:
    return Call(COUNTS, thread(pid), text, time, 0)


def test_the_oldest_call_of_those_words_by_that_process_is_taken() -> None:
    calls = Calls()
    calls.open.extend([call(100, 5, 1), call(200, 7, 2), call(200, 5, 3), call(200, 5, 4)])
    assert cast("Call", calls.take(COUNTS, 5, 200)).time == 3
    assert cast("Call", calls.take(COUNTS, 5, 200)).time == 4
    assert calls.take(COUNTS, 5, 200) is None


def test_where_the_process_is_not_known_any_will_do() -> None:
    calls = Calls()
    calls.open.append(call(100, 5, 1))
    assert calls.take(COUNTS, 5, 0) is not None


def test_calls_that_nobody_serves_are_forgotten_in_the_end() -> None:
    calls = Calls()
    for number in range(MOST_OPEN + 1):
        calls.open.append(call(100, number, number))
    assert calls.take(COUNTS, 0, 100) is None

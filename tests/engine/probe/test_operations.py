"""Operations built from smaller ones are reported as one."""

from pathlib import Path

from engine.probe.kinds import Kind, Outcome, Reason
from tests.engine.probe.bell import BELL
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_an_operation_that_does_not_block_reports_no_wait_and_nothing_inside_it(python: str, tmp_path: Path) -> None:
    source = "import threading\nthreading.Semaphore().acquire()\nevent = threading.Event()\nevent.set()\nevent.wait()\n"
    records = run_both(source, tmp_path, python=python)
    kinds = [
        record.kind for record in records if record.kind in (Kind.ACQUIRE, Kind.RELEASE, Kind.WAIT, Kind.WAIT_END, Kind.SET, Kind.NOTIFY)
    ]
    assert kinds == [Kind.ACQUIRE, Kind.SET, Kind.WAIT_END]


@each_python
def test_one_that_is_interrupted_ends_as_raised(python: str, tmp_path: Path) -> None:
    source = """
import queue, threading
def ring(*_):
    raise InterruptedError("ring")
signal.signal(signal.SIGALRM, ring)
items = queue.Queue()
ring_when_asleep()
for wait in (threading.Event().wait, threading.Semaphore(0).acquire, items.get, queue.SimpleQueue().get):
    try:
        wait()
    except InterruptedError as error:
        print(error)
ignore_bell()
"""
    records = of(run_both(BELL + source, tmp_path, python=python), Kind.WAIT, Kind.WAIT_END)
    assert [record.kind for record in records] == [Kind.WAIT, Kind.WAIT_END] * 4
    assert [record.reason for record in records[::2]] == [Reason.EVENT, Reason.SEMAPHORE, Reason.QUEUE_GET, Reason.QUEUE_GET]
    assert {record.flags for record in records[1::2]} == {Outcome.RAISED}


@each_python
def test_an_operation_inside_another_keeps_both_apart(python: str, tmp_path: Path) -> None:
    source = """
import queue, threading
inner = queue.Queue()
class Item:
    def __lt__(self, other):
        inner.put("compared")
        return True
outer = queue.PriorityQueue()
outer.put(Item())
outer.put(Item())
outer.get()
"""
    records = of(run_both(source, tmp_path, python=python), Kind.PUT, Kind.GET)
    outer = records[0].subject
    assert [(record.kind, record.value) for record in records if record.subject == outer] == [(Kind.PUT, 1), (Kind.PUT, 2), (Kind.GET, 1)]
    assert [record.value for record in records if record.subject != outer] == list(range(1, len(records) - 2))

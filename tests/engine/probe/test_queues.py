"""`queue.Queue`, `LifoQueue` and `PriorityQueue` under the probe."""

from pathlib import Path

from engine.probe.kinds import Definition, Flag, Kind, Outcome, Reason
from tests.engine.probe.helpers import each_python, of, run_both

OPERATIONS = (Kind.PUT, Kind.GET, Kind.WAIT, Kind.WAIT_END, Kind.TASK_DONE, Kind.CLOSE, Kind.ACQUIRE, Kind.RELEASE, Kind.NOTIFY)


@each_python
def test_puts_and_gets_carry_depth_and_item(python: str, tmp_path: Path) -> None:
    source = """
import queue
items = queue.Queue(3)
items.put(1)
items.put("two")
items.put_nowait([3])
print(items.get(), items.get(timeout=1), items.get_nowait(), items.qsize(), items.full(), items.empty())
"""
    records = run_both(source, tmp_path, python=python)
    found = [(record.kind, record.value, record.text) for record in of(records, *OPERATIONS)]
    assert found == [
        (Kind.PUT, 1, "1"),
        (Kind.PUT, 2, "'two'"),
        (Kind.PUT, 3, "[3]"),
        (Kind.GET, 2, "1"),
        (Kind.GET, 1, "'two'"),
        (Kind.GET, 0, "[3]"),
    ]
    definition = next(record for record in of(records, Kind.DEFINE) if record.flags == Definition.RESOURCE)
    assert definition.text.split("\x1f")[3] == "3"


@each_python
def test_full_and_empty_are_refused_or_time_out(python: str, tmp_path: Path) -> None:
    source = """
import queue
items = queue.Queue(1)
for attempt in (
    lambda: items.get_nowait(), lambda: items.get(timeout=0.01), lambda: items.put(1), lambda: items.put_nowait(2),
    lambda: items.put(2, timeout=0.01), lambda: items.put(2, timeout=-1), lambda: items.get(True, -1), lambda: items.get(False, -1),
):
    try:
        print(attempt())
    except Exception as error:
        print(repr(error))
"""
    found = [(record.kind, record.flags, record.reason) for record in of(run_both(source, tmp_path, python=python), *OPERATIONS)]
    assert found == [
        (Kind.WAIT_END, Outcome.REFUSED, Reason.QUEUE_GET),
        (Kind.WAIT, 0, Reason.QUEUE_GET),
        (Kind.WAIT_END, Outcome.TIMEOUT, Reason.QUEUE_GET),
        (Kind.PUT, 0, 0),
        (Kind.WAIT_END, Outcome.REFUSED, Reason.QUEUE_PUT),
        (Kind.WAIT, 0, Reason.QUEUE_PUT),
        (Kind.WAIT_END, Outcome.TIMEOUT, Reason.QUEUE_PUT),
        (Kind.GET, Flag.NONBLOCKING, 0),
    ]


@each_python
def test_many_threads_leave_depths_that_add_up(python: str, tmp_path: Path) -> None:
    source = """
import queue, threading
items = queue.Queue(2)
def produce():
    for number in range(50):
        items.put(number)
def consume():
    for _ in range(50):
        items.get()
        items.task_done()
threads = [threading.Thread(target=target) for target in (produce, produce, consume, consume)]
for thread in threads:
    thread.start()
items.join()
for thread in threads:
    thread.join()
"""
    records = of(run_both(source, tmp_path, python=python), Kind.PUT, Kind.GET)
    assert len(records) == 200
    depth = 0
    for record in records:
        depth += 1 if record.kind == Kind.PUT else -1
        assert record.value == depth


@each_python
def test_subclasses_that_override_the_inner_methods_work_and_are_seen_once(python: str, tmp_path: Path) -> None:
    source = """
import queue
class Mine(queue.Queue):
    def _init(self, maxsize):
        self.things = []
    def _qsize(self):
        return len(self.things)
    def _put(self, item):
        self.things.append(item)
    def _get(self):
        return self.things.pop()
class Deeper(queue.PriorityQueue):
    def _get(self):
        return super()._get()
    def put(self, item, block=True, timeout=None):
        super().put(item, block, timeout)
for items in (Mine(), Deeper(), queue.LifoQueue()):
    items.put(2)
    items.put(1)
    print(items.get(), items.get())
"""
    found = [(record.kind, record.value, record.text) for record in of(run_both(source, tmp_path, python=python), *OPERATIONS)]
    once = [(Kind.PUT, 1, "2"), (Kind.PUT, 2, "1"), (Kind.GET, 1, "1"), (Kind.GET, 0, "2")]
    assert found == once * 3


@each_python
def test_an_exception_from_inside_leaves_as_it_does_without_the_probe(python: str, tmp_path: Path) -> None:
    source = """
import queue, traceback
class Broken(queue.Queue):
    def _put(self, item):
        raise ZeroDivisionError("in _put")
    def _get(self):
        raise ZeroDivisionError("in _get")
    def _qsize(self):
        return 1
for attempt in (lambda: Broken().put(1), lambda: Broken().get(), lambda: Broken(1).get(False)):
    try:
        attempt()
    except ZeroDivisionError:
        traceback.print_exc()
items = queue.PriorityQueue()
items.put(object())
items.put(object())
"""
    assert not of(run_both(source, tmp_path, python=python), Kind.GET)


@each_python
def test_shutdown_closes(python: str, tmp_path: Path) -> None:
    source = """
import queue
items = queue.Queue()
items.put(1)
if hasattr(items, "shutdown"):
    items.shutdown()
    print(items.get())
    for attempt in (lambda: items.put(2), items.get):
        try:
            attempt()
        except queue.ShutDown as error:
            print(repr(error))
"""
    found = [record.kind for record in of(run_both(source, tmp_path, python=python), *OPERATIONS)]
    assert found in ([Kind.PUT], [Kind.PUT, Kind.CLOSE, Kind.GET, Kind.WAIT_END, Kind.WAIT_END])

"""`queue.SimpleQueue` under the probe."""

from pathlib import Path

from engine.probe.kinds import Flag, Kind, Outcome, Reason
from tests.engine.probe.helpers import each_python, of, run_both

OPERATIONS = (Kind.PUT, Kind.GET, Kind.WAIT, Kind.WAIT_END)


@each_python
def test_puts_gets_and_refusals(python: str, tmp_path: Path) -> None:
    source = """
import queue
items = queue.SimpleQueue()
items.put(1)
items.put_nowait("two")
print(items.get(), items.get_nowait())
for attempt in (lambda: items.get_nowait(), lambda: items.get(timeout=0.01), lambda: items.get(timeout=-1), lambda: items.get("x", "y")):
    try:
        attempt()
    except Exception as error:
        print(repr(error))
"""
    found = [
        (record.kind, record.flags, record.value, record.text) for record in of(run_both(source, tmp_path, python=python), *OPERATIONS)
    ]
    assert found[:7] == [
        (Kind.PUT, 0, 1, "1"),
        (Kind.PUT, 0, 2, "'two'"),
        (Kind.GET, 0, 1, "1"),
        (Kind.GET, Flag.NONBLOCKING, 0, "'two'"),
        (Kind.WAIT_END, Outcome.REFUSED, 0, ""),
        (Kind.WAIT, 0, 10_000_000, ""),
        (Kind.WAIT_END, Outcome.TIMEOUT, 0, ""),
    ]


@each_python
def test_it_looks_like_a_raw_one(python: str, tmp_path: Path) -> None:
    source = """
import pickle, queue, re, weakref, _queue
items = queue.SimpleQueue()
print(re.sub("0x[0-9a-f]+", "", repr(items)), type(items), queue.SimpleQueue, isinstance(items, _queue.SimpleQueue))
print(isinstance(items, queue.SimpleQueue), isinstance(_queue.SimpleQueue(), queue.SimpleQueue), weakref.ref(items)() is items)
for attempt in (lambda: pickle.dumps(items), lambda: queue.SimpleQueue(1), lambda: items.put(), lambda: items.get(1, 2, 3)):
    try:
        attempt()
    except TypeError as error:
        print("TypeError", error if "pickle" in str(error) or "no positional" in str(error) else "")
class Mine(queue.SimpleQueue):
    pass
mine = Mine()
mine.note = 1
mine.put(2)
print(mine.get(), isinstance(mine, queue.SimpleQueue), isinstance(items, Mine), queue.SimpleQueue[int])
"""
    run_both(source, tmp_path, python=python)


@each_python
def test_of_the_library_s_own_only_a_get_that_waits_is_told(python: str, tmp_path: Path) -> None:
    source = """
import concurrent.futures
with concurrent.futures.ThreadPoolExecutor(1) as pool:
    print(sum(pool.submit(int, "2").result() for _ in range(3)))
"""
    records = run_both(source, tmp_path, python=python)
    (pool,) = [record.subject for record in of(records, Kind.CREATE)]
    told = [record for record in records if record.tid != record.pid and record.reason == Reason.QUEUE_GET]
    assert {(record.kind, record.subject) for record in told} <= {(Kind.WAIT, pool), (Kind.WAIT_END, pool)}
    assert not of(records, Kind.PUT, Kind.GET)


@each_python
def test_a_module_imported_afresh_leaves_the_first_one_as_it_is(python: str, tmp_path: Path) -> None:
    source = """
import sys
import queue
from concurrent.futures import ThreadPoolExecutor
del sys.modules["queue"], sys.modules["_queue"]
import queue as fresh
print(fresh.Empty is queue.Empty)
for module in (queue, fresh):
    try:
        module.SimpleQueue().get_nowait()
    except module.Empty:
        print("empty")
with ThreadPoolExecutor(2) as pool:
    print(sorted(pool.map(abs, (-1, -2))))
"""
    run_both(source, tmp_path, python=python)

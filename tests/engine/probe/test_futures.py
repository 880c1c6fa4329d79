"""`concurrent.futures.Future` under the probe: waits, cancels, callbacks."""

from pathlib import Path

from engine.probe.kinds import Kind, Outcome, Reason, Until
from tests.engine.probe.helpers import Record, each_python, of, run_both
from tests.engine.probe.pool_records import labels, story, told

START = """
import concurrent.futures, threading, traceback
gate, begun = threading.Event(), threading.Event()
def hold():
    begun.set()
    gate.wait()
    return "held"
pool = concurrent.futures.ThreadPoolExecutor(1)
held = pool.submit(hold)
begun.wait()
"""
OPEN = """
def open_when(condition):
    while not condition():
        pass
    gate.set()
"""


def waits(records: list[Record]) -> list[tuple[Kind, str, int]]:
    names = labels(records)
    found = [r for r in of(records, Kind.WAIT, Kind.WAIT_END) if r.reason == Reason.FUTURE and r.tid == r.pid]
    return [(r.kind, names.get(r.subject, ""), r.line) for r in found]


@each_python
def test_who_asks_for_a_result_waits_for_the_job(python: str, tmp_path: Path) -> None:
    source = (
        START
        + OPEN
        + """
threading.Thread(target=open_when, args=(lambda: held._condition._waiters,)).start()
print(held.result(), held.result())
pool.shutdown()
"""
    )
    records = run_both(source, tmp_path, python=python)
    assert waits(records) == [(Kind.WAIT, "hold()", 18), (Kind.WAIT_END, "hold()", 18)]
    assert [r.flags for r in of(records, Kind.WAIT_END) if r.reason == Reason.FUTURE] == [Outcome.DONE]


@each_python
def test_a_wait_that_takes_too_long_ends_so(python: str, tmp_path: Path) -> None:
    source = (
        START
        + """
for ask in (held.result, held.exception):
    try:
        ask(timeout=0.01)
    except concurrent.futures.TimeoutError as error:
        print(type(error), [frame.name for frame in traceback.extract_tb(error.__traceback__)])
gate.set()
pool.shutdown()
"""
    )
    records = run_both(source, tmp_path, python=python)
    ends = [r for r in of(records, Kind.WAIT_END) if r.reason == Reason.FUTURE]
    assert [r.flags for r in ends] == [Outcome.TIMEOUT] * 2
    assert [r.value for r in of(records, Kind.WAIT) if r.reason == Reason.FUTURE] == [10_000_000] * 2


@each_python
def test_wait_and_as_completed_wait_for_the_one_job_or_for_several(python: str, tmp_path: Path) -> None:
    source = (
        START
        + OPEN
        + """
more = pool.submit(str, 1)
threading.Thread(target=open_when, args=(lambda: held._waiters,)).start()
print(sorted(len(part) for part in concurrent.futures.wait([held, more])))
gate.clear()
held = pool.submit(hold)
threading.Thread(target=open_when, args=(lambda: held._waiters,)).start()
print([future.result() for future in concurrent.futures.as_completed([held])])
pool.shutdown()
"""
    )
    records = run_both(source, tmp_path, python=python)
    names = labels(records)
    among = of(records, Kind.AMONG)
    assert [(names.get(record.value), Until(record.flags)) for record in among] == [("hold()", Until.ALL), ("str(1)", Until.ALL)]
    assert {record.subject for record in among} == {record.subject for record in of(records, Kind.WAIT) if record.line == 19}
    assert waits(records) == [
        (Kind.WAIT, "?", 19),
        (Kind.WAIT_END, "?", 19),
        (Kind.WAIT, "hold()", 23),
        (Kind.WAIT_END, "hold()", 23),
    ]


@each_python
def test_a_job_can_be_cancelled_until_it_begins(python: str, tmp_path: Path) -> None:
    source = (
        START
        + """
late = pool.submit(print, "never")
print(held.cancel(), late.cancel(), late.cancel(), late.cancelled())
gate.set()
pool.shutdown()
"""
    )
    records = run_both(source, tmp_path, python=python)
    assert story(records, "print('never')") == [Kind.SUBMIT, Kind.WITHDRAW]
    assert [one.line for one in told(records, Kind.WITHDRAW)] == [13]


@each_python
def test_a_callback_is_told_of_by_the_thread_that_runs_it(python: str, tmp_path: Path) -> None:
    source = (
        START
        + """
def tell(future):
    print(future.result(), threading.current_thread() is threading.main_thread())
def fail(future):
    raise ValueError("in a callback")
held.add_done_callback(tell)
gate.set()
pool.shutdown()
held.add_done_callback(tell)
import logging
logging.getLogger("concurrent.futures").handlers.append(logging.StreamHandler())
held.add_done_callback(fail)
"""
    )
    records = run_both(source.replace("held.add_done_callback(fail)", ""), tmp_path, python=python)
    first, second = told(records, Kind.CALLBACK)
    assert (first.label, first.text, first.line) == ("hold()", "tell", 12)
    assert first.tid != first.pid  # the worker that had the result
    assert second.tid == second.pid  # there already: whoever adds it runs it


@each_python
def test_an_exception_in_a_callback_shows_no_frame_of_ours(python: str, tmp_path: Path) -> None:
    source = (
        START
        + """
import logging, sys
class Frames(logging.Handler):
    def emit(self, record):
        print([frame.name for frame in traceback.extract_tb(record.exc_info[2])])
logging.getLogger("concurrent.futures").addHandler(Frames())
def fail(future):
    raise ValueError("in a callback")
held.add_done_callback(fail)
gate.set()
pool.shutdown()
"""
    )
    assert len(told(run_both(source, tmp_path, python=python), Kind.CALLBACK)) == 1


@each_python
def test_a_future_of_the_program_s_own_is_a_job_without_a_pool(python: str, tmp_path: Path) -> None:
    source = """
import concurrent.futures, threading
mine = concurrent.futures.Future()
def fill():
    while not mine._condition._waiters:
        pass
    mine.set_result(3)
threading.Thread(target=fill).start()
print(mine.result())
try:
    mine.set_result(4)
except concurrent.futures.InvalidStateError as error:
    print("too late")
"""
    records = run_both(source, tmp_path, python=python)
    assert waits(records) == [(Kind.WAIT, "Future", 9), (Kind.WAIT_END, "Future", 9)]
    assert [(one.kind, one.text) for one in told(records)] == [(Kind.RESULT, "3")]


@each_python
def test_waiting_leaves_nothing_for_the_garbage_collector(python: str, tmp_path: Path) -> None:
    source = """
import concurrent.futures, gc
with concurrent.futures.ThreadPoolExecutor(1) as pool:
    done = [pool.submit(str, number) for number in range(3)]
    concurrent.futures.wait(done)
    list(concurrent.futures.as_completed(done))
    gc.collect()
    gc.disable()
    for _ in range(5):
        concurrent.futures.wait([pool.submit(str, 1)])
        list(concurrent.futures.as_completed([pool.submit(str, 1)]))
    print(gc.collect() < 5)
"""
    run_both(source, tmp_path, python=python)

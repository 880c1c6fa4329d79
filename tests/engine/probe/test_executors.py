"""`ThreadPoolExecutor` and `ProcessPoolExecutor` under the probe."""

from pathlib import Path

from engine.probe.kinds import Definition, Kind, Outcome, Reason, ResourceKind
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.pool_records import definitions, story, told

THREADS = """
import concurrent.futures, threading
def square(number):
    return number * number
def fail():
    raise KeyError("none")
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    print(pool.submit(square, 3).result())
    print(type(pool.submit(fail).exception()))
    print(list(pool.map(square, [1, 2])))
"""
PROCESSES = """
import concurrent.futures, multiprocessing, sys
def square(number, *, plus=0):
    return number * number + plus
def fail():
    raise KeyError("none")
if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        print(pool.submit(square, 3, plus=1).result())
        print(type(pool.submit(fail).exception()))
        print(list(pool.map(square, range(5), chunksize=2)))
"""


@each_python
def test_a_thread_begins_and_ends_the_job_that_was_submitted(python: str, tmp_path: Path) -> None:
    records = run_both(THREADS, tmp_path, python=python)
    assert story(records, "square(3)") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.RESULT]
    submit, begin, result = (one for one in told(records) if one.label == "square(3)")
    assert (submit.tid, submit.line) == (submit.pid, 8)
    assert begin.tid == result.tid != submit.tid
    assert (result.text, result.flags) == ("9", Outcome.DONE)
    (failed,) = [one for one in told(records, Kind.RESULT) if one.label == "fail()"]
    assert (failed.text, failed.flags) == ("KeyError", Outcome.RAISED)
    assert {one.line for one in told(records, Kind.SUBMIT)} == {8, 9, 10}


@each_python
def test_a_pool_is_a_resource_with_its_workers_as_capacity_and_is_closed(python: str, tmp_path: Path) -> None:
    records = run_both(THREADS, tmp_path, python=python)
    (pool,) = [r for r in records if r.kind is Kind.DEFINE and r.flags == Definition.RESOURCE]
    kind, name, key, capacity, _ = pool.text.split("\x1f")
    assert (int(kind), name, key, capacity) == (ResourceKind.POOL, "", "", "2")
    assert {int(fields[0]) for fields in definitions(records).values()} == {pool.subject}
    assert [record.subject for record in of(records, Kind.CLOSE)] == [pool.subject]


def check_processes(python: str, folder: Path, method: str) -> None:
    records = run_both(PROCESSES, folder, method, python=python)
    assert story(records, "square(3, plus=1)") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END, Kind.RESULT]
    submit, begin, end, result = (one for one in told(records) if one.label == "square(3, plus=1)")
    assert begin.pid == end.pid != submit.pid == result.pid
    assert result.tid != submit.tid  # the pool's own thread has it
    assert (end.text, result.text) == ("10", "10")
    (failed,) = [one for one in told(records, Kind.JOB_END) if one.label == "fail()"]
    assert (failed.text, failed.flags) == ("KeyError", Outcome.RAISED)
    chunks = [fields for fields in definitions(records).values() if fields[1].startswith("square[")]
    assert [(fields[1], fields[2]) for fields in chunks] == [("square[2]", "2"), ("square[2]", "2"), ("square[1]", "1")]
    assert not of(records, Kind.SEND, Kind.RECV, Kind.PUT, Kind.GET)  # what the library does inside


@each_python
def test_a_process_tells_which_job_it_has_by_fork(python: str, tmp_path: Path) -> None:
    check_processes(python, tmp_path, "fork")


@each_python
def test_a_process_tells_which_job_it_has_by_spawn(python: str, tmp_path: Path) -> None:
    check_processes(python, tmp_path, "spawn")


@each_python
def test_an_idle_process_waits_for_the_pool(python: str, tmp_path: Path) -> None:
    records = run_both(PROCESSES, tmp_path, "fork", python=python)
    (pool,) = {int(fields[0]) for fields in definitions(records).values()}
    waits = [r for r in of(records, Kind.WAIT) if r.reason == Reason.QUEUE_GET and r.subject]
    assert waits
    assert {record.subject for record in waits} == {pool}


@each_python
def test_what_inspects_an_executor_sees_nothing_of_ours(python: str, tmp_path: Path) -> None:
    source = """
import concurrent.futures, inspect, pickle, traceback
Executor = concurrent.futures.ThreadPoolExecutor
print(inspect.signature(Executor), inspect.signature(Executor.submit), inspect.signature(Executor.shutdown), Executor.submit.__qualname__)
class Mine(Executor):
    def submit(self, fn, /, *args):
        return super().submit(fn, *args)
def fail():
    return 1 / 0
with Mine(max_workers=1, thread_name_prefix="mine") as pool:
    future = pool.submit(fail)
    try:
        future.result()
    except ZeroDivisionError as error:
        print([frame.name for frame in traceback.extract_tb(error.__traceback__)])
    print(repr(future).partition(" at ")[0])
for wrong in (lambda: Executor(0), lambda: Executor(1, initializer=3), lambda: pool.submit(fail)):
    try:
        wrong()
    except Exception as error:
        print(type(error), error, [frame.name for frame in traceback.extract_tb(error.__traceback__)])
"""
    run_both(source, tmp_path, python=python)

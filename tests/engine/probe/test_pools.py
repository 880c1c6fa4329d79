"""`multiprocessing.Pool` under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind, Reason
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.pool_records import definitions, story, told

PROGRAM = """
import multiprocessing
if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(sorted(pool.imap_unordered(abs, range(5))))
"""


@each_python
def test_a_pool_waits_for_its_workers_to_let_go(python: str, tmp_path: Path) -> None:
    records = run_both(PROGRAM, tmp_path, python=python)
    main = min(record.pid for record in records)
    mine = [record for record in of(records, Kind.WAIT, Kind.WAIT_END) if record.tid == main and record.reason == Reason.UNKNOWN]
    assert [(record.kind, record.subject) for record in mine[-2:]] == [(Kind.WAIT, 0), (Kind.WAIT_END, 0)]


WAYS = """
import multiprocessing, sys
def square(number):
    return number * number
if __name__ == "__main__":
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        print(pool.apply_async(square, (3,)).get(), pool.map(square, range(3)), list(pool.imap(square, [7])))
"""


def check(python: str, folder: Path, method: str) -> None:
    records = run_both(WAYS, folder, method, python=python)
    assert story(records, "square(3)") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END, Kind.RESULT]
    assert story(records, "square[0]") == story(records, "square(7)") == [Kind.SUBMIT, Kind.JOB_BEGIN, Kind.JOB_END]
    submit, begin, end, result = (one for one in told(records) if one.label == "square(3)")
    assert begin.pid == end.pid != submit.pid == result.pid
    assert (end.text, result.text) == ("9", "9")
    assert {one.label for one in told(records)} == {
        "square(3)",
        "square[0]",
        "square[1]",
        "square[2]",
        "map(square)",
        "square(7)",
        "imap(square)",
    }
    assert not of(records, Kind.SEND, Kind.RECV, Kind.PUT, Kind.GET)


@each_python
def test_a_process_tells_which_job_it_has_by_fork(python: str, tmp_path: Path) -> None:
    check(python, tmp_path, "fork")


@each_python
def test_a_process_tells_which_job_it_has_by_spawn(python: str, tmp_path: Path) -> None:
    check(python, tmp_path, "spawn")


@each_python
def test_idle_workers_wait_for_the_pool(python: str, tmp_path: Path) -> None:
    records = run_both(WAYS, tmp_path, "fork", python=python)
    (pool,) = {int(fields[0]) for fields in definitions(records).values()}
    assert {r.subject for r in of(records, Kind.WAIT) if r.reason == Reason.QUEUE_GET and r.subject} == {pool}

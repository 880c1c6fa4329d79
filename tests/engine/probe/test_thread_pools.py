"""`multiprocessing.pool.ThreadPool` under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind, Reason
from tests.engine.probe.helpers import each_python, of, run_both
from tests.engine.probe.pool_records import definitions, told

PROGRAM = """
import queue, threading
from multiprocessing.pool import ThreadPool
with ThreadPool(1, initializer=print, initargs=("hello",)) as pool:
    print(pool.apply(abs, (-3,)))
    print(type(pool._inqueue), isinstance(pool._inqueue, queue.SimpleQueue), pool._inqueue.empty(), pool._outqueue.qsize())
    pool.close()
    pool.join()
"""


@each_python
def test_a_worker_is_idle_until_it_takes_a_job_and_says_what_it_made_of_it(python: str, tmp_path: Path) -> None:
    records = run_both(PROGRAM, tmp_path, python=python)
    (pool,) = {int(fields[0]) for fields in definitions(records).values()}
    begin, end = told(records, Kind.JOB_BEGIN, Kind.JOB_END)
    assert (begin.label, begin.tid, end.text) == ("abs(-3)", end.tid, "3")
    waits = [r for r in of(records, Kind.WAIT) if r.reason == Reason.QUEUE_GET and r.subject]
    assert {r.subject for r in waits} <= {pool}
    assert [r.subject for r in of(records, Kind.CLOSE)] == [pool, pool]  # by close and, on leaving the block, by terminate

"""`multiprocessing.Pool` under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind, Reason
from tests.engine.probe.helpers import each_python, of, run_both

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

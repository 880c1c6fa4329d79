"""Records of an instant that is past."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.family import tell
from tests.engine.probe.helpers import of, read, run
from tests.engine.probe.watching import watch

FULL = """
import sys
from time import monotonic_ns
recorder = sys.modules["_lockstep_probe.recorder"]
emit_at = __import__("_lockstep_probe.moments", fromlist=["moments"]).emit_at
print(monotonic_ns())
for number in range(5000):
    emit_at(1000 + number, 38, 1, 0, 0, 0)
"""


def test_a_record_may_be_of_an_earlier_instant(tmp_path: Path) -> None:
    result = run(FULL, tmp_path)
    assert result.returncode == 0, result.stderr
    cleared = [record for record in read(tmp_path) if record.kind == Kind.CLEAR]
    assert len(cleared) == 5000, "a segment that is full is no reason to lose one"
    assert [record.time for record in cleared] == list(range(1000, 6000)), "nor to say when it was told instead"


def test_where_data_is_watched_too(tmp_path: Path) -> None:
    records = of(watch("import os\nx = 1\nif not os.fork(): os._exit(0)\nos.wait()\n", tmp_path), Kind.START, Kind.PROCESS_BEGIN)
    assert [record.kind for record in sorted(records, key=lambda record: record.time)][1:] == [Kind.START, Kind.PROCESS_BEGIN]


def test_a_fork_is_earlier_than_its_child(tmp_path: Path) -> None:
    told = tell("if not os.fork(): os._exit(0)\nos.wait()\n", tmp_path)
    (child,) = told.children()
    assert told.some(Kind.START)[0].time < told.births[child].time

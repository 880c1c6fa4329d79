"""`input` under the probe."""

import subprocess
from pathlib import Path

from engine.probe.kinds import Kind, Outcome, Reason
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_asking_at_the_end_of_the_input_is_a_wait_that_raises_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import traceback
try:
    input("who? ")
except EOFError:
    traceback.print_exc()
print(repr(input), input.__name__)
try:
    input(1, 2)
except TypeError:
    traceback.print_exc()
"""
    records = of(run_both(source, tmp_path, python=python, stdin=subprocess.DEVNULL), Kind.WAIT, Kind.WAIT_END)
    assert [(record.kind, record.reason, record.line) for record in records[:2]] == [
        (Kind.WAIT, Reason.IO, 4),
        (Kind.WAIT_END, Reason.IO, 4),
    ]
    assert records[1].flags & 255 == Outcome.RAISED

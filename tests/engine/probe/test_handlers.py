"""`signal.signal` under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_a_handler_of_the_programs_is_recorded_and_works_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import inspect, os, signal, traceback
print(inspect.signature(signal.signal), signal.signal.__name__, signal.signal.__module__)
print(signal.signal(signal.SIGUSR1, lambda *_: print("rung")))
signal.signal(signal.SIGUSR2, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
try:
    signal.signal(signal.SIGKILL, print)
except OSError:
    traceback.print_exc()
"""
    (record,) = of(run_both(source, tmp_path, python=python), Kind.HANDLE)
    assert (record.value, record.line) == (10, 4)

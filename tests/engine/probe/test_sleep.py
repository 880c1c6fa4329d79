"""`time.sleep` under the probe."""

from pathlib import Path

from engine.probe.kinds import Kind, Outcome, Reason
from tests.engine.probe.bell import BELL
from tests.engine.probe.helpers import each_python, of, run_both


@each_python
def test_a_sleep_is_a_wait_with_its_duration_and_line(python: str, tmp_path: Path) -> None:
    records = of(run_both("from time import sleep\nsleep(0.01)\nsleep(0)\n", tmp_path, python=python), Kind.WAIT, Kind.WAIT_END)
    assert [(record.kind, record.reason, record.line) for record in records] == [
        (Kind.WAIT, Reason.SLEEP, 2),
        (Kind.WAIT_END, Reason.SLEEP, 2),
        (Kind.WAIT, Reason.SLEEP, 3),
        (Kind.WAIT_END, Reason.SLEEP, 3),
    ]
    assert records[0].value == 10_000_000
    assert records[1].time - records[0].time >= 10_000_000


@each_python
def test_wrong_arguments_fail_as_ever(python: str, tmp_path: Path) -> None:
    source = """
import time, traceback
for arguments in ((-1,), ("x",), (), (1, 2)):
    try:
        time.sleep(*arguments)
    except (TypeError, ValueError):
        traceback.print_exc()
"""
    assert not of(run_both(source, tmp_path, python=python), Kind.WAIT)


@each_python
def test_an_exception_from_a_signal_handler_ends_it_as_raised(python: str, tmp_path: Path) -> None:
    source = """
import time
def ring(*_):
    ignore_bell()
    raise RuntimeError("ring")
signal.signal(signal.SIGALRM, ring)
ring_when_asleep()
time.sleep(60)
"""
    records = of(run_both(BELL + source, tmp_path, python=python), Kind.WAIT_END, Kind.EXCEPTION)
    assert [record.kind for record in records] == [Kind.WAIT_END, Kind.EXCEPTION]
    assert records[0].flags == Outcome.RAISED


@each_python
def test_it_is_not_bound_pickles_and_shows_as_the_function_it_stands_for(python: str, tmp_path: Path) -> None:
    source = """
import pickle, time
class Clock:
    sleep = time.sleep
Clock().sleep(0)
print(time.sleep, time.sleep.__name__, time.sleep.__module__, pickle.loads(pickle.dumps(time.sleep)) is time.sleep, callable(time.sleep))
print(time.sleep.__doc__[:20], time.sleep.__self__)
"""
    run_both(source, tmp_path, python=python)

"""A program that watches its own run sees what it would see without us."""

from pathlib import Path

import pytest

from engine.probe import watchers
from engine.probe.kinds import Kind, Turn
from engine.probe.watchers import Shield
from tests.engine.probe.helpers import each_python, of, run_both

WORK = """
import os, sys, threading
lock, event = threading.Lock(), threading.Event()
def work():
    with lock:
        print("hi")
    os.getpid()
    os.close(os.open("/dev/null", os.O_RDONLY))
    event.set()
"""
TRACED = """
def note(frame, event, argument):
    events.append((event, frame.f_code.co_qualname))
    return note
for set_it, get in ((sys.settrace, sys.gettrace), (sys.setprofile, sys.getprofile)):
    events = []
    print(get())
    set_it(note)
    work()
    print(get() is note)
    set_it(None)
    print(get())
    for event in events:
        print(*event)
"""
AUDITED = """
def hear(event, arguments):
    print("heard of", event)
sys.addaudithook(hear)
work()
"""


@each_python
def test_a_trace_and_a_profile_function_see_the_same_events(python: str, tmp_path: Path) -> None:
    assert of(run_both(WORK + TRACED, tmp_path, python=python), Kind.ACQUIRE)


@each_python
def test_an_audit_hook_hears_of_the_same_events_and_may_print(python: str, tmp_path: Path) -> None:
    assert of(run_both(WORK + AUDITED, tmp_path, python=python), Kind.ACQUIRE)


@each_python
def test_what_these_functions_raise_shows_no_frame_of_ours(python: str, tmp_path: Path) -> None:
    source = "import sys\ndef fail(*_):\n    raise ValueError\ndef work(): pass\nsys.settrace(fail)\nwork()\n"
    run_both(source, tmp_path, python=python)
    run_both(source.replace("settrace", "addaudithook").replace("work()\n", "open('x')\n"), tmp_path, python=python)


@each_python
def test_no_number_of_a_tool_is_taken_and_generators_are_untold_once_it_is_asked_for(python: str, tmp_path: Path) -> None:
    source = """
import sys
def count():
    for number in range(3):
        yield number
counter = count()
next(counter)
monitoring = getattr(sys, "monitoring", None)
for tool in range(6) if monitoring else ():
    print(monitoring.get_tool(tool), monitoring.get_events(tool))
    monitoring.use_tool_id(tool, "mine")
    print(monitoring.get_tool(tool))
    monitoring.free_tool_id(tool)
print(next(counter), sys.getprofile())
print(f"tools: {monitoring is not None}")
"""
    records = run_both(source, tmp_path, python=python)
    has_numbers = "tools: True" in [record.text for record in of(records, Kind.OUTPUT)]
    assert has_numbers == (Turn.UNTOLD in [record.flags for record in of(records, Kind.STEPS)])


@each_python
def test_a_debugger_begins_where_it_does_without_us(python: str, tmp_path: Path) -> None:
    source = """
import io, pdb, sys
def count():
    yield 1
next(count())
def work():
    pdb.Pdb(stdin=io.StringIO("step\\nstep\\nwhere\\ncontinue\\n"), nosigint=True, readrc=False).set_trace()
    print("a")
    return 1
work()
"""
    run_both(source, tmp_path, python=python)


def test_a_shield_passes_on_what_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    shield = Shield(lambda frame, event, argument: (event, argument))
    assert shield(sys._getframe(), "line", None) == ("line", None)
    monkeypatch.setattr(watchers, "HERE", __file__)
    assert shield(sys._getframe(), "line", None) is None

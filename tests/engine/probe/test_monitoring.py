"""The watch by `sys.monitoring`: it takes a free number, and leaves others' tools alone."""

from pathlib import Path

from tests.engine.probe.greens import tell
from tests.engine.probe.helpers import every_python

DRIVEN = """
def task():
    yield 1
    yield 2
one = task()
print(next(one), next(one))
"""


@every_python
def test_a_programs_own_tool_and_coverage_work_as_ever(python: str, tmp_path: Path) -> None:
    source = f"""
import sys
seen = []
if sys.version_info >= (3, 12):
    monitoring = sys.monitoring
    monitoring.use_tool_id(monitoring.COVERAGE_ID, "mine")
    def resumed(code, offset):
        seen.append(code.co_name)
    monitoring.register_callback(monitoring.COVERAGE_ID, monitoring.events.PY_RESUME, resumed)
    monitoring.set_events(monitoring.COVERAGE_ID, monitoring.events.PY_RESUME)
{DRIVEN}
if sys.version_info >= (3, 12):
    monitoring.set_events(monitoring.COVERAGE_ID, 0)
    print(seen, monitoring.get_events(monitoring.COVERAGE_ID))
"""
    assert tell(source, tmp_path, python).steps()[:4] == ["task", "<"] * 2


@every_python
def test_settrace_and_setprofile_see_what_they_ever_saw(python: str, tmp_path: Path) -> None:
    source = f"""
import sys
seen = []
def look(frame, event, argument):
    if frame.f_code.co_name == "task":
        seen.append((event, frame.f_lineno))
    return look
sys.settrace(look)
{DRIVEN}
sys.settrace(None)
print(seen)
seen.clear()
sys.setprofile(look)
{DRIVEN}
sys.setprofile(None)
print(seen, sys.getprofile(), sys.gettrace())
"""
    tell(source, tmp_path, python)


@every_python
def test_a_generator_that_is_gone_without_a_word_ends_when_its_frame_is_anothers(python: str, tmp_path: Path) -> None:
    source = """
def task(number):
    yield number
for number in range(50):
    print(next(task(number)))
"""
    told = tell(source, tmp_path, python)
    assert len(told.kinds) == 50
    assert len(told.endings()) >= 49

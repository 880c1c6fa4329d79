"""Coroutines that nobody ever awaited."""

import re
from pathlib import Path

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, of, read, run, run_both

SOURCE = """
import {modules}
async def save():
    pass
def call():
    save()
call()
kept = save()
{more}
"""


@each_python
def test_the_line_that_dropped_it_is_told_and_the_warning_is_as_ever(python: str, tmp_path: Path) -> None:
    records = run_both(SOURCE.format(modules="sys", more="del kept"), tmp_path, python=python)
    assert [record.line for record in of(records, Kind.UNAWAITED)] == [6, 9]


@each_python
def test_the_line_that_made_it_is_told_where_python_was_asked_to_keep_it(python: str, tmp_path: Path) -> None:
    source = "import sys\nsys.set_coroutine_origin_tracking_depth(3)\n" + SOURCE.format(modules="sys", more="del kept")
    records = run_both(source, tmp_path, python=python)
    assert [record.line for record in of(records, Kind.UNAWAITED)] == [8, 10]


@each_python
def test_a_warning_made_an_error_is_ignored_as_ever(python: str, tmp_path: Path) -> None:
    source = "import warnings\nwarnings.simplefilter('error')\n" + SOURCE.format(modules="sys", more="kept.close()")
    plain, traced = (re.sub("0x[0-9a-f]+", "", run(source, tmp_path, python=python, probe=probe).stderr) for probe in (False, True))
    assert traced == plain
    assert len(of(read(tmp_path), Kind.UNAWAITED)) == 1


@each_python
def test_one_that_is_closed_is_not_told_of(python: str, tmp_path: Path) -> None:
    source = "async def save():\n    pass\nkept = save()\nkept.close()\n"
    assert not of(run_both(source, tmp_path, python=python), Kind.UNAWAITED)


@each_python
def test_a_coroutine_of_the_library_that_the_program_drops_is_told_of_without_its_line_there(python: str, tmp_path: Path) -> None:
    records = run_both("import asyncio\nasync def main():\n    asyncio.sleep(1)\nasyncio.run(main())\n", tmp_path, python=python)
    assert [(record.line, record.subject) for record in of(records, Kind.UNAWAITED)] == [(3, 0)]

"""The watch by `sys.setprofile`, where there is no `sys.monitoring`."""

import sys
from pathlib import Path

import pytest

from tests.engine.probe.greens import tell


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="only CPython 3.11 watches by sys.setprofile")
def test_a_program_that_drives_no_generator_has_no_profiler(tmp_path: Path) -> None:
    assert not tell("import sys\nprint(sys.getprofile())\n", tmp_path).kinds


def test_generators_in_other_threads_are_seen_too(tmp_path: Path) -> None:
    source = """
import threading
def task():
    yield 1
    yield 2
def work():
    one = task()
    print(next(one), next(one))
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
    assert tell(source, tmp_path).steps()[:4] == ["task", "<"] * 2

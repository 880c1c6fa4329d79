"""gevent's own tests of what the probe hooks, with the probe and without: every test must end the same way.

QUICK is in the suite; SLOW takes minutes and runs only with LOCKSTEP_SLOW_TESTS=1. Known differences: none.
"""

import os
from pathlib import Path

import pytest

from engine.probe.kinds import Kind
from tests.engine.probe.greens import with_gevent
from tests.engine.probe.helpers import of, read
from tests.engine.probe.test_cpython_suite import compare

QUICK = [f"gevent.tests.test__{name}" for name in ("lock", "joinall", "iwait", "monkey_queue", "GreenletExit", "order")]
SLOW = [
    f"gevent.tests.test__{name}"
    for name in (
        "greenlet",
        "event",
        "queue",
        "semaphore",
        "pool",
        "hub",
        "monkey",
        "timeout",
        "threadpool",
        "threading_2",
        "select",
        "local",
        "socket",
        "socket_close",
        "socketpair",
        "server",
        "selectors",
        "subprocess",
        "makefile_ref",
    )
]


@with_gevent
def test_gevents_own_tests_pass_as_they_do_without_the_probe(python: str, tmp_path: Path) -> None:
    compare(python, {"gevent": QUICK}, tmp_path, 100, least=20)
    assert of(read(tmp_path / "gevent"), Kind.STEP)  # they were traced


@pytest.mark.skipif(not os.environ.get("LOCKSTEP_SLOW_TESTS"), reason="takes minutes: set LOCKSTEP_SLOW_TESTS=1")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("module", SLOW)
@with_gevent
def test_each_module_passes_as_it_does_without_the_probe(python: str, module: str, tmp_path: Path) -> None:
    compare(python, {"module": [module]}, tmp_path, 800, least=1)

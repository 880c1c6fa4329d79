"""CPython's own tests of what the probe hooks, with the probe and without: every test must end the same way.

In the suite, for each interpreter that the machine has: the modules and classes of QUICK. The whole modules of SLOW take minutes (they
start many interpreters and sleep), so they run only with LOCKSTEP_SLOW_TESTS=1. Known differences: none; see DIFFERENCES.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, environment, of, read

QUICK = [
    "test.test_threading_local",
    "test.test_sched",
    *(f"test.test_queue.{name}" for name in ("CQueueTest", "CPriorityQueueTest", "CSimpleQueueTest", "CFailingQueueTest")),
    *(f"test.test_threading.{name}" for name in ("LockTests", "CRLockTests", "EventTests", "ConditionTests", "SemaphoreTests")),
    *(f"test.test_asyncio.test_{name}" for name in ("locks", "queues", "taskgroups", "timeouts", "waitfor", "threads", "runners")),
    *(f"test.test_threading.{name}" for name in ("BoundedSemaphoreTests", "TimerTests", "MiscTestCase", "ThreadingExceptionTests")),
]
POOLS = [f"test.test_concurrent_futures.{name}" for name in ("test_future", "test_thread_pool")]
SLOW_POOLS = [
    f"test.test_concurrent_futures.test_{name}"
    for name in ("as_completed", "deadlock", "future", "init", "process_pool", "shutdown", "thread_pool", "wait")
]
SLOW = [
    *(f"test.test_{name}" for name in ("threading", "queue", "thread", "threadsignals", "contextlib", "weakref", "time", "warnings")),
    *(f"test.test_asyncio.test_{name}" for name in ("tasks", "futures", "events", "base_events", "selector_events", "unix_events")),
    *(f"test.test_asyncio.test_{name}" for name in ("streams", "server", "sock_lowlevel", "context", "pep492")),
]
# Not all of test_socket: its tests of protocols that the machine may not have wait for ever where there is half of one.
INPUT = [
    *(
        f"test.test_socket.{name}"
        for name in ("GeneralModuleTests", "BasicTCPTest", "BasicTCPTest2", "BasicUDPTest", "NonBlockingTCPTests")
    ),
    *(
        f"test.test_socket.{name}"
        for name in ("FileObjectClassTestCase", "BasicSocketPairTest", "RecvmsgIntoTCPTest", "SendfileUsingSendTest")
    ),
    *(f"test.test_{name}" for name in ("select", "poll", "epoll", "fcntl", "file")),
]
SLOW += [f"test.test_{name}" for name in ("selectors", "socketserver", "fileio", "signal", "io", "pathlib", "tempfile", "os")]
DIFFERENCES: frozenset[str] = frozenset()  # tests that end otherwise with the probe, each with its reason beside it

OUTCOME = re.compile(r"^(.+?)(?:\n.*?)?? \.\.\. (?:.*?)(ok|FAIL|ERROR|skipped.*|expected failure|unexpected success)$", re.MULTILINE)


def start(python: str, modules: list[str], folder: Path, rings: Path | None) -> subprocess.Popen[str]:
    """Start a test run, in a folder of its own so that temporary files do not meet."""
    folder.mkdir()
    env = environment(rings) if rings else {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [python, "-m", "unittest", "-v", *modules]
    return subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )


def outcomes(report: str) -> dict[str, str]:
    """Return how each test ended; what subtests failed is part of it."""
    found = dict(OUTCOME.findall(report))
    failed = re.findall(r"^(FAIL|ERROR): (.+)$", report, re.MULTILINE)
    return found | {name: outcome for outcome, name in failed}


def compare(python: str, modules: list[str], folder: Path, timeout: int, *, least: int = 5) -> None:
    """Run modules with and without the probe, side by side, and compare test by test; there must be more than `least` of them."""
    if subprocess.run([python, "-c", "import test.test_queue"], capture_output=True).returncode:
        pytest.skip("this interpreter comes without its `test` package")
    rings = folder / "rings"
    rings.mkdir()
    running = [start(python, modules, folder / "plain", None), start(python, modules, folder / "traced", rings)]
    try:
        plain, traced = (outcomes(process.communicate(timeout=timeout)[1]) for process in running)
    finally:
        for process in running:
            process.kill()
    assert len(plain) > least
    assert {
        name: (plain.get(name), traced.get(name))
        for name in plain | traced
        if plain.get(name) != traced.get(name) and name not in DIFFERENCES
    } == {}
    assert any(path.stat().st_size for path in rings.iterdir())


@each_python
def test_the_primitives_pass_as_they_do_without_the_probe(python: str, tmp_path: Path) -> None:
    compare(python, QUICK, tmp_path, 100, least=100)
    assert len(of(read(tmp_path), Kind.ACQUIRE)) > 50  # they were traced


@each_python
def test_sockets_selectors_and_files_pass_as_they_do_without_the_probe(python: str, tmp_path: Path) -> None:
    compare(python, INPUT, tmp_path, 100)
    assert len(of(read(tmp_path), Kind.RECV)) > 50


def skip_without_pools(python: str) -> None:
    if subprocess.run([python, "-c", f"import {POOLS[0]}"], capture_output=True).returncode:
        pytest.skip("this interpreter comes without its tests of concurrent.futures")


@each_python
def test_pools_pass_as_they_do_without_the_probe(python: str, tmp_path: Path) -> None:
    skip_without_pools(python)
    compare(python, POOLS, tmp_path, 100)
    assert len(of(read(tmp_path), Kind.SUBMIT)) > 20


@pytest.mark.skipif(not os.environ.get("LOCKSTEP_SLOW_TESTS"), reason="takes minutes: set LOCKSTEP_SLOW_TESTS=1")
@pytest.mark.timeout(1800)
@each_python
def test_all_of_concurrent_futures_passes_as_it_does_without_the_probe(python: str, tmp_path: Path) -> None:
    skip_without_pools(python)
    compare(python, SLOW_POOLS, tmp_path, 1800)


@pytest.mark.skipif(not os.environ.get("LOCKSTEP_SLOW_TESTS"), reason="takes minutes: set LOCKSTEP_SLOW_TESTS=1")
@pytest.mark.timeout(900)
@each_python
@pytest.mark.parametrize("module", SLOW)
def test_whole_modules_pass_as_they_do_without_the_probe(python: str, module: str, tmp_path: Path) -> None:
    compare(python, [module], tmp_path, 900, least=5)

"""CPython's own tests of what the probe hooks, with the probe and without: every test must end the same way.

In the suite, for the oldest and the newest interpreter that the machine has: the modules and classes of QUICK, TASKS, INPUT and POOLS. The
whole modules of SLOW take minutes (they start many interpreters and sleep), so they run only with LOCKSTEP_SLOW_TESTS=1. Differences
that are known: DIFFERENCES.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from engine.probe.kinds import Kind
from tests.engine.probe.helpers import each_python, environment, has_many

QUICK = [
    "test.test_threading_local",
    "test.test_sched",
    *(f"test.test_queue.{name}" for name in ("CQueueTest", "CPriorityQueueTest", "CSimpleQueueTest", "CFailingQueueTest")),
    *(f"test.test_threading.{name}" for name in ("LockTests", "CRLockTests", "EventTests", "ConditionTests", "SemaphoreTests")),
    *(f"test.test_threading.{name}" for name in ("BoundedSemaphoreTests", "TimerTests", "MiscTestCase", "ThreadingExceptionTests")),
]
TASKS = [f"test.test_asyncio.test_{name}" for name in ("locks", "queues", "taskgroups", "timeouts", "waitfor", "threads", "runners")]
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
    *(f"test.test_{name}" for name in ("select", "epoll", "fcntl", "file")),
    # Without test_poll2, which reads for ten seconds from a shell that sleeps between its lines.
    *(f"test.test_poll.PollTests.test_{name}" for name in ("poll1", "poll3", "poll_unit_tests", "poll_c_limits", "threaded_poll")),
    "test.test_poll.PollTests.test_poll_blocks_with_negative_ms",
]
SLOW += [
    f"test.test_{name}"
    for name in (
        "selectors",
        "poll",
        "socketserver",
        "fileio",
        "signal",
        "io",
        "pathlib",
        "genericpath",
        "posixpath",
        "tempfile",
        "os",
        "posix",
        "shutil",
        "csv",
        "pickle",
    )
]
# What watches a program from inside, and servers with threads.
SLOW += [f"test.test_{name}" for name in ("bdb", "pdb", "doctest", "audit", "builtin", "mailbox", "ftplib", "smtplib", "xmlrpc")]
SLOW += [f"test.test_{name}" for name in ("httpservers", "logging", "timeout", "ssl", "sched", "cprofile", "trace")]
SLOW += [f"test.test_asyncio.test_{name}" for name in ("sslproto", "ssl", "subprocess", "sendfile", "eager_task_factory", "taskgroups")]
DIFFERENCES: frozenset[str] = frozenset(  # tests that end otherwise with the probe, each with its reason beside it
    [
        # From 3.14 on the collector may run a destructor that puts into the queue within our put, which is no single step as C's is.
        "test.test_queue.CSimpleQueueTest.test_reentrancy",
    ]
)

RUNNER = Path(__file__).with_name("runner.py")


class Pair:
    """One group of tests with the probe and without, side by side."""

    def __init__(self, python: str, modules: list[str], folder: Path) -> None:
        self.folder = folder
        self.rings = folder / "rings"
        self.rings.mkdir(parents=True)
        plain = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        self.running = [self._start(python, modules, name, env) for name, env in (("plain", plain), ("traced", environment(self.rings)))]

    def _start(self, python: str, modules: list[str], name: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start a run in a folder of its own, so that temporary files do not meet."""
        folder = self.folder / name
        folder.mkdir()
        command = [python, str(RUNNER), str(self.folder / f"{name}.json"), *modules]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=folder, env=env, stdin=quiet, stdout=quiet, stderr=quiet)

    def finish(self, timeout: int) -> list[dict[str, str]]:
        """Wait for both; how each test ended, without and with the probe."""
        for process in self.running:
            process.wait(timeout)
        return [json.loads((self.folder / f"{name}.json").read_text()) for name in ("plain", "traced")]

    def kill(self) -> None:
        """End what still runs."""
        for process in self.running:
            process.kill()
            process.wait()


def compare(python: str, groups: dict[str, list[str]], folder: Path, timeout: int, *, least: int = 5) -> None:
    """Run groups of tests with the probe and without, all at once, and compare test by test; each must have more than `least`."""
    if subprocess.run([python, "-c", "import test.test_queue"], capture_output=True).returncode:
        pytest.skip("this interpreter comes without its `test` package")
    pairs = {name: Pair(python, modules, folder / name) for name, modules in groups.items()}
    try:
        for pair in pairs.values():
            plain, traced = pair.finish(timeout)
            assert len(plain) > least
            assert {
                name: (plain.get(name), traced.get(name))
                for name in plain | traced
                if plain.get(name) != traced.get(name) and name not in DIFFERENCES
            } == {}
            assert any(path.stat().st_size for path in pair.rings.iterdir())
    finally:
        for pair in pairs.values():
            pair.kill()


def has_pools(python: str) -> bool:
    """Whether the interpreter has its tests of concurrent.futures as a package, as it does from 3.12.2 on."""
    return not subprocess.run([python, "-c", f"import {POOLS[0]}"], capture_output=True).returncode


@pytest.mark.timeout(400)  # half a minute where there is nothing else to do
@each_python
def test_what_the_probe_hooks_passes_as_it_does_without_it(python: str, tmp_path: Path) -> None:
    groups = {"primitives": QUICK, "tasks": TASKS, "input": INPUT} | ({"pools": POOLS} if has_pools(python) else {})
    compare(python, groups, tmp_path, 300, least=30)
    traced = {"primitives": Kind.ACQUIRE, "tasks": Kind.ACQUIRE, "input": Kind.RECV, "pools": Kind.SUBMIT}
    for name in groups:
        assert has_many(tmp_path / name, traced[name])


@pytest.mark.skipif(not os.environ.get("LOCKSTEP_SLOW_TESTS"), reason="takes minutes: set LOCKSTEP_SLOW_TESTS=1")
@pytest.mark.timeout(1800)
@each_python
def test_all_of_concurrent_futures_passes_as_it_does_without_the_probe(python: str, tmp_path: Path) -> None:
    if not has_pools(python):
        pytest.skip("this interpreter comes without its tests of concurrent.futures")
    compare(python, {"pools": SLOW_POOLS}, tmp_path, 1800)


@pytest.mark.skipif(not os.environ.get("LOCKSTEP_SLOW_TESTS"), reason="takes minutes: set LOCKSTEP_SLOW_TESTS=1")
@pytest.mark.timeout(900)
@each_python
@pytest.mark.parametrize("module", SLOW)
def test_whole_modules_pass_as_they_do_without_the_probe(python: str, module: str, tmp_path: Path) -> None:
    compare(python, {"module": [module]}, tmp_path, 900, least=0)  # some have one test

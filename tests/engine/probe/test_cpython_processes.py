"""CPython's own tests of processes give the same results with the probe as without it.

In the suite: `SELECTION`, a bounded and representative part (about 130 tests), for the interpreter that runs the suite. The whole modules
(about 1500 tests for the three start methods, and five minutes each way on a quiet machine) run for every CPython that is here when
LOCKSTEP_CPYTHON_TESTS is set; they take too long for every run of the suite.

Left out, both ways: `WithThreadsTestPool.test_terminate` puts ten thousand sleeps of five minutes into a pool of threads and calls
`terminate` in the hope that no thread has taken one yet: a race that CPython by itself loses about once in ten times on a busy machine.
No other test differs in CPython 3.11.7 and 3.13.0: `_test_multiprocessing` by fork, spawn and forkserver, `test_subprocess`, `test_os`.
"""

import importlib.util
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.engine.probe.helpers import environment, every_python

METHODS = ("fork", "spawn", "forkserver")

# A module with CPython's tests of multiprocessing for one start method.
MODULE = """
import unittest
from test._test_multiprocessing import install_tests_in_module_dict
install_tests_in_module_dict(globals(), {method!r})
WithThreadsTestPool.test_terminate = unittest.skip("a race")(WithThreadsTestPool.test_terminate)
"""

RUNNER = Path(__file__).with_name("runner.py").read_text()

LOCKS = ("TestLock", "TestSemaphore.test_semaphore", "TestSemaphore.test_bounded_semaphore", "TestCondition.test_notify_n", "TestEvent")
SHARED = ("TestValue", "TestArray", "TestSharedCTypes", "TestConnection.test_connection", "TestConnection.test_duplex_false")
QUEUES = ("TestQueue.test_task_done", "TestQueue.test_fork", "TestQueue.test_qsize", "TestQueue.test_queue_feeder_donot_stop_onexc")
PROCESSES = (
    "TestProcess.test_process",
    "TestProcess.test_args_argument",
    "TestProcess.test_parent_process_attributes",
    "TestProcess.test_sentinel",
    "TestProcess.test_close",
    "TestProcess.test_kill",
    "TestProcess.test_wait_for_threads",
    "TestSubclassingProcess.test_subclassing",
    "TestSubclassingProcess.test_stderr_flush",
    "TestSubclassingProcess.test_sys_exit",
    "TestBarrier.test_barrier",
    "TestBarrier.test_action",
    "TestBarrier.test_abort",
    "TestPool.test_map",
    "TestPool.test_apply",
    "TestPool.test_async",
    "TestPool.test_imap",
    "TestPool.test_map_chunksize",
    "TestPool.test_starmap_async",
    "TestPool.test_traceback",
    "TestPicklingConnections.test_pickling",
    "TestFinalize",
)
SELECTION = (
    *(f"test_mp_fork.WithProcesses{name}" for name in (*LOCKS, *SHARED, *QUEUES, *PROCESSES)),
    *(f"test_mp_spawn.WithProcesses{name}" for name in ("TestProcess.test_process", "TestLock", "TestQueue.test_fork", "TestArray")),
    *(f"test_mp_forkserver.WithProcesses{name}" for name in ("TestProcess.test_process", "TestLock", "TestEvent")),
    "test_mp_fork.WithManagerTestContainers",
    "test.test_subprocess.ProcessTestCase.test_communicate",
    "test.test_subprocess.ProcessTestCase.test_check_output_timeout",
    "test.test_subprocess.ProcessTestCase.test_empty_env",
    "test.test_subprocess.ProcessTestCase.test_env",
    "test.test_subprocess.ProcessTestCase.test_invalid_env",
    "test.test_subprocess.ProcessTestCase.test_wait_timeout",
    "test.test_subprocess.RunFuncTestCase",
    "test.test_subprocess.POSIXProcessTestCase.test_terminate",
    "test.test_subprocess.POSIXProcessTestCase.test_preexec",
    "test.test_subprocess.POSIXProcessTestCase.test_exception_cwd",
    "test.test_subprocess.POSIXProcessTestCase.test_exception_errpipe_normal",
    "test.test_subprocess.POSIXProcessTestCase.test_undecodable_env",
    "test.test_subprocess.POSIXProcessTestCase.test_select_unbuffered",
    "test.test_os.ExecTests",
    "test.test_os.SpawnTests",
    "test.test_posix.TestPosixSpawn",
    "test.test_posix.TestPosixSpawnP",
    "test.test_os.PidTests",
    "test.test_os.EnvironTests",
)
WHOLE = (*(f"test_mp_{method}" for method in METHODS), "test.test_subprocess", "test.test_os")


def outcomes(folder: Path, python: str, names: tuple[str, ...], *, probe: bool) -> dict[str, str]:
    """Run tests in a process of their own; return what became of each."""
    place = folder / ("with" if probe else "without")
    (place / "rings").mkdir(parents=True)
    for method in METHODS:
        (place / f"test_mp_{method}.py").write_text(MODULE.format(method=method))
    (place / "runner.py").write_text(RUNNER)
    env = environment(place / "rings") if probe else dict(os.environ)
    command = [python, "runner.py", "outcomes.json", *names]
    result = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=3600)
    assert (place / "outcomes.json").exists(), result.stdout[-4000:] + result.stderr[-4000:]
    found: dict[str, str] = json.loads((place / "outcomes.json").read_text())
    return found


@pytest.mark.timeout(300)
@pytest.mark.skipif(
    importlib.util.find_spec("test._test_multiprocessing") is None, reason="this Python was installed without its `test` package"
)
def test_a_selection_gives_the_same_results(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as both:  # most of these tests wait most of the time
        plain, probed = both.map(lambda probe: outcomes(tmp_path, sys.executable, SELECTION, probe=probe), (False, True))
    assert len(plain) > 150
    assert "error" not in plain.values()
    assert probed == plain


@pytest.mark.timeout(7200)
@pytest.mark.skipif("LOCKSTEP_CPYTHON_TESTS" not in os.environ, reason="takes half an hour; set LOCKSTEP_CPYTHON_TESTS to run it")
@pytest.mark.parametrize("module", WHOLE)
@every_python
def test_whole_modules_give_the_same_results(python: str, module: str, tmp_path: Path) -> None:
    assert outcomes(tmp_path, python, (module,), probe=True) == outcomes(tmp_path, python, (module,), probe=False)

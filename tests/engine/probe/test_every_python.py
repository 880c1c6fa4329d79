"""The probe of processes in each version of CPython that is here: one program that uses them all."""

import ast
from pathlib import Path

import pytest

from engine.probe.kinds import Kind, ResourceKind
from tests.engine.probe.family import METHODS, tell
from tests.engine.probe.helpers import ROOT, every_python, of, read, run

PROGRAM = """
def work(lock, condition, event, barrier, permits, source, target, end, value):
    event.wait()
    barrier.wait()
    with lock, permits:
        value.value += 1
    with condition:
        condition.notify_all()
    for item in iter(source.get, None):
        target.put([item])
        source.task_done()
    source.task_done()
    print(end.recv(), flush=True)
    end.send(os.getppid() > 0)
    raise SystemExit(3)

if __name__ == "__main__":
    ctx = mp.get_context(sys.argv[1])
    lock = ctx.Lock()
    condition = ctx.Condition()
    event = ctx.Event()
    barrier = ctx.Barrier(2)
    permits = ctx.BoundedSemaphore(2)
    source = ctx.JoinableQueue(4)
    target = ctx.SimpleQueue()
    here, there = ctx.Pipe()
    value = ctx.Value("i", 1)
    child = ctx.Process(target=work, args=(lock, condition, event, barrier, permits, source, target, there, value))
    child.start()
    event.set()
    barrier.wait()
    for item in (1, "two", None):
        source.put(item)
    source.join()
    print(target.get(), target.get())
    here.send("hello")
    print(here.recv())
    child.join()
    print(child.exitcode, value.value)
"""


@every_python
@pytest.mark.parametrize("method", METHODS)
def test_everything_that_processes_share_is_recorded(method: str, python: str, tmp_path: Path) -> None:
    told = tell(PROGRAM, tmp_path, method, python=python)
    kinds = sorted(int(fields[0]) for fields in told.defined.values())
    shared = [
        ResourceKind.LOCK,
        ResourceKind.SEMAPHORE,
        ResourceKind.CONDITION,
        ResourceKind.EVENT,
        ResourceKind.BARRIER,
        ResourceKind.VALUE,
    ]
    assert kinds == sorted([*shared, *[ResourceKind.QUEUE] * 2, *[ResourceKind.PIPE] * 2])
    (child,) = told.children()
    assert [(record.subject, record.value) for record in told.some(Kind.REAP)] == [(child, 3)]
    for number in told.defined:
        assert {record.pid for record in told.of(number)} == {told.program, child}
    source = told.resource(ResourceKind.QUEUE)
    assert [record.text for record in told.of(source, Kind.GET)] == ["1", "'two'", "None"]


WARNED = """
import threading
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
try:
    if not os.fork(): os._exit(0)
    os.wait()
    subprocess.run(["true"], preexec_fn=int)
    p = mp.get_context("fork").Process(target=int); p.start(); p.join()
finally:
    stop.set()
"""


@every_python
@pytest.mark.parametrize("filter_", ["default", "error", "ignore"])
def test_a_warning_about_forking_with_threads_names_the_programs_line(filter_: str, python: str, tmp_path: Path) -> None:
    source = WARNED_HEAD.replace("FILTER", repr(filter_)) + WARNED
    results = [run(source, tmp_path, python=python, probe=probe) for probe in (False, True)]
    plain, probed = (_without_pids(result.stderr) for result in results)
    assert probed == plain
    assert results[0].returncode == results[1].returncode
    assert len(of(read(tmp_path), Kind.PROCESS_BEGIN)) > 1


WARNED_HEAD = "import multiprocessing as mp, os, subprocess, sys, warnings\nwarnings.simplefilter(FILTER)\n"


def _without_pids(text: str) -> list[str]:
    return [word for word in text.replace("(", " ").replace(")", " ").split() if not word.startswith("pid=")]


def test_no_module_of_the_probe_is_for_a_version_between_others() -> None:
    """Each changes its ways at one version at most: what it does in any version, it does in the oldest or in the newest, too."""
    for path in (ROOT / "engine" / "probe").rglob("*.py"):
        comparisons = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Compare)]
        versions = [node for node in comparisons if "version_info" in ast.unparse(node)]
        assert all(isinstance(operator, ast.GtE | ast.Lt) for node in versions for operator in node.ops), path
        assert len({ast.unparse(node.comparators[0]) for node in versions}) <= 1, path

"""multiprocessing.Process: what is recorded of it, and that the program notices nothing."""

import signal
from pathlib import Path

import pytest

from engine.probe.kinds import Birth, Flag, Kind, Outcome, Reason
from tests.engine.probe.family import METHODS, Told, body, names, tell

WORK = """
def work(code):
    print("at work", flush=True)
    sys.exit(code)
"""


def ends(told: Told) -> list[tuple[int, int]]:
    return [(record.subject, record.value) for record in told.some(Kind.REAP)]


@pytest.mark.parametrize("method", METHODS)
def test_a_process_is_started_joined_and_reaped(method: str, tmp_path: Path) -> None:
    told = tell(
        WORK + body("p = ctx.Process(target=work, args=(7,), name='Anna')", "p.start()", "p.join()", "print(p.exitcode)"), tmp_path, method
    )
    (child,) = told.children()
    assert told.process(child)[:3] == ["Anna", "0", method]
    assert told.births[child].flags == Birth[method.upper()]
    start, (*before, join) = told.some(Kind.START)[0], told.some(Kind.WAIT, pid=told.program)
    # a fork server has to say which process it has made
    assert [(wait.subject, wait.reason, wait.line) for wait in before] == ([(0, Reason.PIPE, 13)] if method == "forkserver" else [])
    assert (start.pid, start.file, start.line) == (told.program, str(tmp_path / "program.py"), 13)
    assert (join.subject, join.reason, join.flags, join.value, join.line) == (child, Reason.JOIN, Flag.PROCESS, -1, 14)
    assert ends(told) == [(child, 7)]
    assert told.some(Kind.PROCESS_END, pid=child)
    assert told.some(Kind.OUTPUT, pid=child)[0].text.startswith("at work")


def test_a_fork_begins_after_it_was_started(tmp_path: Path) -> None:
    told = tell(WORK + body("p = ctx.Process(target=work, args=(0,))", "p.start()", "p.join()"), tmp_path, "fork")
    assert told.some(Kind.START)[0].time < told.births[told.children()[0]].time


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_the_librarys_own_processes_are_helpers_that_nobody_started(method: str, tmp_path: Path) -> None:
    told = tell(WORK + body("p = ctx.Process(target=work, args=(0,))", "p.start()", "p.join()"), tmp_path, method)
    births = [record.flags for record in told.births.values()]
    assert births.count(Birth.HELPER) == {"spawn": 1, "forkserver": 2}[method]
    assert len(told.children()) == 1


SUBCLASS = """
class Mine(mp.get_context(sys.argv[1]).Process if len(sys.argv) > 1 else mp.Process):
    def __init__(self, word):
        super().__init__()
        self.word = word
    def run(self):
        print(self.word, sorted(name for name in vars(self) if "lockstep" in name), flush=True)
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_subclass_runs_and_carries_nothing_of_ours(method: str, tmp_path: Path) -> None:
    source = f"class Mine(mp.get_context({method!r}).Process):\n" + SUBCLASS.split("\n", 2)[2]
    told = tell(source + body("p = Mine('hello')", "p.start()", "p.join()"), tmp_path, method)
    assert told.some(Kind.OUTPUT, pid=told.children()[0])[0].text.startswith("hello")


@pytest.mark.parametrize("method", METHODS)
def test_an_exception_nobody_caught_is_reported_where_it_was_raised(method: str, tmp_path: Path) -> None:
    told = tell("def work():\n    raise KeyError('no')\n" + body("p = ctx.Process(target=work)", "p.start()", "p.join()"), tmp_path, method)
    (record,) = told.some(Kind.EXCEPTION)
    assert record.pid == told.children()[0]
    assert record.text.split("\x1f") == ["KeyError: 'no'", str(tmp_path / "program.py"), "7"]
    assert ends(told) == [(record.pid, 1)]


SLEEPER = """
def work(connection):
    connection.send(1)
    time.sleep(60)
"""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("how", "number"), [("terminate", signal.SIGTERM), ("kill", signal.SIGKILL)])
def test_a_process_is_signalled(method: str, how: str, number: int, tmp_path: Path) -> None:
    lines = (
        "a, b = ctx.Pipe()",
        "p = ctx.Process(target=work, args=(b,))",
        "p.start()",
        "a.recv()",
        f"p.{how}()",
        "p.join()",
        "print(p.exitcode)",
    )
    told = tell(SLEEPER + body(*lines), tmp_path, method)
    (child,) = told.children()
    assert [(record.subject, record.value) for record in told.some(Kind.SIGNAL)] == [(child, number)]
    assert ends(told) == [(child, -number)]


def test_a_join_that_is_too_short_ends_by_its_timeout(tmp_path: Path) -> None:
    lines = (
        "a, b = ctx.Pipe()",
        "p = ctx.Process(target=work, args=(b,), daemon=True)",
        "p.start()",
        "p.join(0.01)",
        "print(p.is_alive())",
    )
    told = tell(SLEEPER + body(*lines), tmp_path, "fork")
    (child,) = told.children()
    waits = [record for record in told.some(Kind.WAIT, Kind.WAIT_END, pid=told.program) if record.subject == child]
    assert (waits[0].value, waits[1].flags) == (10_000_000, Outcome.TIMEOUT | Flag.PROCESS)
    assert told.some(Kind.START)[0].flags == Flag.PROCESS | Flag.DAEMON
    assert told.some(Kind.SIGNAL)[0].subject == child, "at exit the library terminates its daemons"


def test_a_killed_child_loses_nothing_that_it_recorded(tmp_path: Path) -> None:
    work = "def work(lock):\n    for _ in range(500):\n        with lock:\n            pass\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    told = tell(
        work + body("p = ctx.Process(target=work, args=(ctx.Lock(),))", "p.start()", "p.join()", "print(p.exitcode)"), tmp_path, "fork"
    )
    assert len(told.some(Kind.ACQUIRE)) == len(told.some(Kind.RELEASE)) == 500
    assert told.some(Kind.SIGNAL)[0].value == signal.SIGKILL


def test_exit_code_alive_and_close_are_as_ever(tmp_path: Path) -> None:
    lines = (
        "p = ctx.Process(target=work, args=(3,))",
        "print(p.exitcode, p.is_alive(), p.daemon)",
        "p.start(); p.join(); print(p.exitcode, p.is_alive())",
        "p.close()",
        "try: p.join()",
        "except ValueError as error: print(error)",
        "try: ctx.Process(target=work).join()",
        "except AssertionError as error: print(error)",
    )
    told = tell(WORK + body(*lines), tmp_path, "fork")
    assert names(told.some(Kind.WAIT, Kind.WAIT_END, pid=told.program)) == ["WAIT", "WAIT_END"]


def test_tracebacks_do_not_show_us(tmp_path: Path) -> None:
    source = WORK + body("p = ctx.Process(target=work, args=(3,))", "p.start()", "p.join()", "p.start()")
    tell(source, tmp_path, "fork", code=1)


def test_a_child_that_is_named_by_itself_has_a_new_name(tmp_path: Path) -> None:
    told = tell(
        "def work():\n    mp.current_process().name = 'Berta'\n    print(mp.current_process().name, flush=True)\n"
        + body("p = ctx.Process(target=work)", "p.start()", "p.join()"),
        tmp_path,
        "spawn",
    )
    (record,) = told.some(Kind.NAME)
    assert (record.text, record.subject, record.flags) == ("Berta", told.children()[0], Flag.PROCESS)


def test_pools_and_executors_run_and_their_processes_are_workers(tmp_path: Path) -> None:
    source = """
from concurrent.futures import ProcessPoolExecutor
def square(number): return number * number
def failing(number): raise ValueError(number)
"""
    lines = (
        "with ctx.Pool(2) as pool:",
        "    print(pool.map(square, range(5)), pool.apply_async(time.sleep, (0,)).get())",
        "    try: pool.apply(failing, (1,))",
        "    except ValueError as error: print(error)",
        "with ProcessPoolExecutor(2, mp_context=ctx) as executor: print(list(executor.map(square, range(5))))",
    )
    for method in ("fork", "spawn"):
        told = tell(source + body(*lines), tmp_path, method)
        assert len(told.children()) >= 3
        for rings in (tmp_path / "rings").iterdir():
            rings.unlink()


def test_a_child_without_its_descriptors_or_its_folder_goes_on(tmp_path: Path) -> None:
    work = """
def work(lock):
    os.closerange(3, 1000)
    os.chdir("/")
    for _ in range(3000):
        with lock: pass
    os.write(1, b"done\\n")
"""
    told = tell(
        work + body("p = ctx.Process(target=work, args=(ctx.Lock(),))", "p.start()", "p.join()", "print(p.exitcode)"), tmp_path, "fork"
    )
    assert len(told.some(Kind.ACQUIRE)) == 3000


def test_a_run_whose_folder_is_gone_is_silent(tmp_path: Path) -> None:
    source = "import shutil\nshutil.rmtree(os.path.dirname(__file__) + '/rings', ignore_errors=True)\n" + WORK
    from tests.engine.probe.family import HEAD
    from tests.engine.probe.helpers import run

    result = run(
        HEAD + source + body("p = ctx.Process(target=work, args=(3,))", "p.start()", "p.join()", "print(p.exitcode)"), tmp_path, "fork"
    )
    assert (result.stdout, result.stderr, result.returncode) == ("at work\n3\n", "", 0)


def test_what_the_library_runs_in_a_child_is_no_place_of_the_programs(tmp_path: Path) -> None:
    source = "def work(q):\n    q.put(1)\n" + body(
        "q = ctx.Queue(); p = ctx.Process(target=work, args=(q,))", "p.start()", "q.get(); p.join()"
    )
    told = tell(source, tmp_path, "spawn")
    assert {record.file for record in told.records if record.location} == {str(tmp_path / "program.py")}


def test_a_child_may_wait_for_its_parent(tmp_path: Path) -> None:
    work = """
def work():
    mp.parent_process().join(0.01)
    print(mp.parent_process().is_alive(), flush=True)
"""
    told = tell(work + body("p = ctx.Process(target=work)", "p.start()", "p.join()"), tmp_path, "fork")
    wait, end = told.some(Kind.WAIT, Kind.WAIT_END, pid=told.children()[0])
    assert (wait.subject, wait.reason, end.flags) == (told.program, Reason.JOIN, Outcome.TIMEOUT | Flag.PROCESS)


def test_a_process_whose_attributes_raise_starts_all_the_same(tmp_path: Path) -> None:
    source = """
class Shy(mp.get_context("fork").Process):
    @property
    def daemon(self): raise RuntimeError("never asked by the library")
"""
    tell(WORK + source + body("p = Shy(target=work, args=(3,))", "p.start(); p.join()", "print(p.exitcode)"), tmp_path, "fork")

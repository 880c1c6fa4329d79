"""Trees are ended by a child of ours, for it ends all its descendants, and ours are pytest's too."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from engine.supervisor import end
from engine.supervisor.end import Exit, children, descendants, describe, end_marked
from tests.engine.living import start_cat

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper exists on Linux only")

BEGIN = """
import os, signal, sys, time
from engine.supervisor.end import descendants, end_tree, reap
from engine.supervisor.prctl import become_subreaper
assert become_subreaper()
out, ready = os.pipe()
def here(): os.write(ready, b"%d\\n" % os.getpid())
def wait_for(count):
    text = b""
    while text.count(b"\\n") < count: text += os.read(out, 4096)
    return [int(line) for line in text.split()]
def lives(pid):
    try: os.kill(pid, 0)
    except ProcessLookupError: return False
    return True
"""


def run(code: str) -> str:
    """Run code in a process of its own and return what it printed."""
    program = BEGIN + textwrap.dedent(code)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_daemons_that_forked_twice_and_ignore_signals_are_found_and_ended() -> None:
    out = run("""
        for _ in range(10):
            if os.fork() == 0:
                os.setsid()
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                if os.fork() == 0:
                    here()
                    time.sleep(1000)
                os._exit(0)
        pids = wait_for(10)
        exits, stuck = end_tree()
        assert not stuck
        assert not any(map(lives, pids)), "survivors"
        print(sorted({e.code for e in exits if e.pid in pids}), list(descendants(os.getpid())))
    """)

    assert out == "[-9] []\n"


def test_chains_that_fork_and_exit_are_caught() -> None:
    out = run("""
        end = time.monotonic() + 5  # should this test fail, they end by themselves
        for _ in range(3):
            if os.fork() == 0:
                here()
                while time.monotonic() < end:
                    if os.fork(): os._exit(0)
                os._exit(0)
        wait_for(3)
        _, stuck = end_tree()
        try: os.waitpid(-1, os.WNOHANG); print("survivors")
        except ChildProcessError: print("nobody is left", stuck, time.monotonic() < end)
    """)

    assert out == "nobody is left [] True\n"


def test_a_deep_tree_is_walked_parents_first() -> None:
    out = run("""
        def nest(depth):
            if os.fork() == 0:
                here()
                if depth: nest(depth - 1)
                time.sleep(1000)
        nest(3)
        pids = wait_for(4)
        print(list(descendants(os.getpid())) == sorted(pids), len(pids))
        end_tree()
    """)

    assert out == "True 4\n"


def test_exit_codes_are_collected() -> None:
    out = run("""
        for code in (0, 3):
            if os.fork() == 0: os._exit(code)
        exits = []
        while reap(exits): pass
        print(sorted(e.code for e in exits))
    """)

    assert out == "[0, 3]\n"


def test_at_most_so_many_are_reaped_at_once() -> None:
    out = run("""
        for _ in range(5):
            if os.fork() == 0: here(); os._exit(0)
        wait_for(5)
        exits = []
        while len(exits) < 2: reap(exits, most=1)
        print(len(exits))
        end_tree()
    """)

    assert out == "2\n"


def test_who_carries_a_mark_is_ended_wherever_it_is() -> None:
    marked = start_cat({"MARK": "lockstep-test-mark"})
    other = start_cat({"MARK": "lockstep-test-mark-2"})

    assert end_marked("MARK=lockstep-test-mark") == [marked.pid]
    assert marked.wait(timeout=20) == -9
    assert other.poll() is None
    other.communicate()
    marked.communicate()


def test_children_and_descriptions_of_nobody_are_empty() -> None:
    assert children(2**22 + 1) == []
    assert list(descendants(2**22 + 1)) == []
    assert describe(2**22 + 1) == f"pid {2**22 + 1}"


def test_a_process_is_described_by_its_name() -> None:
    child = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
    try:
        assert child.pid in children(os.getpid())
        assert describe(child.pid).endswith(f"(pid {child.pid})")
    finally:
        child.communicate()


def test_without_children_there_is_nothing_to_reap() -> None:
    assert run("found = []; print(reap(found), found)") == "False []\n"
    assert Exit(1, -9).code == -9


def test_whoever_a_dying_parent_reaped_before_us_died_of_our_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = iter([[Exit(11, -9)], None])

    def reap(exits: list[Exit]) -> bool:
        ended = next(rounds)
        exits += ended or []
        return ended is not None

    monkeypatch.setattr(end, "reap", reap)
    monkeypatch.setattr(end, "descendants", lambda pid: iter([11, 12]))
    monkeypatch.setattr(end, "_kill", lambda pid: None)
    assert end.end_tree() == ([Exit(11, -9), Exit(12, -9)], [])

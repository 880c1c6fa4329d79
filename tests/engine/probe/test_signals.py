"""Who sends a signal, and who waits for one."""

from pathlib import Path

from engine.probe.kinds import Kind, Outcome, Reason
from tests.engine.probe.family import tell
from tests.engine.probe.helpers import each_python, of, run_both

SLEEPERS = """
there, here = os.pipe()
def sleeper(group):
    pid = os.fork()
    if pid == 0:
        os.write(here, b".")
        signal.pause()
    os.read(there, 1)
    os.setpgid(pid, group)
    return pid
first = sleeper(0)
second = sleeper(first)
"""


def test_a_signal_to_a_group_is_told_of_each_of_its_members(tmp_path: Path) -> None:
    for call in ("os.killpg(first, 15)", "os.kill(-first, 15)"):
        folder = tmp_path / call
        folder.mkdir()
        told = tell(SLEEPERS + f"{call}\nprint(os.wait()[1], os.wait()[1])\n", folder)
        assert {record.subject for record in told.some(Kind.SIGNAL)} == set(told.children())
        assert {(record.value, record.line) for record in told.some(Kind.SIGNAL)} == {(15, 18)}


def test_a_process_behind_a_descriptor_is_told(tmp_path: Path) -> None:
    source = "signal.pidfd_send_signal(os.pidfd_open(first), 9)\nos.kill(second, 9)\nprint(os.wait()[1], os.wait()[1])\n"
    told = tell(SLEEPERS + source, tmp_path)
    assert [record.subject for record in told.some(Kind.SIGNAL)] == told.children()


@each_python
def test_who_waits_for_a_signal_says_so(python: str, tmp_path: Path) -> None:
    source = """
import os, signal, traceback
mine = [signal.SIGUSR1]
signal.pthread_sigmask(signal.SIG_BLOCK, mine)
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigwait(mine), signal.pause, signal.sigwait.__name__)
print(signal.sigtimedwait(mine, 0.01))
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)  # again and again: the first may come before the pause
signal.pause(); signal.setitimer(signal.ITIMER_REAL, 0)
for call in (lambda: signal.sigwait(3), lambda: signal.pidfd_send_signal(99, 9), lambda: os.killpg("a", 9), lambda: os.kill(0)):
    try:
        call()
    except (TypeError, OSError):
        traceback.print_exc()
"""
    records = of(run_both(source, tmp_path, python=python), Kind.WAIT, Kind.WAIT_END)
    assert [(record.kind, record.line, record.reason) for record in records[:6]] == [
        (kind, line, Reason.SIGNAL) for line in (6, 7, 10) for kind in (Kind.WAIT, Kind.WAIT_END)
    ]
    assert [record.flags for record in records[1:6:2]] == [Outcome.DONE, Outcome.TIMEOUT, Outcome.DONE]
    assert records[2].value == 10_000_000

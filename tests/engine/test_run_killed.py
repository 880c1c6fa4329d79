"""A run ends truthfully, and nobody is left, whatever is killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.run import ROOT, Run
from engine.supervisor.directory import VARIABLE
from engine.supervisor.end import children
from tests.engine.living import FOREVER, Live, run_directories, spec, wait_until_gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a child subreaper and prctl exist on Linux only")


@pytest.fixture
def live() -> Iterator[Live]:
    with Run.start(spec(FOREVER)) as run:
        yield Live(run)


# --- whatever is killed


def test_a_killed_supervisor_leaves_nobody_and_the_run_is_lost(live: Live) -> None:
    before = run_directories()
    os.kill(live.supervisor, signal.SIGKILL)
    recording = live.finish()

    assert recording.status["status"] == "lost"
    assert "supervisor died" in recording.status["note"]
    assert recording.summary is None
    assert live.run.wait().status == "lost"
    wait_until_gone(live.program, live.daemon)
    assert live.is_gone()
    assert before - run_directories()  # others may run programs meanwhile


def test_a_killed_guardian_ends_the_run_in_an_orderly_way(live: Live) -> None:
    os.kill(live.guardian, signal.SIGKILL)
    recording = live.finish()

    assert recording.status["status"] == "stopped"
    assert recording.summary is not None
    wait_until_gone(live.supervisor, live.program, live.daemon)
    assert live.is_gone()


def test_even_guardian_and_supervisor_killed_together_leave_nobody(live: Live) -> None:
    os.kill(live.guardian, signal.SIGSTOP)
    os.kill(live.supervisor, signal.SIGKILL)
    os.kill(live.guardian, signal.SIGKILL)
    recording = live.finish()

    assert recording.status["status"] == "lost"
    wait_until_gone(live.program, live.daemon)
    assert live.is_gone()


HOST = """
import sys
from engine.run import Run, RunSpec
from engine.wire import FrameKind
run = Run.start(RunSpec(code=sys.argv[1], stdio="capture"))
seen = ""
for frame in run.frames():
    if frame.kind == FrameKind.OUTPUT:
        seen += "".join(row[3] for row in frame.json())
        if "ready " in seen and "daemon " in seen:
            print(run.pid, " ".join(seen.split()), flush=True)
"""


def test_a_killed_host_ends_the_whole_run() -> None:
    """The host is the web server or the command line: its control pipe ends with it."""
    host = subprocess.Popen([sys.executable, "-c", HOST, FOREVER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert host.stdout is not None
    words = host.stdout.readline().split()
    pids = [int(word) for word in words if word.isdigit()]
    (supervisor,) = children(pids[0])
    host.kill()
    host.communicate()

    assert len(pids) == 3
    wait_until_gone(supervisor, *pids)


def test_a_killed_program_is_told_by_its_signal(live: Live) -> None:
    os.kill(live.program, signal.SIGTERM)
    recording = live.finish()

    assert (recording.status["status"], recording.status["signal"]) == ("finished", "SIGTERM")
    assert live.is_gone()


def test_leaving_a_run_ends_it() -> None:
    with Run.start(spec(FOREVER)) as run:
        live = Live(run)

    assert live.is_gone()


def test_nothing_of_a_run_is_left_in_memory_or_on_disk() -> None:
    with Run.start(spec(FOREVER)) as run:
        live = Live(run)
        environment = Path(f"/proc/{live.program}/environ").read_bytes().decode().split("\0")
        (place,) = [Path(entry.partition("=")[2]) for entry in environment if entry.startswith(f"{VARIABLE}=")]
        assert place in run_directories()
        run.stop()
        live.finish()

    assert not place.exists()

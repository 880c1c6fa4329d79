"""Programs that run under a supervisor, for the tests of engine/run.py."""

import os
import subprocess
import textwrap
from pathlib import Path

from engine.export.recording import Recording
from engine.run import Limits, Run, RunSpec
from engine.supervisor.directory import PREFIX, bases
from engine.supervisor.end import children

LONG = Limits(wall_ns=60_000_000_000)
FOREVER = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(f"daemon {os.getpid()}\\n", end="", flush=True)
        time.sleep(1000)
    os._exit(0)
os.wait()
print(f"ready {os.getpid()}\\n", end="", flush=True)
time.sleep(1000)
"""


def spec(code: str, **more: object) -> RunSpec:
    return RunSpec(**({"code": textwrap.dedent(code), "stdio": "capture", "limits": LONG, "run_id": "r1"} | more))  # type: ignore[arg-type]


def record(given: RunSpec) -> Recording:
    """Run to the end and read every frame."""
    recording = Recording()
    with Run.start(given) as run:
        for frame in run.frames():
            recording.add(frame)
    return recording


def text_of(recording: Recording, stream: int = 1) -> str:
    return "".join(text for _, _, number, text in recording.outputs if number == stream)


def lives(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be reaped (by whoever is init here)."""
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


class Live:
    """A run whose program, and the daemon it left, have said that they are there."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.recording = Recording()
        self.frames = run.frames()
        self.wait_for("ready", "daemon")
        words = text_of(self.recording).split()
        self.program = int(words[words.index("ready") + 1])
        self.daemon = int(words[words.index("daemon") + 1])
        self.guardian = run.pid
        (self.supervisor,) = children(self.guardian)

    def wait_for(self, *words: str) -> None:
        while not all(f"{word} " in text_of(self.recording) for word in words):
            self.recording.add(next(self.frames))

    def finish(self) -> Recording:
        for frame in self.frames:
            self.recording.add(frame)
        return self.recording

    def is_gone(self) -> bool:
        return not any(map(lives, (self.program, self.daemon, self.supervisor)))


def start_cat(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start a process that only waits; it has answered, so its environment is in place: a process that is just being executed has none."""
    cat = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert cat.stdin is not None
    assert cat.stdout is not None
    cat.stdin.write(b"here\n")
    cat.stdin.flush()
    assert cat.stdout.readline() == b"here\n"
    return cat


def run_directories() -> set[Path]:
    return {path for base in bases() for path in base.glob(PREFIX + "*")}


def wait_until_gone(*pids: int) -> None:
    """Wait for processes that are not our children; the test's own time limit ends a wait in vain."""
    while any(map(lives, pids)):
        os.sched_yield()

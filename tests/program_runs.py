"""Runs of what users might write (`programs/`), each once however many tests look at it."""

from functools import cache
from pathlib import Path
from typing import Any

from engine.export.recording import Recording
from engine.run import Run, RunSpec
from engine.wire import FrameKind
from tests.engine.living import LONG

PROGRAMS = Path(__file__).parent / "programs"


@cache
def watch(name: str, until: str = "", *, data: bool = False) -> Recording:
    """Run a program to its end, or until something of that kind is found; words behind its name are its arguments."""
    recording = Recording()
    name, *args = name.split()
    order = RunSpec(program=str(PROGRAMS / f"{name}.py"), args=tuple(args), stdio="capture", limits=LONG, run_id=name, data=data)
    with Run.start(order) as run:
        for frame in run.frames():
            recording.add(frame)
            if until and frame.kind == FrameKind.FINDING and (frame.json()["kind"], frame.json()["level"]) == (until, "error"):
                run.stop()
    return recording


def summary_of(recording: Recording) -> dict[str, Any]:
    assert recording.summary is not None
    return recording.summary

"""The seam between a run as the server keeps it and a program that really runs: what `engine.run` does, as the registry sees it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from app.store import RunRecord
from engine.run import AsyncRun
from engine.spec import STANDING_NS, Limits, RunSpec
from engine.wire import Frame

SEED = "LOCKSTEP_SEED"  # tells a program the seed of its run


class Running(Protocol):
    """A program that runs under a supervisor."""

    def __aiter__(self) -> AsyncIterator[Frame]: ...

    async def stop(self) -> None:
        """Ask the supervisor to end the whole tree; the frames go on until it has."""

    async def send_input(self, text: str) -> None:
        """Write to the program's standard input."""

    async def end_input(self) -> None:
        """Close the program's standard input."""


class Launch(Protocol):
    """Starts the program of a run in a directory of its own."""

    async def __call__(self, record: RunRecord, directory: Path) -> Running: ...


def spec_of(record: RunRecord, directory: Path) -> RunSpec:
    """Turn a record into the supervisor's order. Our own secrets in the environment are not the program's business."""
    limits = record.limits
    env = {name: value for name, value in os.environ.items() if not name.startswith("LOCKSTEP_")}
    if record.seed is not None:
        env[SEED] = str(record.seed)
    return RunSpec(
        program=record.program,
        args=record.args,
        cwd=str(directory),
        env=env,
        stdio="capture",
        stdin=record.stdin or "",
        stdin_open=record.stdin is None,
        limits=Limits(
            wall_ns=limits.wall_ns,
            events=limits.events,
            output_bytes=limits.output_bytes,
            standing_ns=STANDING_NS if record.script is not None else None,  # its verdict is certain then
        ),
        run_id=record.id,
        data=record.data,
    )


async def launch(record: RunRecord, directory: Path) -> Running:
    """Write the program into its directory and start it under a supervisor."""
    await asyncio.to_thread(_write_program, record, directory)
    return await AsyncRun.start(spec_of(record, directory))


def _write_program(record: RunRecord, directory: Path) -> None:
    directory.mkdir(parents=True, mode=0o700)
    (directory / record.program).write_text(record.source, "utf-8", newline="")

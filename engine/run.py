"""The one verb: start a run, iterate over its frames, end it. Used by the command line (`Run`) and by the web server (`AsyncRun`)."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from engine.errors import SupervisorError, WireError
from engine.spec import Limits, RunSpec
from engine.supervisor.directory import sweep
from engine.wire import Frame, FrameKind, FrameReader, encode_frame, encode_json

__all__ = ["AsyncRun", "Limits", "Run", "RunResult", "RunSpec"]

READ_BYTES = 1 << 20
CLEAR_UP_NS = 3_000_000_000
ROOT = str(Path(__file__).resolve().parent.parent)
# Isolated (-I), so that the user's modules, folder and PYTHONPATH are the program's alone.
BOOT = (
    "import sys; sys.path[:0] = [sys.argv[1]] if sys.argv[1] not in sys.path else []; del sys.argv[1]; "
    "from engine.supervisor.__main__ import main; sys.exit(main())"
)
LOST_NOTE = "The run's supervisor died. What is shown is what it knew until then; the program was ended."


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended. summary: None if the supervisor died before it could write one."""

    status: str
    exit_code: int | None
    signal: str | None
    note: str | None
    summary: dict[str, Any] | None


def _clear_up(guardian_code: int) -> None:
    """End whatever a run without a summary has left; where the guardian was killed too, as soon as the dying let go of its lock."""
    deadline = time.monotonic_ns() + CLEAR_UP_NS
    while not sweep() and guardian_code < 0 and time.monotonic_ns() < deadline:
        time.sleep(0.005)


class FrameTail:
    """Follows a run's frames, remembers how it stands, and says how it ends when the frames break off. No I/O."""

    def __init__(self) -> None:
        self.status: dict[str, Any] = {}
        self.summary: dict[str, Any] | None = None
        self._reader = FrameReader()
        self._last = 0

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes of the supervisor's pipe; return the frames they complete."""
        frames = self._reader.feed(data)
        for frame in frames:
            self._last = frame.sequence
            if frame.kind == FrameKind.STATUS:
                self.status = frame.json()
            elif frame.kind == FrameKind.SUMMARY:
                self.summary = frame.json()
        return frames

    def end(self) -> list[Frame]:
        """Close the run: a run without a summary has lost its supervisor, and one more STATUS frame says so."""
        if self.summary is not None:
            return []
        counts = {key: self.status.get(key, 0) for key in ("now", "workers", "events", "switches", "dropped")}
        self.status = {"phase": "ended", **counts, "status": "lost", "exit_code": None, "signal": None, "note": LOST_NOTE}
        self._last += 1
        return [encode_frame(FrameKind.STATUS, encode_json(self.status), sequence=self._last)]

    def result(self) -> RunResult:
        """How the run ended."""
        status = self.status
        return RunResult(status.get("status") or "lost", status.get("exit_code"), status.get("signal"), status.get("note"), self.summary)


def launch(spec: RunSpec) -> tuple[subprocess.Popen[bytes], int, int]:
    """Start a supervisor; return it with our ends of its control and frame pipes. Raises ProgramError if the program cannot be started."""
    spec.check()
    control, ours_control = os.pipe()
    ours_frames, frames = os.pipe()
    is_captured = spec.stdio == "capture"
    command = [sys.executable, "-I", "-c", BOOT, ROOT, "--control", str(control), "--frames", str(frames)]
    quiet = subprocess.DEVNULL if is_captured else None
    try:
        process = subprocess.Popen(
            command, pass_fds=(control, frames), stdin=quiet, stdout=quiet, start_new_session=is_captured
        )  # fmt: skip
    except OSError as problem:
        os.close(ours_control)
        os.close(ours_frames)
        raise SupervisorError(f"The supervisor cannot be started: {problem.strerror}.") from problem
    finally:
        os.close(control)
        os.close(frames)
    return process, ours_control, ours_frames


def order(**words: Any) -> bytes:
    """One line for the control pipe."""
    return json.dumps(words).encode() + b"\n"


class Run:
    """A run, driven without an event loop. Leaving its `with` block ends it."""

    def __init__(self, process: subprocess.Popen[bytes], control: int, frames: int) -> None:
        self._process = process
        self._control = control
        self._frames = frames
        self._tail = FrameTail()

    @classmethod
    def start(cls, spec: RunSpec) -> Self:
        """Start a program. Raises ProgramError if that cannot be."""
        process, control, frames = launch(spec)
        run = cls(process, control, frames)
        run._order_line(spec.to_json().encode() + b"\n")
        return run

    @property
    def pid(self) -> int:
        """The pid of the supervisor's guardian, above which nothing of the run stands."""
        return self._process.pid

    @property
    def status(self) -> dict[str, Any]:
        """The latest STATUS."""
        return self._tail.status

    def frames(self) -> Iterator[Frame]:
        """Iterate over the frames as they come, up to the last."""
        while self._frames >= 0:
            data = os.read(self._frames, READ_BYTES)
            try:
                yield from self._tail.feed(data)
            except WireError:
                data = b""
            if not data:
                self._end()
                yield from self._tail.end()

    def _end(self) -> None:
        os.close(self._frames)
        self._frames = -1
        self._close_control()
        guardian_code = self._process.wait()
        if self._tail.summary is None:
            _clear_up(guardian_code)

    def stop(self, *, grace_ns: int = 0) -> None:
        """End the run: at once, or after an interrupt (as by Ctrl-C) and a grace."""
        self._order_line(order(stop=True, grace_ns=grace_ns))

    def send_input(self, text: str) -> None:
        """Send text to a captured program's stdin."""
        self._order_line(order(stdin=text))

    def end_input(self) -> None:
        """End a captured program's stdin."""
        self._order_line(order(stdin_end=True))

    def wait(self) -> RunResult:
        """Wait for the end, passing over the frames that nobody took; tell how it ended."""
        for _ in self.frames():
            pass
        return self._tail.result()

    def close(self) -> None:
        """End the run, if it has not ended, and wait for that."""
        self._close_control()
        self.wait()

    def _order_line(self, line: bytes) -> None:
        try:
            while line and self._control >= 0:
                line = line[os.write(self._control, line) :]
        except BrokenPipeError:
            self._close_control()

    def _close_control(self) -> None:
        if self._control >= 0:
            os.close(self._control)
            self._control = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class AsyncRun:
    """A run, driven by asyncio; the twin of `Run`. `async for frame in run` gives its frames."""

    def __init__(self, process: subprocess.Popen[bytes], control: asyncio.WriteTransport, frames: asyncio.StreamReader) -> None:
        self._process = process
        self._control = control
        self._frames = frames
        self._tail = FrameTail()
        self._has_ended = False

    @classmethod
    async def start(cls, spec: RunSpec) -> Self:
        """Start a program. Raises ProgramError if that cannot be."""
        process, control, frames = await asyncio.to_thread(launch, spec)
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=READ_BYTES)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(frames, "rb", buffering=0))
        transport, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(control, "wb", buffering=0))
        transport.write(spec.to_json().encode() + b"\n")
        return cls(process, transport, reader)

    @property
    def pid(self) -> int:
        """The pid of the supervisor's guardian."""
        return self._process.pid

    @property
    def status(self) -> dict[str, Any]:
        """The latest STATUS."""
        return self._tail.status

    async def __aiter__(self) -> AsyncIterator[Frame]:
        while not self._has_ended:
            data = await self._frames.read(READ_BYTES)
            try:
                frames = self._tail.feed(data)
            except WireError:
                frames, data = [], b""
            for frame in frames:
                yield frame
            if not data:
                await self._end()
                for frame in self._tail.end():
                    yield frame

    async def _end(self) -> None:
        self._has_ended = True
        self._control.close()
        guardian_code = await asyncio.to_thread(self._process.wait)
        if self._tail.summary is None:
            await asyncio.to_thread(_clear_up, guardian_code)

    async def stop(self, *, grace_ns: int = 0) -> None:
        """End the run: at once, or after an interrupt (as by Ctrl-C) and a grace."""
        self._order(order(stop=True, grace_ns=grace_ns))

    async def send_input(self, text: str) -> None:
        """Send text to a captured program's stdin."""
        self._order(order(stdin=text))

    async def end_input(self) -> None:
        """End a captured program's stdin."""
        self._order(order(stdin_end=True))

    async def wait(self) -> RunResult:
        """Wait for the end, passing over the frames that nobody took; tell how it ended."""
        async for _ in self:
            pass
        return self._tail.result()

    async def close(self) -> None:
        """End the run, if it has not ended, and wait for that."""
        self._control.close()
        await self.wait()

    def _order(self, line: bytes) -> None:
        if not self._control.is_closing():
            self._control.write(line)

"""A captured program's three streams: read on a budget, fed without ever blocking.

What the program writes is read a little at a time, so that a flood stops the program in its own write and not us. Bytes are kept with
the time of their arrival until the probe's records up to then are known; what no record explains becomes output of worker 0. They have
arrived when they are read and not a moment before: their records were written before them, but maybe after the rings were drained last.
"""

import codecs
import os
from collections import deque

from engine.clock import Clock
from engine.supervisor.matching import Matcher
from engine.supervisor.spawn import Streams

READ_BYTES = 64 * 1024  # of each stream, each tick
TAIL_BYTES = 256 * 1024  # of each stream, when the program is gone: what may still be in its pipe

Output = tuple[int, int, int, str]  # time, worker, stream, text: a row of an OUTPUT frame


class OutputPipe:
    """One stream out of the program. `number` is 1 for stdout, 2 for stderr."""

    def __init__(self, descriptor: int, number: int) -> None:
        self.number = number
        self.byte_count = 0
        self._descriptor = descriptor
        self._matcher = Matcher()
        self._arrived: deque[tuple[int, bytes]] = deque()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    @property
    def is_open(self) -> bool:
        """Whether anything may still come."""
        return self._descriptor >= 0

    def read(self, clock: Clock, *, most: int = READ_BYTES) -> int:
        """Read what is there, at most so many bytes; return how many came."""
        if self._descriptor < 0:
            return 0
        try:
            data = os.read(self._descriptor, most)
        except BlockingIOError:
            return 0
        if not data:
            self.close()
            return 0
        self._arrived.append((clock(), data))
        self.byte_count += len(data)
        return len(data)

    def recorded(self, worker: int, text: str) -> None:
        """Take a text that the probe recorded on this stream."""
        self._matcher.recorded(worker, text)

    def unexplained(self, known_ns: int, *, final: bool = False) -> list[Output]:
        """Return what came up to `known_ns`, to which all records are known, and was recorded by nobody."""
        rows: list[Output] = []
        while self._arrived and (final or self._arrived[0][0] <= known_ns):
            when, data = self._arrived.popleft()
            last = final and not self._arrived
            text = self._decoder.decode(self._matcher.explain(data, final=last), last)
            if text:
                rows.append((when, 0, self.number, text))
        if final and (rest := self._matcher.explain(b"", final=True)):
            rows.append((known_ns, 0, self.number, self._decoder.decode(rest, True)))
        return rows

    def close(self) -> None:
        """Close our end."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class InputPipe:
    """The stream into the program."""

    def __init__(self, descriptor: int, text: str, *, stays_open: bool) -> None:
        self._descriptor = descriptor
        self._waiting = bytearray(text.encode("utf-8", "surrogateescape"))
        self._is_ending = not stays_open

    def send(self, text: str) -> None:
        """Queue more input."""
        if not self._is_ending:
            self._waiting += text.encode("utf-8", "replace")

    def end(self) -> None:
        """Let the program see the end of its input, behind what is queued."""
        self._is_ending = True

    def write(self) -> None:
        """Write what the pipe takes."""
        if self._descriptor < 0:
            return
        try:
            while self._waiting:
                del self._waiting[: os.write(self._descriptor, self._waiting[:65536])]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self.close()
            return
        if self._is_ending:
            self.close()

    def close(self) -> None:
        """Close our end."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class Capture:
    """All streams of a captured program; of one that inherits ours, nothing."""

    def __init__(self, streams: Streams, stdin: str, *, stdin_open: bool) -> None:
        self.stdin = InputPipe(streams.stdin, stdin, stays_open=stdin_open)
        self.pipes = [OutputPipe(fd, number) for number, fd in ((1, streams.stdout), (2, streams.stderr)) if fd >= 0]
        self._recorded_bytes = 0

    @property
    def byte_count(self) -> int:
        """How much the program has written: what came through its pipes, or else what the probe recorded."""
        return sum(pipe.byte_count for pipe in self.pipes) or self._recorded_bytes

    @property
    def is_open(self) -> bool:
        """Whether somebody may still write."""
        return any(pipe.is_open for pipe in self.pipes)

    def pump(self, clock: Clock) -> None:
        """Move a little in each direction."""
        self.stdin.write()
        for pipe in self.pipes:
            pipe.read(clock)

    def read_rest(self, clock: Clock) -> None:
        """Read what the dead have left in the pipes."""
        for pipe in self.pipes:
            while pipe.is_open and pipe.read(clock, most=TAIL_BYTES):
                pass

    def add_recorded(self, outputs: list[Output]) -> None:
        """Take rows of recorded output."""
        for _, worker, stream, text in outputs:
            self._recorded_bytes += len(text)
            for pipe in self.pipes:
                if pipe.number == stream:
                    pipe.recorded(worker, text)

    def unexplained(self, known_ns: int, *, final: bool = False) -> list[Output]:
        """Return the output that nobody recorded, as rows of an OUTPUT frame."""
        return [row for pipe in self.pipes for row in pipe.unexplained(known_ns, final=final)]

    def close(self) -> None:
        """Close all our ends."""
        self.stdin.close()
        for pipe in self.pipes:
            pipe.close()

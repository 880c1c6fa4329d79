"""The supervisor's two pipes to whoever started it: orders come in, frames go out."""

import json
import os
from typing import Any

from engine.wire import Frame, FrameKind, encode_frame, encode_json

READ_BYTES = 65536
CHUNK = 1 << 20


class Control:
    """Orders, one JSON object on each line; the end of the pipe means that nobody is interested in the run any more."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.is_closed = False
        self._buffer = bytearray()

    def read_first(self) -> bytes:
        """Wait for the first line: the run's spec. Empty if none comes."""
        while b"\n" not in self._buffer:
            data = os.read(self.descriptor, READ_BYTES)
            if not data:
                return b""
            self._buffer += data
        os.set_blocking(self.descriptor, False)
        line, _, rest = bytes(self._buffer).partition(b"\n")
        self._buffer[:] = rest
        return line

    def read(self) -> list[dict[str, Any]]:
        """Read the orders that have come, without waiting. A line that is no order is passed over."""
        while not self.is_closed:
            try:
                data = os.read(self.descriptor, READ_BYTES)
            except BlockingIOError:
                break
            self.is_closed = not data
            self._buffer += data
        *lines, rest = bytes(self._buffer).split(b"\n")
        self._buffer[:] = rest
        return [order for order in map(_parse, lines) if order]


def _parse(line: bytes) -> dict[str, Any]:
    try:
        order = json.loads(line)
    except ValueError:
        return {}
    return order if isinstance(order, dict) else {}


class Outbox:
    """Frames on their way out; numbers them, and never waits for a slow reader unless asked to."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.is_broken = False
        self._next = 1
        self._waiting = bytearray()
        os.set_blocking(descriptor, False)

    @property
    def next_sequence(self) -> int:
        """The number of the next frame."""
        return self._next

    @property
    def pending(self) -> int:
        """How many bytes wait for the reader."""
        return len(self._waiting)

    def send(self, kind: FrameKind, value: Any) -> None:
        """Send one frame with a JSON body."""
        self.send_frames([encode_frame(kind, encode_json(value), sequence=self._next)])

    def send_frames(self, frames: list[Frame]) -> None:
        """Send frames that are numbered from `next_sequence` on."""
        self._next += len(frames)
        if not self.is_broken:
            self._waiting += b"".join([frame.data for frame in frames])

    def write(self) -> None:
        """Write what the pipe takes."""
        try:
            while self._waiting:
                del self._waiting[: os.write(self.descriptor, self._waiting[:CHUNK])]
        except BlockingIOError:
            return
        except BrokenPipeError:
            self.is_broken = True
            self._waiting.clear()

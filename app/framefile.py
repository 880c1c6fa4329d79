"""One run's frames on disk: appended as they arrive, found again by sequence number, readable wherever the file was cut."""

import os
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.errors import WireError
from engine.wire import HEADER, MAGIC, MAX_BODY, VERSION, Frame, FrameReader

CHUNK = 256 * 1024  # bytes that are read or sent at once, unless one frame is longer


class FrameFile:
    """A `.lockstep` file with an index of where each frame begins. Sequence numbers count 1, 2, 3 ... so the index is a list."""

    def __init__(self, descriptor: int, offsets: "array[int]", size: int) -> None:
        self._descriptor = descriptor
        self._offsets = offsets
        self._size = size
        self._cached = (0, 0, b"")

    @classmethod
    def create(cls, path: Path) -> Self:
        """Begin a new file; it must not exist."""
        return cls(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), array("Q"), 0)

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> Self:
        """Open a file that is there, up to its last whole frame. With `writable`, what is behind that frame is cut off."""
        descriptor = os.open(path, (os.O_RDWR if writable else os.O_RDONLY) | os.O_CLOEXEC)
        try:
            offsets, size = _scan(descriptor)
            if writable:
                os.ftruncate(descriptor, size)
        except BaseException:
            os.close(descriptor)
            raise
        return cls(descriptor, offsets, size)

    @property
    def last(self) -> int:
        """The last frame's sequence number, 0 when there is none yet."""
        return len(self._offsets)

    @property
    def size(self) -> int:
        """Bytes of whole frames."""
        return self._size

    def append(self, frames: Iterable[Frame]) -> None:
        """Write frames behind the others. A repeated or missing number is an error: nobody could resume."""
        parts = []
        starts: list[int] = []
        end = self._size
        for frame in frames:
            if frame.sequence != self.last + len(starts) + 1:
                raise WireError(f"expected frame {self.last + len(starts) + 1} but got {frame.sequence}")
            starts.append(end)
            parts.append(frame.data)
            end += len(frame.data)
        data = b"".join(parts)
        written = 0
        while written < len(data):
            written += os.pwrite(self._descriptor, data[written:], self._size + written)
        self._offsets.extend(starts)
        self._size = end

    def offset_after(self, sequence: int) -> int:
        """Return where the frame behind `sequence` begins (the end, if that frame is not there yet)."""
        return self._offsets[sequence] if 0 <= sequence < self.last else self._size

    def read(self, offset: int) -> bytes:
        """Return whole frames from an offset on: about CHUNK bytes, or the one frame that is longer; b"" at the end.

        Everybody who asks at the live edge gets the very same bytes.
        """
        start, size, data = self._cached
        if start == offset and size == self._size:
            return data
        end = self._cut(offset)
        data = os.pread(self._descriptor, end - offset, offset)
        self._cached = (offset, self._size, data)
        return data

    def frames(self, after: int = 0) -> Iterator[Frame]:
        """Iterate over the frames behind a sequence number."""
        reader = FrameReader()
        offset = self.offset_after(after)
        while data := self.read(offset):
            yield from reader.feed(data)
            offset += len(data)

    def close(self) -> None:
        """Give the descriptor back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        """Give the descriptor back when the last of a live run's viewers lets go: nobody knows beforehand which one that is."""
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _cut(self, offset: int) -> int:
        """Return the end of the whole frames that fit into a chunk from `offset`."""
        if self._size - offset <= CHUNK:
            return self._size
        fitting = bisect_right(self._offsets, offset + CHUNK) - 1  # the last frame that begins within the chunk
        first = bisect_left(self._offsets, offset)
        following = max(fitting, first + 1)
        return self._offsets[following] if following < self.last else self._size


def _scan(descriptor: int) -> "tuple[array[int], int]":
    """Find where each whole frame begins; stop at the first thing that is none."""
    offsets: array[int] = array("Q")
    length = os.fstat(descriptor).st_size
    position = 0
    while position + HEADER.size <= length:
        magic, version, _, body, sequence = HEADER.unpack(os.pread(descriptor, HEADER.size, position))
        end = position + HEADER.size + body
        if magic != MAGIC or version != VERSION or body > MAX_BODY or sequence != len(offsets) + 1 or end > length:
            break
        offsets.append(position)
        position = end
    return offsets, position

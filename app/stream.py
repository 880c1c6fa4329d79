"""One live run for any number of viewers. Each viewer reads the run's file at its own pace, so a slow one costs nobody anything:
nothing is queued for it, it is simply further back in the file. Joining, resuming and lagging are the same thing."""

import asyncio
from collections.abc import AsyncIterator, Iterable

from app.framefile import FrameFile
from engine.wire import Frame


class Stream:
    """The frames of a run that may still grow. Used on one event loop."""

    def __init__(self, file: FrameFile) -> None:
        self.file = file
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()

    @property
    def has_ended(self) -> bool:
        """Whether the last frame is there."""
        return self._ended.is_set()

    def publish(self, frames: Iterable[Frame]) -> None:
        """Keep frames and wake the viewers. They are on disk before anybody sees them."""
        self.file.append(frames)
        self._wake()

    def end(self) -> None:
        """Tell the viewers that no frame will follow."""
        self._ended.set()
        self._wake()

    async def wait_end(self) -> None:
        """Wait until the last frame is there."""
        await self._ended.wait()

    async def follow(self, *, after: int = 0) -> AsyncIterator[bytes]:
        """Iterate over the frames behind a sequence number, several at a time, until the run has ended: no gap, no repeat."""
        while after > self.file.last and not self._ended.is_set():
            await self._changed.wait()
        offset = self.file.offset_after(after)
        while True:
            changed = self._changed
            if data := self.file.read(offset):
                offset += len(data)
                yield data
            elif self._ended.is_set():
                return
            else:
                await changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

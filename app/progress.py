"""What `lockstep run` says on the terminal while a program runs: the last line, kept apart from the program's own output."""

import shutil
from collections.abc import Callable
from typing import Any, TextIO

SECOND_NS = 1_000_000_000


def progress_text(status: dict[str, Any]) -> str:
    """Put a STATUS into words."""
    seconds, workers, events = status.get("now", 0) / SECOND_NS, status.get("workers", 0), status.get("events", 0)
    return f"lockstep  {seconds:.1f} s   {workers} {'worker' if workers == 1 else 'workers'}   {events:,} events"


class StatusLine:
    """Keeps the terminal's last line for itself while it is open; the program scrolls above it."""

    def __init__(self, stream: TextIO, *, size: Callable[[], tuple[int, int]] = shutil.get_terminal_size) -> None:
        self._stream = stream
        self._size = size
        self._rows = 0

    def show(self, text: str) -> None:
        """Write a text into the last line."""
        columns, rows = self._size()
        if rows < 3:
            return
        opening = ""
        if rows != self._rows:
            # Make room below, then let only the lines above the last one scroll; both leave the cursor where the program left it.
            opening = f"\n\x1b7\x1b[1;{rows - 1}r\x1b8\x1b[1A"
            self._rows = rows
        self._stream.write(f"{opening}\x1b7\x1b[{rows};1H\x1b[2K\x1b[2m{text[: columns - 1]}\x1b[0m\x1b8")
        self._stream.flush()

    def close(self) -> None:
        """Give the line back."""
        if self._rows:
            self._stream.write(f"\x1b7\x1b[r\x1b[{self._rows};1H\x1b[2K\x1b8")
            self._stream.flush()
            self._rows = 0

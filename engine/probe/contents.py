"""What of its file a transfer is: does it begin at the first byte, was the file emptied before, and what does it say, if that is short?

With that it shows whether two workers wrote over each other (see engine/timeline/contents.py). Only a transfer that begins at the first
byte is marked, so a program that reads or writes on costs nothing more.
"""

from __future__ import annotations

import posix

from .descriptors import table
from .kinds import Extent
from .recorder import text_id
from .reprs import short_repr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .descriptors import Descriptor

START, EMPTIED = int(Extent.START), int(Extent.EMPTIED)
SHORT = 4096  # bytes that are looked at
MOST_TEXTS = 5000  # of one process
KEPT = 256  # contents whose texts are known
PRIME = 4294967291

_shown = [0]
_texts: dict[bytes, int] = {}
_last: dict[int, tuple[bytes, int]] = {}  # by file: the content that was read or written last, and its text
last_written: dict[int, tuple[int, int]] = {}  # by file: text and size of what was written at its beginning


def moved(descriptor: Descriptor, position: int) -> None:
    """Note where the next transfer begins."""
    if descriptor.position >= 0:
        descriptor.position = position


def emptied(descriptor: Descriptor, size: int) -> None:
    """Note how long a file is now."""
    if size == 0:
        descriptor.is_emptied = True


def was_written(descriptor: Descriptor, data: Any, size: int) -> tuple[int, int]:
    """Note a write; return its marks, and the text of what was written."""
    if descriptor.position < 0:
        return 0, 0
    begins = descriptor.is_emptied if descriptor.appends else descriptor.position == 0
    descriptor.position += size
    if not begins:
        return 0, 0
    marks = START | (EMPTIED if descriptor.is_emptied else 0)
    if descriptor.appends:
        descriptor.is_emptied = False
    text = text_of(descriptor.id, bytes(data[:size])) if size <= SHORT else 0
    last_written[descriptor.id] = text, size
    return marks, text


def forget_positions() -> None:
    """Note that a forked child is to have the open files too, and to move in them: nobody here knows where they stand from now on."""
    for descriptor in list(table.values()):
        descriptor.position = -1


def text_of(file: int, content: bytes) -> int:
    """Return the text of a file's short content. Most is what it was the last time, and to see that costs less than to look it up."""
    last = _last.get(file)
    if last is not None and last[0] == content:
        return last[1]
    text = _look_up(content)
    _last[file] = content, text
    return text


def _look_up(content: bytes) -> int:
    known = _texts.get(content)
    if known is not None:
        return known
    if _shown[0] >= MOST_TEXTS:
        return 0
    _shown[0] += 1
    try:
        shown: str | bytes = content.decode()
    except UnicodeDecodeError:
        shown = content
    text = short_repr(shown)
    if text.endswith("..."):  # of two that begin alike the one is not to be taken for the other
        text += f" ({len(content)} bytes, {int.from_bytes(content, 'big') % PRIME:08x})"
    if len(_texts) >= KEPT:
        _texts.clear()
    known = _texts[content] = text_id(text)
    return known


posix.register_at_fork(before=forget_positions)

"""Record something at the instant it happened, when what is to be said of it is known only a little later.

A queue's item is taken at one instant and can be shown only after it has been unpickled; a process is forked at one instant and its number
is known at the next. Meanwhile others may have acted on it, so the later time would put effect before cause.
"""

from .recorder import emit, ring
from .writer import pack_record


def emit_at(time_ns: int, kind: int, subject: int, value: int, flags: int, location: int) -> None:
    """Write one record as of `time_ns` (CLOCK_MONOTONIC), which must be less than the collector's 20 ms ago."""
    mine = ring()
    position = mine.position
    if position > mine.last:
        emit(kind, subject, value, flags, location)
        return
    mine.position = position + 32
    pack_record(mine.buffer, position, time_ns, subject, value, location | flags << 32 | kind << 48)

"""Record something at the instant it happened, when what is to be said of it is known only a little later.

A queue's item is taken at one instant and can be shown only after it has been unpickled; a process is forked at one instant and its number
is known at the next. Meanwhile others may have acted on it, so the later time would put effect before cause.
"""

from .recorder import ring


def emit_at(time_ns: int, kind: int, subject: int, value: int, flags: int, location: int) -> None:
    """Write one record as of `time_ns` (CLOCK_MONOTONIC), which must be a moment ago: the collector does not wait long."""
    ring().write_at(time_ns, location | flags << 32 | kind << 48, subject, value)

"""What Ctrl-C does while a program runs under us."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from engine.run import Run
from engine.spec import SECOND_NS

GRACE_NS = 3 * SECOND_NS  # between the first Ctrl-C and the end of the whole tree; a second Ctrl-C ends it at once


@contextmanager
def stopped_by_signals(running: Run) -> Iterator[None]:
    """Stop the run, not ourselves, when we are interrupted: softly by the first Ctrl-C, at once by the second."""
    count = 0

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal count
        count += 1
        running.stop(grace_ns=GRACE_NS if count == 1 and number == signal.SIGINT else 0)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in numbers if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""Report as one an operation that the standard library builds from smaller ones, like `Semaphore.acquire`, and its wait only if it waits.

The hook of the outer method opens an `Operation` and calls the original. If that blocks, it does so in `Condition.wait` on a condition
of its own; the hook there (conditions.py) finds the open operation and records its WAIT, still under the lock, so the order is exact.
"""

from __future__ import annotations

from . import recorder
from .kinds import Kind, Outcome
from .location import caller, location_of, places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

here = recorder.here
known_place = places.get
WAIT, WAIT_END = Kind.WAIT << 48, Kind.WAIT_END << 48
DONE, TIMEOUT, REFUSED, RAISED = (int(outcome) << 32 for outcome in (Outcome.DONE, Outcome.TIMEOUT, Outcome.REFUSED, Outcome.RAISED))


class Operation:
    """One open operation of this thread on `subject`, waiting for `reason` if it must, for at most `timeout` ns (-1: for ever)."""

    __slots__ = ("is_waiting", "location", "previous", "reason", "subject", "timeout")

    is_waiting: bool
    location: int
    previous: Any

    def __init__(self, subject: int, reason: int, timeout: int) -> None:
        self.subject = subject
        self.reason = reason << 40
        self.timeout = timeout
        frame = caller(3)
        self.location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
        self.is_waiting = False

    def __enter__(self) -> Operation:
        self.previous = here.operation
        here.operation = self
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        here.operation = self.previous
        if kind is not None and self.is_waiting:
            self.end(RAISED)

    def wait(self) -> None:
        """Record the WAIT, once."""
        if not self.is_waiting:
            self.is_waiting = True
            here.write(WAIT | self.reason | self.location, self.subject, self.timeout)

    def end(self, outcome: int) -> None:
        """Record how the operation ended without taking anything."""
        self.is_waiting = False
        here.write(WAIT_END | self.reason | outcome | self.location, self.subject, 0)

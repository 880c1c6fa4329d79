"""Calls of a manager's objects that are under way: who asked, who serves it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from engine.timeline.resources import Resource
    from engine.timeline.workers import Contender

MOST_OPEN = 1000  # calls that wait to be served; more means that the server is not ours to see


class Call(NamedTuple):
    """One call: of what, by whom, with which words, when, on which line."""

    resource: Resource
    caller: Contender
    text: int
    time: int
    location: int


class Calls:
    """The calls of one run that are not answered."""

    __slots__ = ("answers", "open", "served")

    def __init__(self) -> None:
        self.open: deque[Call] = deque(maxlen=MOST_OPEN)
        self.served: dict[int, Call] = {}  # by the server's thread
        self.answers: dict[int, tuple[int, int]] = {}  # by caller: when, and from which thread, the answer was sent

    def take(self, resource: Resource, text: int, pid: int) -> Call | None:
        """Take out the oldest call of those words on that object by that process."""
        for number, call in enumerate(self.open):
            if call.resource is resource and call.text == text and pid in (0, call.caller.facts.pid):
                del self.open[number]
                return call
        return None

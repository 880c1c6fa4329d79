"""Where records come from: the rings of threads, and the tables of ids that the processes wrote theirs with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Ids:
    """The id tables of one process. A forked child looks into its parent's for what it inherited."""

    def __init__(self, pid: int, parent: Ids | None) -> None:
        self.pid = pid
        self.parent = parent
        self.texts: dict[int, int] = {}
        self.locations: dict[int, int] = {}
        self.resources: dict[int, int] = {}  # not inherited: a copy of a thread lock is another lock
        self.accessors: dict[int, Source] = {}  # by the number of a thread in READ and WRITE
        self.is_gone = False  # the process has ended
        self.held_ns = 0  # from here on one of its threads knows better, and has not written it yet; 0: none does
        self._held_at = 0  # when that was said

    def hold(self, held_ns: int, *, at_ns: int) -> None:
        """Note from when on its order is not known; what was said last counts, whichever of its rings is read first."""
        if at_ns >= self._held_at:
            self.held_ns, self._held_at = held_ns, at_ns

    def text(self, number: int) -> int:
        """Give the run's id of a text."""
        return _look_up(self, number, lambda ids: ids.texts)

    def location(self, number: int) -> int:
        """Give the run's id of a location."""
        return _look_up(self, number, lambda ids: ids.locations)


def _look_up(ids: Ids, number: int, table: Callable[[Ids], dict[int, int]]) -> int:
    here: Ids | None = ids
    for _ in range(64):  # generations; a hostile chain ends here
        if here is None or not number:
            return 0
        found = table(here).get(number)
        if found is not None:
            table(ids)[number] = found
            return found
        here = here.parent
    return 0


def find_original(ids: Ids | None, subject: int) -> int:
    """Give the run's number of what a forked child has a copy of; 0 if no ancestor used it."""
    for _ in range(64):
        if ids is None:
            break
        if subject in ids.resources:
            return ids.resources[subject]
        ids = ids.parent
    return 0


class Source:
    """Where a ring's records come from: one thread of one process."""

    __slots__ = ("base", "ids", "pid", "thread", "tid", "worker")

    def __init__(self, ids: Ids, pid: int, tid: int) -> None:
        self.ids = ids
        self.pid = pid
        self.tid = tid
        self.thread = 0  # worker of the thread; not known before its first event
        self.worker = 0  # who acts: the thread, or the strand that it runs now
        self.base = 0  # who acted before the generators that it is inside of

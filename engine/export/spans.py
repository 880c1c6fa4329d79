"""States as spans: each worker's changes, laid end to end."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.events import State
from engine.wire import Change


class Span(NamedTuple):
    """One worker in one state from `begin` to `end` (ns since the run began)."""

    begin: int
    end: int
    change: Change


def spans_of(changes: Iterable[Change], *, end_ns: int) -> Iterator[Span]:
    """Turn changes into spans, in order of their ends; what is unfinished ends at `end_ns`. Nothing is said of the terminated."""
    open_changes: dict[int, Change] = {}
    for change in changes:
        before = open_changes.get(change.worker)
        if before is not None and change.time > before.time and before.state is not State.TERMINATED:
            yield Span(before.time, change.time, before)
        open_changes[change.worker] = change
    for change in open_changes.values():
        if change.state is not State.TERMINATED and end_ns > change.time:
            yield Span(change.time, end_ns, change)

"""Orphans, which outlive their parent, and zombies, which have ended and were not waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Reason
from engine.findings.finding import Finding
from engine.findings.words import line_of, say
from engine.timeline.workers import Process, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.world import World

STRANGER_NS: Final = 1_000_000_000  # one that no line of the program's started may be a helper of the library's that has not said so yet
ORPHAN_NS: Final = 100_000_000  # a child that ends with its parent, e.g. at the same Ctrl-C, needs a moment for it
ZOMBIE_NS: Final = 1_000_000_000  # so long its parent did something else than to wait for children
CHILD_WAITS: Final = frozenset({Reason.JOIN, Reason.PROCESS})

MESSAGES: Final = {
    "finding.orphan": (
        "{who} (pid {pid}) goes on though {parent}, its parent, has ended: it is an orphan, nobody waits for it or learns how "
        "it ends. Let a parent wait for its children, by join() or wait(), before it ends."
    ),
    "finding.orphan.ended": (
        "{who} (pid {pid}) went on for {lasted_ns} after {parent}, its parent, had ended: it was an orphan, nobody waited for "
        "it or learned how it ended. Let a parent wait for its children, by join() or wait(), before it ends."
    ),
    "finding.zombie": (
        "{who} (pid {pid}) has ended, but {parent}, its parent, has not asked for its exit code for {lasted_ns}: it "
        "stays in the system's table as a zombie. Call join(), wait() or waitpid() for it."
    ),
    "finding.zombie.never": (
        "{who} (pid {pid}) was a zombie for {lasted_ns}: it had ended, and {parent}, its parent, ended too without ever having "
        "asked for its exit code. Call join(), wait() or waitpid() for it."
    ),
}


def parent_of(world: World, process: Process) -> Process | None:
    """Give the process that started this one."""
    parent = world.workers.get(process.parent)
    if isinstance(parent, Thread):
        return parent.process
    return parent if isinstance(parent, Process) else None


class Orphans:
    """Tells of those who outlive their parent."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[Process, Process]] = {}  # the orphan, its parent
        self._seen: set[int] = set()  # who needs no second look: told, or ended in time

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, and how long it lasted."""
        for process in _processes(world):
            parent = parent_of(world, process)
            if process.id in self._open or parent is None or parent.ended is None or process.started is None or process.facts.is_helper:
                continue
            until = min(world.now if process.ended is None else process.ended, world.stopped_at)
            patience = ORPHAN_NS if process.has_probe or process.start_location else STRANGER_NS
            if process.id not in self._seen and until - parent.ended >= patience + world.latency:
                self._seen.add(process.id)
                self._open[process.id] = (process, parent)
                yield _orphan(world, process, parent, until)
        for process, parent in [pair for pair in self._open.values() if pair[0].ended is not None]:
            del self._open[process.id]
            yield _orphan(world, process, parent, min(process.ended or 0, world.stopped_at))


def _processes(world: World) -> list[Process]:
    return [worker for worker in world.processes if worker.parent]


def _orphan(world: World, process: Process, parent: Process, until: int) -> Finding:
    born = parent.ended or 0
    has_ended = process.ended is not None
    message_id = "finding.orphan.ended" if has_ended else "finding.orphan"
    parameters: dict[str, Any] = {"who": process.facts.name, "pid": process.facts.pid, "parent": parent.facts.name}
    if has_ended:
        parameters["lasted_ns"] = max(until - born, 0)
    return Finding(
        kind="orphan",
        level="warning",
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("orphan", process.id),
        at=born,
        since=born,
        parameters=parameters,
        workers=[process.id, parent.id],
        location=process.start_location,
        is_open=not has_ended,
    )


class Zombies:
    """Tells of the dead that the system still knows because their parent, which has other things to do, has not asked for them."""

    def __init__(self) -> None:
        self._since: dict[int, int] = {}  # since when it has been dead and its parent does not wait for children
        self._told: set[int] = set()
        self._open: dict[int, tuple[Process, Process]] = {}  # the zombie, its parent

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, and whether it was ever asked for."""
        seen_at, known = world.present
        for process in _processes(world):
            if process.ended is None or process.facts.is_helper or process.reaped_at is not None or process.id in self._told:
                continue
            parent = parent_of(world, process)
            if parent is None or parent.ended is not None or process.facts.pid not in known or seen_at < process.ended:
                continue
            if _waits_for_children(parent):
                self._since[process.id] = world.now
            elif seen_at - self._since.setdefault(process.id, process.ended) >= ZOMBIE_NS + world.latency:
                self._told.add(process.id)
                self._open[process.id] = (process, parent)
                yield _zombie(world, process, parent, seen_at - process.ended, is_over=False)
        for process, parent in list(self._open.values()):
            until = process.reaped_at or parent.ended
            if until is not None:
                del self._open[process.id]
                yield _zombie(world, process, parent, until - (process.ended or 0), is_over=True)


def _waits_for_children(parent: Process) -> bool:
    return any(wait.reason in CHILD_WAITS for thread in parent.threads if thread.ended is None for wait in thread.waits)


def _zombie(world: World, process: Process, parent: Process, lasted: int, *, is_over: bool) -> Finding:
    is_never = is_over and process.reaped_at is None
    message_id = "finding.zombie.never" if is_never else "finding.zombie"
    parameters: dict[str, Any] = {
        "who": process.facts.name,
        "pid": process.facts.pid,
        "parent": parent.facts.name,
        "lasted_ns": lasted,
        "line": line_of(world, process.start_location),
    }
    return Finding(
        kind="zombie",
        level="warning" if is_never else "info",  # its parent may ask yet
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("zombie", process.id),
        at=(process.ended or 0),
        since=process.ended or 0,
        parameters=parameters,
        workers=[process.id, parent.id],
        location=process.start_location,
        is_open=not is_over,
    )

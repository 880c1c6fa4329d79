"""Which strand is which: from the strand ids of the records to the run's numbers.

A strand is a worker inside a thread: a task, a greenlet or a generator. A forked child inherits its parent's strands as copies, so what
tells one from another is the process together with the id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.events import WorkerKind

if TYPE_CHECKING:
    from engine.tables import Tables

KINDS = {str(kind): kind for kind in (WorkerKind.TASK, WorkerKind.GREENLET, WorkerKind.GENERATOR)}


class Strands:
    """The strands of a run by the numbers that records carry."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._defined: dict[int, tuple[str, str, int]] = {}  # strand id -> kind, name, location
        self._workers: dict[tuple[int, int], int] = {}  # process worker, strand id -> worker
        self._workers_of: dict[int, list[int]] = {}  # strand id -> workers: more than one where a process was forked

    def define(self, strand: int, kind: str, name: str, *, location: int) -> None:
        """Note what the probe told about a strand; what is told again of a known one is its better name."""
        self._defined[strand] = (kind, name, location)
        for number in self._workers_of.get(strand, ()):
            facts = self._tables.workers[number]
            facts.name, facts.location = name or facts.name, location or facts.location
            self._tables.changed_workers.add(number)

    def __contains__(self, strand: int) -> bool:
        return strand in self._defined

    def worker(self, strand: int, *, process: int, thread: int) -> int:
        """Give the worker of a strand; make it, as one of that thread's, when it is new. 0 for the strand 0."""
        number = self._workers.get((process, strand), 0)
        if not number and strand:
            kind, name, location = self._defined.get(strand, ("task", "", 0))
            facts = self._tables.add_worker(
                KINDS.get(kind, WorkerKind.TASK), name or kind, process=process, pid=self._tables.workers[process].pid
            )
            facts.thread, facts.location = thread, location
            number = self._workers[process, strand] = facts.id
            self._workers_of.setdefault(strand, []).append(number)
        return number

    def known(self, strand: int, *, process: int) -> int:
        """Give the worker of a strand that somebody mentions; 0 if it was never heard of."""
        return self._workers.get((process, strand), 0)

    def is_generator(self, number: int) -> bool:
        """Say whether a worker is a generator."""
        return number in self._tables.workers and self._tables.workers[number].kind is WorkerKind.GENERATOR

    def stepped(self, number: int, *, thread: int) -> None:
        """Note in which thread a strand runs now: a generator may be resumed by another one than before."""
        facts = self._tables.workers[number]
        if facts.thread != thread:
            facts.thread = thread
            self._tables.changed_workers.add(number)

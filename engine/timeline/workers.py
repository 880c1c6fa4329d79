"""Workers as the fold keeps them: a process with its threads, their strands, and what each is doing."""

from __future__ import annotations

import signal
from collections import deque
from typing import TYPE_CHECKING, Any

from engine.events import Known, Reason, State
from engine.wire import NO_CPU

if TYPE_CHECKING:
    from engine.events import Event
    from engine.tables import WorkerFacts
    from engine.timeline.resources import Resource, Wait
    from engine.wire import Change

Span = tuple[State, Reason, Known, int, int, int, int, int]  # state, reason, known, cpu, resource, target, by, location

NOT_YET: Span = (State.NEW, Reason.NONE, Known.MEASURED, NO_CPU, 0, 0, 0, 0)
GONE: Span = (State.TERMINATED, Reason.NONE, Known.MEASURED, NO_CPU, 0, 0, 0, 0)


class Worker:
    """Somebody who executes. `span` holds from `since` on; `sums` has the ns of all spans before, by state << 5 | reason."""

    __slots__ = (
        "began",
        "cut",
        "ended",
        "exit",
        "facts",
        "id",
        "news",
        "parent",
        "place",
        "signal",
        "since",
        "span",
        "started",
        "strand",
        "sums",
    )

    def __init__(self, facts: WorkerFacts, *, parent: int, time: int) -> None:
        self.facts = facts
        self.id = facts.id
        self.parent = parent
        self.began = time  # when it was first heard of
        self.started: int | None = None  # when it left NEW
        self.ended: int | None = None
        self.exit: int | None = None
        self.signal: str | None = None
        self.cut = False
        self.since = time
        self.span = NOT_YET
        self.strand: Strand | None = None  # which of its strands a thread runs now
        self.sums: dict[int, int] = {}
        self.news: list[Change] | None = None  # where its last change stands, so that it can be replaced before anybody saw it
        self.place = 0

    @property
    def is_alive(self) -> bool:
        """Whether it has begun and not ended."""
        return self.started is not None and self.ended is None

    @property
    def is_main(self) -> bool:
        """Whether it is its process' main thread."""
        return self.facts.tid == self.facts.pid

    @property
    def is_helper(self) -> bool:
        """Whether it is one of the standard library's own."""
        return self.facts.is_helper

    def row(self) -> dict[str, Any]:
        """Describe the worker as a DEFINE frame does."""
        facts = self.facts
        return {
            "id": self.id,
            "kind": facts.kind,
            "parent": self.parent,
            "process": facts.process,
            "thread": facts.thread,
            "name": facts.name,
            "pid": facts.pid,
            "tid": facts.tid,
            "daemon": facts.daemon,
            "began": self.began,
            "ended": self.ended,
            "exit": self.exit,
            "signal": self.signal,
            "location": facts.location,
            "start_method": facts.start_method,
            "cut": self.cut,
            "helper": self.is_helper and not facts.is_shown,
        }


class Contender(Worker):
    """A worker that waits and holds: a thread or a strand. `waits` is a stack: a condition's wait may have the wait for its lock inside."""

    __slots__ = ("done_at", "held", "permits", "process", "start_event", "waits")

    def __init__(self, facts: WorkerFacts, process: Process, *, parent: int, time: int) -> None:
        super().__init__(facts, parent=parent, time=time)
        self.process = process
        self.done_at: int | None = None  # when its run() was done, or else its end; the kernel's exit comes a little later
        self.waits: list[Wait] = []
        self.held: set[Resource] = set()
        self.permits: dict[Resource, tuple[int, int]] = {}  # semaphores that serve as locks: taken when, where
        self.start_event: tuple[int, int, int] | None = None  # time, starter, location

    @property
    def is_helper(self) -> bool:
        """Whether it, or all of its process, is one of the standard library's own."""
        return self.facts.is_helper or self.process.facts.is_helper


class Strand(Contender):
    """A worker inside a thread: a task, a greenlet or a generator. While its thread runs it, it does what the thread does."""

    __slots__ = ("cancelled_by", "hand_overs", "is_cancelled", "is_counted", "is_queued", "is_untold", "left_at", "queued_by", "thread")

    def __init__(self, facts: WorkerFacts, thread: Thread, *, parent: int, time: int) -> None:
        super().__init__(facts, thread.process, parent=parent, time=time)
        self.thread = thread
        self.is_queued = False  # it may go on: its turn will come
        self.queued_by = 0  # who said so
        self.hand_overs = 0  # how often it was given its thread, as far as that was told or counted
        self.is_cancelled = False  # somebody asked it to end, and so it did
        self.cancelled_by = 0  # who asked it first
        self.is_counted = False  # its hand-overs are counted only
        self.is_untold = False  # or not even that
        self.left_at = 0  # the line where it let go of its thread the last time
        thread.strands.add(self)

    @property
    def facts_of_strand(self) -> dict[str, Any]:
        """What only a strand has, as a DEFINE frame and the summary say it."""
        return {
            "hand_overs": self.hand_overs,
            "counted": self.is_counted,
            "untold": self.is_untold,
            "cancelled": self.is_cancelled,
        }

    def row(self) -> dict[str, Any]:
        """Describe the strand as a DEFINE frame does."""
        return super().row() | self.facts_of_strand


class Thread(Contender):
    """A thread."""

    __slots__ = (
        "awaits",
        "cpu",
        "is_measured",
        "is_preempted",
        "is_python",
        "is_sampled_off",
        "last",
        "longest_step",
        "on_cpus",
        "origin",
        "step_began",
        "step_from",
        "step_sums",
        "step_wait",
        "strands",
        "turns",
    )

    def __init__(self, facts: WorkerFacts, process: Process, *, parent: int, time: int) -> None:
        super().__init__(facts, process, parent=parent, time=time)
        self.awaits: Thread | None = None  # whom it starts and who has not said hello yet: `start` returns only then
        self.strands: set[Strand] = set()
        self.step_began = 0  # when the task that it runs got its turn; `sums` and the span's time as they were then
        self.step_sums: dict[int, int] = {}
        self.step_wait: tuple[int, Wait] | None = None  # the longest in the step: ns, which
        self.step_from = 0  # the line that the task goes on from
        self.longest_step = (0, 0, 0)  # of its tasks: ns, whose, when it began
        self.is_python = False  # the probe sees it begin and end
        self.is_measured = False  # the kernel tells about this thread
        self.cpu = -1  # the CPU it is on, by the kernel
        self.on_cpus: dict[int, int] = {}  # how long it was on each, up to when it left it the last time
        self.is_preempted = True  # off the CPU although it wanted it; so is a thread just forked
        self.is_sampled_off = False
        self.turns = 0  # how often it got the GIL
        self.origin = 0  # the line that asked for what it does: of its start, or of its job's submit
        self.last: Event | None = None  # the last thing that it, or a strand of it, did
        process.threads.append(self)

    def row(self) -> dict[str, Any]:
        """Describe the thread as a DEFINE frame does; one that runs tasks with the longest step of them."""
        duration, strand, began = self.longest_step
        return super().row() | ({"longest_step": {"duration": duration, "worker": strand, "at": began}} if duration else {})


class Process(Worker):
    """A process. Its state is that of its busiest thread."""

    __slots__ = (
        "counts",
        "delay_ns",
        "forked_with",
        "freed_at",
        "gil",
        "has_probe",
        "is_leaving",
        "last_free",
        "on_cpu",
        "reaped_at",
        "runner",
        "signals",
        "start_event",
        "start_location",
        "threads",
        "undecided",
    )

    def __init__(self, facts: WorkerFacts, *, parent: int, time: int) -> None:
        super().__init__(facts, parent=parent, time=time)
        self.threads: list[Thread] = []
        self.counts = [0, 0, 0, 0, 0]  # of its threads, by state
        self.has_probe = False
        self.delay_ns = 0  # how long its threads were ready and got no CPU, all in all
        self.reaped_at: int | None = None  # when its parent learned how it ended
        self.gil: Resource | None = None
        self.runner: Thread | None = None  # who has the GIL, as far as can be inferred
        self.freed_at = time  # since when nobody has it, if nobody has
        self.last_free = (0, 0)  # when nobody had it for long, the last time
        self.undecided: list[Thread] = []  # off the CPU for no known reason since a moment ago
        self.start_event: tuple[int, int, int] | None = None
        self.start_location = 0  # where in the source it was started
        self.forked_with: tuple[tuple[Contender, Resource, int], ...] | None = None  # its parent's locks, if only the kernel told so far
        self.on_cpu: dict[int, Thread] = {}  # its threads on a CPU, the latest last
        self.signals: deque[Event] = deque(maxlen=16)  # sent to it
        self.is_leaving = False  # in an orderly way


def signal_name(number: int) -> str:
    """Spell a signal's number, e.g. `SIGKILL`."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"

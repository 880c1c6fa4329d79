"""Everything the fold knows at one instant, and the one place where a worker's state changes.

`refresh` is the table of the architecture ("How a thread's spans follow"): what the kernel says, what the probe says, the state. A strand
does what its thread does while that runs it; else it is ready for its turn, or blocked.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from engine.events import STRANDS, EdgeKind, Known, Reason, State, WorkerKind
from engine.timeline.asked import Calls
from engine.timeline.batch import Batch
from engine.timeline.network import Network
from engine.timeline.resources import Resource, Wait
from engine.timeline.sharing import Sharing
from engine.timeline.workers import Contender, Process, Span, Strand, Thread, Worker
from engine.wire import NO_CPU, Change, Edge

if TYPE_CHECKING:
    from engine.events import Event
    from engine.tables import Tables
    from engine.timeline.contents import Content
    from engine.timeline.groups import Group
    from engine.timeline.jobs import Job, Pool
    from engine.timeline.noticed import Noticed, Outdated
    from engine.timeline.presence import Presence
    from engine.timeline.ranks import Rank
    from engine.timeline.steps import LongStep

NEW, READY, RUNNING, BLOCKED, TERMINATED = State
NONE, CPU, GIL, LOOP, UNKNOWN = Reason.NONE, Reason.CPU, Reason.GIL, Reason.LOOP, Reason.UNKNOWN
MEASURED, INFERRED, SAMPLED = Known

# A thread that wants the GIL wakes every switch interval (5 ms) to ask for it; one that stays off its CPU for longer than this waits for
# something else. On a busy machine it may wake without getting a CPU, so how long others waited for theirs is added.
GIL_PATIENCE_NS: Final = 12_000_000
WAKE_PATIENCE_NS: Final = 200_000_000  # who is off its CPU for so long after its wait was over did not get what it waited for


class World:
    """The state of the fold."""

    def __init__(self, tables: Tables, *, kernel: str) -> None:
        self.tables = tables
        self.kernel = kernel
        self.now = 0
        self.workers: dict[int, Worker] = {}
        self.processes: list[Process] = []
        self.threads: dict[int, Thread] = {}  # alive or not yet begun
        self.strands: dict[int, Strand] = {}  # likewise
        self.joins: dict[int, list[tuple[Contender, Wait]]] = {}  # worker -> who waits for its end
        self.resources: dict[int, Resource] = {}
        self.jobs: dict[int, Job] = {}  # by their resource
        self.pools: dict[int, Pool] = {}
        self.asked = Calls()
        self.batch = Batch()
        self.network = Network()
        self.process_count = 0
        self.timers: list[tuple[int, int, Contender, Wait]] = []
        self.next_due = 1 << 62
        self.edge_counts: dict[EdgeKind, int] = {}
        self.unexplained: dict[int, Process] = {}  # forked by the kernel's word, not yet by the probe's
        self.killed: list[Process] = []  # ended by a signal: for the findings
        self.has_lost_switches = False
        self.has_handlers = False  # some process handles signals itself
        self.latency = 0  # ns that a ready thread had to wait for a CPU lately, at most
        self.stopped_at = 1 << 62  # who ends after this was ended by Lockstep
        self.noticed: list[Noticed] = []  # for the findings
        self.frozen: dict[tuple[int, int], tuple[Worker, int]] = {}  # forked child, its parent's lock -> who had it (the child: the forker)
        self.groups: dict[int, Group] = {}  # that may have a lock together, by the lock
        self.lines: set[Resource] = set()  # with a line of waiters that has lasted for some hand-overs
        self.present: tuple[int, frozenset[int]] = (0, frozenset())  # which pids the system still knew, and when
        self.ranks: dict[int, Rank] = {}  # of the threads that a finding asked about, by their tid
        self.asked_ranks: set[Thread] = set()
        self.exceptions: list[tuple[int, Worker, int, int]] = []  # time, worker, text, location: for the findings
        self.sharing = Sharing()
        self.contents: dict[int, Content] = {}  # of files
        self.presence: dict[int, Presence] = {}  # of files, too
        self.refused: dict[int, Outdated] = {}  # by worker: its last act on a file, if that failed for an outdated test
        self.troubles: list[Event] = []  # of tasks and coroutines: for the findings
        self.long_steps: list[LongStep] = []  # likewise
        self._timer_count = 0

    # --- who and what

    def worker(self, number: int, time: int, *, parent: int = 0) -> Worker:
        """Give a worker by its number; make it, and its process, when it is new."""
        worker = self.workers.get(number)
        if worker is None:
            facts = self.tables.workers[number]
            if facts.kind is WorkerKind.PROCESS:
                worker = Process(facts, parent=parent, time=time)
                self.process_count += 1
                self.processes.append(worker)
            elif facts.kind in STRANDS:
                worker = self.strands[number] = Strand(facts, self._home(facts.thread, time), parent=parent or facts.thread, time=time)
            else:
                process = self.worker(facts.process, time)
                assert isinstance(process, Process)
                worker = self.threads[number] = Thread(facts, process, parent=parent or process.id, time=time)
                process.counts[NEW] += 1
            self.workers[number] = worker
            self.tables.changed_workers.add(number)
        return worker

    def thread(self, number: int, time: int) -> Thread | None:
        """Give a thread by its number; for a process, its main thread; for a strand, the thread that it runs in."""
        worker = self.worker(number, time) if number in self.tables.workers else None
        if isinstance(worker, Process):
            worker = worker.threads[0] if worker.threads else None
        elif isinstance(worker, Strand):
            worker = worker.thread
        return worker if isinstance(worker, Thread) else None

    def _home(self, number: int, time: int) -> Thread:
        thread = self.worker(number, time)
        assert isinstance(thread, Thread)
        return thread

    def resource(self, number: int, time: int) -> Resource:
        """Give a resource by its number; make it when it is new."""
        resource = self.resources.get(number)
        if resource is None:
            resource = self.resources[number] = Resource(self.tables.resources[number], time=time)
            self.tables.changed_resources.add(number)
            if resource.facts.origin:
                self._thaw(resource, time)
        return resource

    def _thaw(self, resource: Resource, time: int) -> None:
        """Let a forked child's copy of a lock be in the hands of whoever had it when the child was forked."""
        owner, location = self.frozen.pop((resource.facts.process, resource.facts.origin), (None, 0))
        if isinstance(owner, Process):
            owner = next((thread for thread in owner.threads if thread.is_main), None)
            if owner is not None:
                owner.held.add(resource)
        if isinstance(owner, Thread):
            resource.owner, resource.held_since, resource.held_at, resource.depth = owner, time, location, 1

    @property
    def patience(self) -> int:
        """How long a thread may be off its CPU and still be taken to wait for the GIL."""
        return GIL_PATIENCE_NS + 2 * self.latency

    def label(self, worker: Worker) -> str:
        """Name a worker in a sentence: a main thread by its process when there are several."""
        if isinstance(worker, Thread) and worker.is_main and self.process_count > 1:
            return worker.process.facts.name
        return worker.facts.name

    # --- states

    def refresh(self, thread: Contender, time: int) -> None:
        """Work out a thread's or a strand's state anew."""
        if thread.started is None or thread.ended is not None:
            return
        if not isinstance(thread, Thread):
            assert isinstance(thread, Strand)
            self.set_span(thread, time, _strand_span(thread))
            return
        wait = thread.waits[-1] if thread.waits else None
        if thread.cpu >= 0:
            span: Span = (RUNNING, NONE, MEASURED, thread.cpu, 0, 0, 0, 0)
        elif not thread.is_measured:
            span = self._unmeasured(thread, wait)
        elif thread.is_preempted:
            span = (READY, CPU, MEASURED, NO_CPU, 0, 0, 0, 0)
        elif wait is not None:
            span = waiting(thread, wait, MEASURED)
        else:
            span = self._idle(thread, MEASURED)
        self.set_span(thread, time, span)

    def _unmeasured(self, thread: Thread, wait: Wait | None) -> Span:
        if wait is not None:
            return waiting(thread, wait, INFERRED)
        if thread.is_sampled_off:
            return self._idle(thread, SAMPLED)
        if thread.facts.is_helper and self.kernel == "inferred":
            return (BLOCKED, UNKNOWN, INFERRED, NO_CPU, 0, 0, 0, 0)  # its steps are hidden; mostly it waits for something to do
        return (RUNNING, NONE, SAMPLED if self.kernel == "sampled" else INFERRED, NO_CPU, 0, 0, 0, 0)

    def _idle(self, thread: Thread, known: Known) -> Span:
        """Say why a thread is off its CPU although it asked for nothing: another has the GIL, or the kernel has it wait."""
        process = thread.process
        runner = process.runner
        if thread.awaits is not None:
            return (BLOCKED, UNKNOWN, known, NO_CPU, 0, thread.awaits.id, 0, 0)
        if process.has_probe and len(process.threads) > 1 and not thread.facts.is_helper:
            if known is SAMPLED:
                runner = next((other for other in process.threads if other is not thread and other.span[0] is RUNNING), None)
            if runner is not None and runner is not thread:
                return (READY, GIL, known, NO_CPU, 0, 0, runner.id, 0)
            process.undecided.append(thread)
        return (BLOCKED, UNKNOWN, known, NO_CPU, 0, 0, 0, 0)

    def set_span(self, worker: Worker, time: int, span: Span) -> None:
        """Let a worker's new span begin."""
        old = worker.span
        if old == span:
            return
        changes = self.batch.changes
        is_news = True
        if time > worker.since:
            key = old[0] << 5 | old[1]
            worker.sums[key] = worker.sums.get(key, 0) + time - worker.since
            worker.since = time
        elif worker.news is changes:
            is_news = False
        worker.span = span
        change = tuple.__new__(Change, (worker.since, worker.id, *span))
        if is_news:
            worker.news, worker.place = changes, len(changes)
            changes.append(change)
        else:
            changes[worker.place] = change
        if isinstance(worker, Thread):
            if old[0] is not span[0]:
                self._count(worker, old[0], span)
            elif old[1] is not span[1] and worker.process.span[:2] == old[:2] and not worker.facts.is_helper:
                self.set_span(worker.process, worker.since, (*span[:3], NO_CPU, 0, 0, 0, 0))
        if worker.strand is not None:
            self.set_span(worker.strand, time, span)

    def _count(self, thread: Thread, old: State, span: Span) -> None:
        process = thread.process
        counts = process.counts
        counts[old] -= 1
        counts[span[0]] += 1
        if process.started is None or process.ended is not None:
            return
        state = RUNNING if counts[RUNNING] else READY if counts[READY] else BLOCKED if counts[BLOCKED] else process.span[0]
        if state is not process.span[0]:
            self.set_span(process, thread.since, (state, _reason(thread, state), span[2], NO_CPU, 0, 0, 0, 0))

    # --- time and causes

    def set_timer(self, due: int, thread: Contender, wait: Wait) -> None:
        """Have a wait end by itself."""
        self._timer_count += 1
        heappush(self.timers, (due, self._timer_count, thread, wait))
        self.next_due = self.timers[0][0]

    def fire_timers(self, now: int) -> None:
        """Make those waits available whose time has come."""
        timers = self.timers
        while timers and timers[0][0] <= now:
            due, _, thread, wait = heappop(timers)
            if not wait.is_over and not wait.available:
                wait.available = True
                wait.ready_at = due
                self.refresh(thread, due)
        self.next_due = timers[0][0] if timers else 1 << 62

    def add_edge(self, edge: Edge) -> None:
        """Note a cause."""
        if self.sharing.is_on:
            self.sharing.cause(self.sharing.runner(self, edge.source), self.sharing.runner(self, edge.target))
        self.edge_counts[edge.kind] = self.edge_counts.get(edge.kind, 0) + 1
        self.batch.edges.append(edge)


def _reason(thread: Thread, state: State) -> Reason:
    """Tell why a process is in a state: as the thread says that brought it about, or else the first; a helper only if no other is in it."""
    if thread.span[0] is state and not thread.facts.is_helper:
        return thread.span[1]
    alike = [one for one in thread.process.threads if one.span[0] is state]
    own = [one for one in alike if not one.facts.is_helper]
    return (own or alike)[0].span[1] if alike else NONE


def _strand_span(strand: Strand) -> Span:
    """Tell the span of a strand: the probe itself sees it handed over, woken and blocked."""
    thread = strand.thread
    if thread.strand is strand:
        return thread.span
    if strand.is_counted:
        return (RUNNING, NONE, SAMPLED, NO_CPU, 0, 0, 0, 0)  # in turns with others, too often to tell one by one
    wait = strand.waits[-1] if strand.waits else None
    if strand.is_queued:
        return (READY, LOOP, MEASURED, NO_CPU, 0, 0, strand.queued_by, wait.location if wait is not None else 0)
    if wait is None:
        reason = Reason.FUTURE if strand.facts.kind is WorkerKind.TASK else Reason.RESUME
        return (BLOCKED, reason, MEASURED, NO_CPU, 0, 0, 0, strand.left_at)
    return waiting(strand, wait, MEASURED)


def waiting(thread: Contender, wait: Wait, known: Known) -> Span:
    """Tell the span of a thread off its CPU, or of a strand whose turn it is not, that is in a wait."""
    if wait.available:
        if not isinstance(thread, Thread):
            return (READY, LOOP, known, NO_CPU, 0, 0, wait.waker, wait.location)
        runner = thread.process.runner
        is_gil = wait.has_run and runner is not None and runner is not thread
        return (READY, GIL if is_gil else CPU, known, NO_CPU, 0, 0, wait.waker, wait.location)
    resource = wait.resource
    return (BLOCKED, wait.reason, known, NO_CPU, resource.id if resource else 0, wait.target or wait.starting or 0, wait.by, wait.location)

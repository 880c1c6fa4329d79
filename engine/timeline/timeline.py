"""The fold: events in, states, owners, waiters, depths, edges and findings out. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from engine.events import Event, Kind
from engine.timeline import asking, calls, causes, data, holding, lives, passing, pools, presence, strands, streams, switches, waits
from engine.timeline.batch import Batch
from engine.timeline.gil import correct
from engine.timeline.origins import located
from engine.timeline.summary import summarise
from engine.timeline.workers import Contender, Process, Thread
from engine.timeline.world import World

if TYPE_CHECKING:
    from engine.tables import Tables
    from engine.timeline.ranks import Rank

Handler = Callable[[World, Thread, Event], Event | None]
ContenderHandler = Callable[[World, Contender, Event], Event | None]


class Watcher(Protocol):
    """Who looks for findings in the world, see engine/findings/watch.py. (Findings import the timeline, never the reverse.)"""

    lost_count: int
    standing_since: int | None

    def look(self, world: World) -> None:
        """Look for news."""

    def lost(self, count: int, time_ns: int) -> None:
        """Note how many records are lost in all."""

    def finish(self, world: World) -> None:
        """Look for the last time."""

    def take(self) -> list[dict[str, Any]]:
        """Return new and changed findings."""

    def findings(self) -> list[dict[str, Any]]:
        """Return all findings of the run."""


def _shown(world: World, thread: Thread, event: Event) -> Event:
    return event


def _hidden(world: World, thread: Thread, event: Event) -> None:
    return None


PROBE_HANDLERS: dict[Kind, Handler] = {
    Kind.LOST: lives.lost,
    Kind.PROCESS_BEGIN: lives.begin_process,
    Kind.PROCESS_END: lives.process_end,
    Kind.THREAD_BEGIN: lives.thread_begin,
    Kind.THREAD_END: lives.thread_end,
    Kind.START: lives.start,
    Kind.REAP: lives.reap,
    Kind.SIGNAL: lives.signalled,
    Kind.EXCEPTION: lives.exception,
    Kind.NAME: lives.named,
    Kind.HANDLE: lives.handles,
    Kind.OUTPUT: _shown,
    Kind.STEP: strands.step,
    Kind.STEPS: strands.counted,
    Kind.QUEUED: strands.queued,
    Kind.STRAND_END: strands.ended,
    Kind.CANCEL: strands.cancel,
    Kind.COUNTED: calls.counted,
    Kind.LISTEN: streams.listen,
    Kind.ADDRESS: streams.address,
    Kind.HANDLER: streams.handler,
    Kind.ARM: streams.arm,
    Kind.PHASE: _hidden,  # only the fold itself says so
    Kind.JOB_BEGIN: pools.begin,
    Kind.JOB_END: pools.end,
    Kind.SERVE: asking.serve,
    Kind.REPLY: asking.reply,
    Kind.ALSO: strands.also,
    Kind.UNAWAITED: strands.noted,
    Kind.FORSAKEN: strands.forsaken,
    Kind.FOREIGN_LOOP: strands.noted,
}
CONTENDER_HANDLERS: dict[Kind, ContenderHandler] = {  # of what a strand may do in its thread's stead
    Kind.WAIT: waits.begin,
    Kind.WAIT_END: waits.end,
    Kind.CREATE: pools.create,
    Kind.ACQUIRE: holding.acquire,
    Kind.RELEASE: holding.release,
    Kind.PUT: passing.put,
    Kind.GET: passing.get,
    Kind.TASK_DONE: passing.task_done,
    Kind.NOTIFY: holding.notify,
    Kind.SET: holding.open_up,
    Kind.CLEAR: holding.shut,
    Kind.ARRIVE: holding.arrive,
    Kind.CALL: calls.begin,
    Kind.CONNECT: streams.connect,
    Kind.ACCEPT: streams.accept,
    Kind.READY: streams.ready,
    Kind.SEND: streams.send,
    Kind.RECV: streams.receive,
    Kind.CLOSE: streams.closed,
    Kind.RESIZE: holding.resize,
    Kind.READ: streams.read,
    Kind.WRITE: streams.write,
    Kind.SUBMIT: pools.submit,
    Kind.RESULT: pools.result,
    Kind.WITHDRAW: pools.withdraw,
    Kind.CALLBACK: pools.call_back,
    Kind.AMONG: pools.among,
    Kind.UNASKED: pools.unasked,
    Kind.LOOKED: presence.looked,
    Kind.PRESENCE: presence.changed,
    Kind.ASK: asking.ask,
    Kind.RETURN: asking.answered,
    Kind.UNSEEN: data.unseen,
}
KERNEL_HANDLERS: dict[Kind, Handler] = {
    Kind.SWITCH_IN: switches.switch_in,
    Kind.SWITCH_OUT: switches.switch_out,
    Kind.KERNEL_FORK: lives.kernel_fork,
    Kind.KERNEL_EXIT: lives.kernel_exit,
    Kind.KERNEL_LOST: switches.kernel_lost,
    Kind.KERNEL_COMM: causes.executed,
    Kind.SAMPLE: switches.sample,
}

KINDS = range(max(Kind) + 1)
CONTENDER: list[ContenderHandler | None] = [CONTENDER_HANDLERS.get(kind) for kind in KINDS]  # type: ignore[call-overload] # a Kind is an int
PROBE: list[Handler | None] = [PROBE_HANDLERS.get(kind) or CONTENDER[kind] for kind in KINDS]  # type: ignore[call-overload]


class Timeline:
    """Folds a run's events. Feed events in order, advance the time, take the news."""

    def __init__(self, tables: Tables, *, watch: Watcher, kernel: str = "measured") -> None:
        """Begin. `kernel` is how states are known: measured, sampled or inferred; `watch` is an engine.findings.Watch()."""
        self.event_count = 0  # shown ones: what the probe recorded
        self.switch_count = 0
        self._tables = tables
        self._world = World(tables, kernel=kernel)
        self._watch = watch

    @property
    def live_worker_count(self) -> int:
        """How many workers live now."""
        return sum(worker.is_alive for worker in self._world.workers.values())

    @property
    def now_ns(self) -> int:
        """Up to when everything is known."""
        return self._world.now

    @property
    def standing_ns(self) -> int:
        """How long nobody has been able to move any more, for certain; 0 if somebody may."""
        since = self._watch.standing_since
        return 0 if since is None or self._watch.lost_count else self._world.now - since

    def feed(self, event: Event) -> None:
        """Fold one event."""
        world = self._world
        time, kind, worker = event[:3]
        if time >= world.next_due:
            world.fire_timers(time)
        if time > world.now:
            world.now = time
        thread = world.threads.get(worker) or world.thread(worker, time)
        if thread is None:
            return
        handler = PROBE[kind]
        if handler is None:
            self.switch_count += kind is Kind.SWITCH_IN
            KERNEL_HANDLERS[kind](world, thread, event)
            return
        self.event_count += 1
        if not event.location:
            event = located(world, thread, event)
        thread.last = event
        if thread.cpu < 0 or thread.process.runner is not thread:
            switches.note_probe_record(world, thread, time)
        contend = None if thread.strand is None else CONTENDER[kind]
        shown = handler(world, thread, event) if contend is None else contend(world, strands.contender(world, thread, event), event)
        if world.sharing.is_on:
            world.sharing.follow(world, event)
        if shown is not None:
            world.batch.events.append(shown)

    def advance(self, now_ns: int) -> None:
        """Let time pass up to `now_ns` (ns since the run began): sleeps and timeouts come due, findings are looked for."""
        world = self._world
        world.fire_timers(now_ns)
        world.now = max(world.now, now_ns)
        for thread in list(world.threads.values()):
            correct(world, thread, now_ns)
        lives.flush_unexplained(world, now_ns)
        self._watch.look(world)

    def process_exited(self, pid: int, code: int, time_ns: int) -> None:
        """Say how a process ended (negative code: signal); time in ns since the run began."""
        for worker in reversed(list(self._world.workers.values())):
            if isinstance(worker, Process) and worker.facts.pid == pid:
                lives.exited(self._world, worker, code, time_ns)
                return

    def stopping(self, time_ns: int) -> None:
        """Say that Lockstep ends the program at this instant: who dies after it is no finding."""
        self._world.stopped_at = min(self._world.stopped_at, time_ns)

    def present(self, pids: frozenset[int], time_ns: int) -> None:
        """Say which processes the system knows at this instant: who has ended and is known still was not reaped."""
        self._world.present = (time_ns, pids)

    @property
    def asked_ranks(self) -> list[tuple[int, int]]:
        """Whose ranks a finding needs to know at present: pid and tid."""
        return [(thread.facts.pid, thread.facts.tid) for thread in self._world.asked_ranks]

    def ranked(self, ranks: dict[int, Rank]) -> None:
        """Say what ranks those threads have now, by their tid."""
        self._world.ranks = ranks

    def lost(self, count: int, time_ns: int) -> None:
        """Say how many records are lost by now, in total."""
        self._watch.lost(count, time_ns)

    def finish(self, time_ns: int) -> None:
        """Close the run: whoever lives is cut off at this instant."""
        self.advance(time_ns)
        lives.cut_off(self._world, self._world.now)
        self._watch.finish(self._world)

    def take(self) -> Batch:
        """Return the news since the last call."""
        world, tables = self._world, self._tables
        batch, world.batch = world.batch, Batch()
        batch.workers = [world.workers[number].row() for number in sorted(tables.changed_workers) if number in world.workers]
        batch.resources = [world.resources[number].row() for number in sorted(tables.changed_resources) if number in world.resources]
        tables.changed_workers.clear()
        tables.changed_resources.clear()
        batch.locations = tables.take_locations()
        batch.texts = tables.take_texts()
        batch.outputs = tables.take_outputs()
        batch.findings = self._watch.take()
        return batch

    def summary(self) -> dict[str, Any]:
        """Return the contract's Summary, without `run`, which the supervisor knows: workers, resources, edges, findings, events ..."""
        return {
            "events": self.event_count,
            "switches": self.switch_count,
            "dropped": self._watch.lost_count,
            **summarise(self._world),
            "findings": self._watch.findings(),
        }

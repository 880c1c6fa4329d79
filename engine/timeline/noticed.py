"""What the fold notices by the way and the findings judge: rare facts, each with what is not known any more a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from engine.events import Kind, Reason, ResourceKind, State
from engine.timeline.groups import is_in_door
from engine.timeline.workers import Thread

if TYPE_CHECKING:
    from engine.events import Event
    from engine.timeline.jobs import Job
    from engine.timeline.presence import Test
    from engine.timeline.resources import Resource, Wait
    from engine.timeline.workers import Contender, Process
    from engine.timeline.world import World

    Held = tuple[Contender, Resource, int]  # who has what, and where it was taken

LONG_NS: Final = 5_000_000  # shorter waits are not looked at any closer: CPython's own threads take turns that often
# Who has what it wanted from a daemon, or tells it to stop, may end the program before the daemon is back where it waits, or has ended.
TURNS: Final = frozenset({Kind.TASK_DONE, Kind.PUT, Kind.SEND, Kind.SET, Kind.NOTIFY, Kind.WAIT_END})
JUST_NS: Final = 100_000_000
UNKNOWN_NS: Final = 20_000_000  # who computes is off its CPU for less, while others have the GIL
LEAST_PASSES: Final = 10  # by how many others a waiter must have been passed to be worth a note
# Not for a lock or a permit: who takes several of them in order (a philosopher, the first reader) does as the textbooks say.
HELD_REASONS: Final = frozenset(
    {
        Reason.SLEEP,
        Reason.IO,
        Reason.PIPE,
        Reason.QUEUE_GET,
        Reason.QUEUE_PUT,
        Reason.JOIN,
        Reason.PROCESS,
        Reason.FUTURE,
        Reason.EVENT,
        Reason.CONDITION,
        Reason.BARRIER,
    }
)


class ForeignRelease(NamedTuple):
    """Somebody released a lock that another had."""

    event: Event
    thread: Contender
    resource: Resource
    owner: Contender
    owner_location: int
    held_ns: int


class OverRelease(NamedTuple):
    """A semaphore got more permits than it began with."""

    event: Event
    thread: Contender
    resource: Resource
    unfounded: Event | None  # the release, this or an earlier one, of what had not been taken


class HeldWait(NamedTuple):
    """A thread waited long with a lock in its hands, and others waited for that lock meanwhile."""

    time: int
    thread: Contender
    resource: Resource
    location: int  # where it took the lock
    wait: Wait
    wait_ns: int
    others: tuple[int, ...]
    cost_ns: int  # how long the others waited, of that time


class Passed(NamedTuple):
    """A wait that was long, and during which others took again and again what it was for."""

    time: int
    thread: Contender
    wait: Wait
    passes: int
    wait_ns: int  # without the time that others of its process were ready and got no CPU
    succeeded: bool


class Missed(NamedTuple):
    """A wait for a notify, or an event, ran into its time limit; what would have ended it had come before."""

    time: int
    thread: Contender
    resource: Resource
    wait: Wait
    unheard: Event


class ForkHolding(NamedTuple):
    """A process was forked while other threads of its parent had locks: who, what, taken where."""

    event: Event
    thread: Thread
    child: Process
    held: tuple[Held, ...]


class CutOff(NamedTuple):
    """What a daemon was doing when its process, or the parent that ends it, left."""

    time: int
    thread: Thread
    ended_by: Thread
    wait: Wait | None
    is_blocked: bool
    has_just_turned: bool  # a moment ago it gave something to others or was woken: it may have nothing to do, or not know yet what
    location: int
    held: tuple[Resource, ...]


class Unasked(NamedTuple):
    """The exception that a job ended with is lost: nobody ever asked for it."""

    event: Event
    job: Job


class Outdated(NamedTuple):
    """Somebody acted on a test whether a file is there that no longer held: another had made it or taken it away."""

    event: Event
    test: Test
    other: Event
    is_refused: bool  # the act failed


Noticed = ForeignRelease | OverRelease | HeldWait | Passed | Missed | ForkHolding | CutOff | Unasked | Outdated


def note_long_wait(world: World, thread: Contender, wait: Wait, time: int, *, succeeded: bool) -> None:
    """Note of a wait that ends, and was long, what it cost others and what others cost it."""
    resource = wait.resource
    if resource is not None and resource.barged - wait.turn >= LEAST_PASSES:
        net = time - wait.since - (thread.process.delay_ns - wait.delay)
        world.noticed.append(Passed(time, thread, wait, resource.barged - wait.turn, max(net, 0), succeeded))
    if thread.held:
        world.noticed += held_waits(thread, wait, time)


def held_waits(thread: Contender, wait: Wait, now: int) -> list[HeldWait]:
    """Tell for which locks in a thread's hands others wait while it waits for something slow itself."""
    if wait.reason not in HELD_REASONS or not isinstance(thread, Thread):  # a task may hold a lock of its loop while it awaits
        return []
    if wait.call and not wait.has_left:
        return []  # an I/O call that need not wait
    if wait.reason is Reason.PIPE and (wait.resource.kind is ResourceKind.VALUE if wait.resource is not None else not wait.location):
        return []  # it asks a manager: often for the very thing that the lock is there for
    until = min(wait.ready_at, now) if wait.available and wait.ready_at else now  # from then on it only lacked a CPU
    found = []
    for resource in thread.held:
        if resource is wait.resource or not resource.waits or resource.group is not None:
            continue
        lines = {number: until - max(other.since, wait.since) for number, other in resource.waits.items() if other.reason is Reason.LOCK}
        others = {number: duration for number, duration in lines.items() if duration > 0}
        if others:
            cost = sum(others.values())
            found.append(HeldWait(now, thread, resource, resource.held_at, wait, until - wait.since, tuple(others), cost))
    return found


def note_fork(world: World, thread: Thread, child: Process, event: Event) -> None:
    """Note which locks are in whose hands when a process is forked: the child's copies of them stay locked."""
    held = child.forked_with
    if held is None:
        held = locks_held(thread.process)
    for other, resource, place in held:
        world.frozen[child.id, resource.id] = (child if other is thread else other, place)
    if others := tuple(one for one in held if one[0] is not thread):
        world.noticed.append(ForkHolding(event, thread, child, others))


def locks_held(process: Process) -> tuple[Held, ...]:
    """Tell who of a process has which locks of its own, and where they were taken."""
    return tuple((thread, resource, resource.held_at) for thread in process.threads for resource in thread.held if resource.facts.process)


def note_cut_off(world: World, process: Process, ended_by: Thread, time: int) -> None:
    """Note what the daemons of a process are doing at the instant that ends them."""
    for thread in process.threads:
        is_daemon = thread.facts.daemon or (process.facts.daemon and thread.is_main)
        if not is_daemon or thread is ended_by or thread.started is None or thread.done_at is not None or thread.is_helper:
            continue
        wait, last = thread.waits[-1] if thread.waits else None, thread.last
        is_awake = wait is not None and (wait.available or (wait.call != 0 and thread.span[0] is not State.BLOCKED))
        has_just_turned = (is_awake and wait is not None and not wait.call) or _has_just_turned(last, time)
        if is_awake:
            wait = None
        place = wait.location if wait is not None else last.location if last is not None else 0
        is_blocked = wait is not None or (thread.span[1] is Reason.UNKNOWN and time - thread.since >= UNKNOWN_NS)
        world.noticed.append(CutOff(time, thread, ended_by, wait, is_blocked, has_just_turned, place, tuple(thread.held)))


def _has_just_turned(last: Event | None, time: int) -> bool:
    return last is not None and last.kind in TURNS and time - last.time < JUST_NS


def note_release(world: World, thread: Contender, resource: Resource, event: Event) -> None:
    """Note a release by somebody who did not take it."""
    owner = resource.owner
    if owner is not None and resource.kind is ResourceKind.LOCK and not is_in_door(thread, resource):
        held = event.time - resource.held_since
        world.noticed.append(ForeignRelease(event, thread, resource, owner, resource.held_at, held))

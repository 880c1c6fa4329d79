"""Resources as the fold keeps them: who has one, who waits for it, what is in it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.events import Event, Reason, ResourceKind

if TYPE_CHECKING:
    from engine.tables import ResourceFacts
    from engine.timeline.groups import Group
    from engine.timeline.pulses import Pulse
    from engine.timeline.workers import Contender

ITEMS_KEPT = 100_000  # per queue, for matching put with get
NO_ITEMS: deque[Item] = deque(maxlen=0)


class Item(NamedTuple):
    """Something in a queue or a pipe: who put it there, when, on which line."""

    text: int
    worker: int
    time: int
    location: int


class Wait:
    """One worker waiting. It is `available` when what it waits for has come, although it may not have noticed."""

    __slots__ = (
        "also",
        "available",
        "by",
        "call",
        "count",
        "delay",
        "due",
        "has_left",
        "has_run",
        "is_copying",
        "is_over",
        "is_sealed",
        "location",
        "ready_at",
        "reason",
        "resource",
        "since",
        "starting",
        "target",
        "turn",
        "waker",
    )

    def __init__(self, reason: Reason, *, since: int, due: int = -1, resource: Resource | None = None, target: int = 0) -> None:
        self.reason = reason
        self.since = since
        self.due = due  # when it ends by itself, -1 for never
        self.resource = resource
        self.target = target
        self.starting: int | None = None  # the process that was started and has yet to run its program (0: which is not known yet)
        self.also: list[int] = []  # strands that are waited for together with the target
        self.count = 0  # of them and it, if there are several
        self.is_sealed = False  # of an event loop: no timer and no descriptor can end it, only another thread
        self.location = 0
        self.by = 0  # who has it
        self.available = False
        self.ready_at = 0
        self.waker = 0  # who made it available
        self.has_run = False  # it got a CPU after that, so all that is missing is the GIL
        self.is_over = False
        self.call = 0  # an I/O call, which waits only if it must (see calls.py)
        self.has_left = False  # its CPU since the call began, of its own will
        self.is_copying = False  # what it waited for has come
        self.turn = resource.barged if resource is not None else 0  # the resource's when it began
        self.delay = 0  # its process' when it began

    @property
    def is_unnamed(self) -> bool:
        """Whether it is for something that no resource or worker stands for, or that may come from outside, so that nothing says when."""
        return self.call > 0 or (self.resource is None and not self.target and self.reason not in (Reason.SLEEP, Reason.CPU))


class Line:
    """A line of waiters that has not dissolved yet: there is still one when the first of it gets the lock."""

    __slots__ = ("barged", "delay", "handovers", "members", "since")

    def __init__(self, *, since: int, barged: int, delay: int) -> None:
        self.since = since
        self.barged = barged  # the resource's when it formed
        self.delay = delay  # its process' when it formed
        self.handovers = 0
        self.members: set[int] = set()  # who has got the lock from it


class Resource:
    """One resource. `waits` is in order of arrival."""

    __slots__ = (
        "acquisitions",
        "barge",
        "barged",
        "began",
        "contended",
        "depth",
        "facts",
        "given_at",
        "given_by",
        "group",
        "groups",
        "guard",
        "held_at",
        "held_since",
        "hold_ns",
        "id",
        "is_open",
        "is_scoped",
        "items",
        "kind",
        "line",
        "max_depth",
        "max_waiters",
        "owed",
        "owner",
        "pulse",
        "senders",
        "several",
        "taken",
        "takers",
        "unfounded",
        "users",
        "value",
        "wait_ns",
        "waits",
    )

    def __init__(self, facts: ResourceFacts, *, time: int) -> None:
        self.facts = facts
        self.id = facts.id
        self.kind = facts.kind
        self.began = time
        self.owner: Contender | None = None
        self.is_scoped = False  # its owner took it by a `with`, and so gives it back itself
        self.depth = 0  # of an rlock
        self.value: int | None = facts.capacity if facts.kind is ResourceKind.SEMAPHORE else None  # permits, items; None: not known
        self.group: Group | None = None  # who has it together, perhaps
        self.groups: dict[int, Group] = {}  # by their lock: those that it is the door of
        self.is_open = False  # event: set; barrier: the last has come
        self.waits: dict[int, Wait] = {}  # by worker
        self.given_at = 0  # when and by whom it was last given back
        self.given_by = 0
        self.guard: str | list[int] | None = None  # of a datum: "none", "mixed" or the locks held at every access; None: not shared yet
        is_job = facts.kind is ResourceKind.FUTURE  # of which there may be many
        self.items: deque[Item] = NO_ITEMS if is_job else deque(maxlen=ITEMS_KEPT)
        self.owed: deque[Item] = NO_ITEMS if is_job else deque(maxlen=1000)  # gets that came before their put
        self.several: list[int] = []  # of what stands for several jobs: those
        self.users: set[int] = set()  # workers that used it
        self.senders: set[int] = set()  # of them, those that put or released something
        self.acquisitions = 0
        self.contended = 0
        self.wait_ns = 0
        self.hold_ns = 0
        self.held_since = 0
        self.held_at = 0  # where in the source it was taken
        self.barged = 0  # how often somebody took it at once while others waited for it
        self.barge: Event | None = None  # the last of these
        self.line: Line | None = None  # of waiters, if there is one
        self.pulse: Pulse | None = None  # of a condition or an event
        self.takers: dict[int, int] = {}  # workers that took a permit, with how many each took and has not given back itself
        self.unfounded: Event | None = None  # the first release by who had none to give back
        self.taken: dict[int, Event] = {}  # the last item that each worker got
        self.max_waiters = 0
        self.max_depth = 0

    def granted(self, reason: Reason) -> int:
        """Count those who wait for `reason` and for whom there is what they wait for."""
        return sum(1 for wait in self.waits.values() if wait.available and wait.reason is reason)

    def row(self) -> dict[str, Any]:
        """Describe the resource as a DEFINE frame does."""
        facts = self.facts
        return {
            "id": self.id,
            "kind": facts.kind.name.lower(),
            "name": facts.name,
            "process": facts.process,
            "location": facts.location,
            "capacity": facts.capacity,
            "began": self.began,
            **({"pool": facts.pool, "whole": facts.whole} if facts.kind is ResourceKind.FUTURE else {}),
            **({"several": self.several} if self.several else {}),
            **({} if self.guard is None else {"guard": self.guard}),
        }

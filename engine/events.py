"""The one type that flows: an event, one instant in the life of a run.

The collector makes events out of the probe's records and the kernel's; the timeline folds them, filling in what only the fold knows
(`value` after the event, `waiters`); the wire moves them; the browser lists them.
"""

from enum import IntEnum, StrEnum
from typing import Final, NamedTuple

from engine.probe.kinds import (
    Access,
    Birth,
    Call,
    Definition,
    Ending,
    Extent,
    Flag,
    Kind,
    Outcome,
    Phase,
    Presence,
    Reason,
    ResourceKind,
    Start,
    Taking,
    Trouble,
    Turn,
    Until,
    Watched,
)

__all__ = [
    "STRANDS",
    "Access",
    "Birth",
    "Call",
    "Definition",
    "EdgeKind",
    "Ending",
    "Event",
    "Extent",
    "Flag",
    "Kind",
    "Known",
    "Outcome",
    "Phase",
    "Presence",
    "Reason",
    "ResourceKind",
    "Start",
    "State",
    "Taking",
    "Trouble",
    "Turn",
    "Until",
    "Watched",
    "WorkerKind",
    "reason_name",
]


class State(IntEnum):
    """What a worker is doing."""

    NEW = 0
    READY = 1
    RUNNING = 2
    BLOCKED = 3
    TERMINATED = 4


class Known(IntEnum):
    """How a span is known."""

    MEASURED = 0
    INFERRED = 1
    SAMPLED = 2


class WorkerKind(StrEnum):
    """What kind of thing executes."""

    PROCESS = "process"
    THREAD = "thread"
    TASK = "task"
    GREENLET = "greenlet"
    GENERATOR = "generator"


STRANDS: Final = frozenset({WorkerKind.TASK, WorkerKind.GREENLET, WorkerKind.GENERATOR})  # workers inside a thread


class EdgeKind(IntEnum):
    """Why something happened: `source` at t0 is the cause of `target` at t1."""

    START = 1  # source started target
    JOIN = 2  # source ended, so target's join returned
    WAKE = 3  # source released or put what target waited for
    MESSAGE = 4  # source put or sent the item target got
    SIGNAL = 5  # source signalled target
    SUBMIT = 6
    CALLBACK = 7
    CONNECT = 8  # source connected, target accepted
    WINDOW = 10  # source (= target) read a datum at t0 and wrote at t1 what it made of it; reason is LOCK where another wrote in between


class Event(NamedTuple):
    """One instant, recorded by the probe or the kernel. Ids are the run's own small numbers; 0 means none.

    time: ns since the run began (CLOCK_MONOTONIC less the run's origin).
    worker: who did it. resource: with what. target: the other worker (START, REAP, SIGNAL, STEP, a join's WAIT).
    location, text: ids into the run's tables. value: see Kind; after the fold, for RELEASE and the like, the state after the event.
    waiters: how many wait for the resource after this event (filled by the fold, at most 255).
    """

    time: int
    kind: Kind
    worker: int
    resource: int = 0
    target: int = 0
    location: int = 0
    text: int = 0
    value: int = 0
    reason: Reason = Reason.NONE
    flags: int = 0
    waiters: int = 0


def reason_name(reason: Reason) -> str:
    """Spell a reason as the API and the screen do, e.g. `queue-get`."""
    return reason.name.lower().replace("_", "-")

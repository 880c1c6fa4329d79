"""What workers share in a scenario: one model a kind of resource, told apart by `kind`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.scenario.words import Expression, Name, Remark, Scalar, Value, whole

MAX_COUNT = 100
MAX_PERMITS = 10**6
MAX_PARTIES = 1000
MAX_QUEUE = 30_000  # more is refused by some systems, for processes
MAX_POOL = 64

Count = Annotated[Annotated[int, Field(ge=1, le=MAX_COUNT)] | Expression, whole(1, MAX_COUNT)]
Permits = Annotated[Annotated[int, Field(ge=0, le=MAX_PERMITS)] | Expression, whole(0, MAX_PERMITS)]
Parties = Annotated[Annotated[int, Field(ge=1, le=MAX_PARTIES)] | Expression, whole(1, MAX_PARTIES)]
QueueSize = Annotated[Annotated[int, Field(ge=0, le=MAX_QUEUE)] | Expression, whole(0, MAX_QUEUE)]
PoolSize = Annotated[Annotated[int, Field(ge=1, le=MAX_POOL)] | Expression, whole(1, MAX_POOL)]


class Model(BaseModel):
    """Base of everything in a scenario: strict, and nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True, populate_by_name=True)


class _Resource(Model):
    count: Count | None = Field(default=None, description="make so many, used as name[0], name[1] ...")
    note: Remark | None = Field(default=None, description="what it stands for")


class Lock(_Resource):
    """A mutual exclusion lock. `rlock`: its holder may take it again."""

    kind: Literal["lock", "rlock"]


class Semaphore(_Resource):
    """A counter of permits: acquire takes one and waits at 0, release gives one back."""

    kind: Literal["semaphore"]
    value: Permits = Field(default=1, description="permits at the start")
    bounded: bool = Field(default=False, description="whether releasing more than were taken is an error")


class Condition(_Resource):
    """A condition to wait for and notify; has a lock of its own, or shares a named one."""

    kind: Literal["condition"]
    lock: Name | None = Field(default=None, description="the lock it shares")


class Event(_Resource):
    """A flag that can be waited for."""

    kind: Literal["event"]


class Barrier(_Resource):
    """A place where `parties` workers wait for each other."""

    kind: Literal["barrier"]
    parties: Parties


class Queue(_Resource):
    """Items handed from worker to worker; `size` 0 is without limit."""

    kind: Literal["queue"]
    size: QueueSize = 0
    order: Literal["fifo", "lifo", "priority"] = "fifo"


class Pipe(_Resource):
    """Two ends, `a` and `b`, with a stream of messages between them. `send` uses end a and `recv` end b, unless they say otherwise."""

    kind: Literal["pipe"]
    duplex: bool = Field(default=False, description="whether messages go both ways")


class SharedValue(_Resource):
    """A value that several workers read and write, unprotected unless the scenario takes a lock."""

    kind: Literal["value"]
    initial: Value = 0


class File(_Resource):
    """A text file in the run's own folder, read and written whole."""

    kind: Literal["file"]
    initial: Scalar = 0


class Pool(_Resource):
    """`size` threads or processes that do the jobs submitted to them."""

    kind: Literal["pool"]
    of: Literal["threads", "processes"] = "threads"
    size: PoolSize = 2


Resource = Annotated[
    Lock | Semaphore | Condition | Event | Barrier | Queue | Pipe | SharedValue | File | Pool,
    Field(discriminator="kind"),
]
MODELS: dict[str, type[Model]] = {
    "lock": Lock, "rlock": Lock, "semaphore": Semaphore, "condition": Condition, "event": Event, "barrier": Barrier, "queue": Queue,
    "pipe": Pipe, "value": SharedValue, "file": File, "pool": Pool,
}  # fmt: skip

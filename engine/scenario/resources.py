"""What workers share in a scenario: one model a kind of resource, told apart by `kind`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.scenario.words import Expression, Name, Words

MAX_COUNT = 100

Count = Annotated[int, Field(ge=1, le=MAX_COUNT)] | Expression


class Model(BaseModel):
    """Base of everything in a scenario: strict, and nothing unknown."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True, populate_by_name=True)


class _Resource(Model):
    count: Count | None = Field(default=None, description="make so many, used as name[0], name[1] ...")
    note: Words | None = Field(default=None, description="what it stands for")


class Lock(_Resource):
    """A mutual exclusion lock. `rlock`: its holder may take it again."""

    kind: Literal["lock", "rlock"]


class Semaphore(_Resource):
    """A counter of permits: acquire takes one and waits at 0, release gives one back."""

    kind: Literal["semaphore"]
    value: Annotated[int, Field(ge=0, le=10**6)] | Expression = Field(default=1, description="permits at the start")
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
    parties: Annotated[int, Field(ge=1, le=1000)] | Expression


class Queue(_Resource):
    """Items handed from worker to worker; `size` 0 is without limit."""

    kind: Literal["queue"]
    size: Annotated[int, Field(ge=0, le=30_000)] | Expression = 0
    order: Literal["fifo", "lifo", "priority"] = "fifo"


class Pipe(_Resource):
    """Two ends, `a` and `b`, with a stream of messages between them. `send` uses end a and `recv` end b, unless they say otherwise."""

    kind: Literal["pipe"]
    duplex: bool = Field(default=False, description="whether messages go both ways")


class SharedValue(_Resource):
    """A value that several workers read and write, unprotected unless the scenario takes a lock."""

    kind: Literal["value"]
    initial: Annotated[int | float, Field(ge=-1e15, le=1e15)] | bool | Expression | None = 0


class File(_Resource):
    """A text file in the run's own folder, read and written whole."""

    kind: Literal["file"]
    initial: Annotated[int | float, Field(ge=-1e15, le=1e15)] | Words = 0


class Pool(_Resource):
    """`size` threads or processes that do the jobs submitted to them."""

    kind: Literal["pool"]
    of: Literal["threads", "processes"] = "threads"
    size: Annotated[int, Field(ge=1, le=64)] | Expression = 2


Resource = Annotated[
    Lock | Semaphore | Condition | Event | Barrier | Queue | Pipe | SharedValue | File | Pool,
    Field(discriminator="kind"),
]

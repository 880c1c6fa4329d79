"""Checks the frames of a file that comes from elsewhere, one by one, before anything else reads them: whatever passes can be shown.

A file has no checksums, so a changed bit that still makes sense passes. What does not make sense is refused, and told with its frame.
"""

import json
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from engine.errors import WireError
from engine.events import ResourceKind, WorkerKind
from engine.wire import Frame, FrameKind, decode_changes, decode_edges, decode_events

FORMAT = 1
LATEST = 10 * 366 * 86_400 * 10**9  # ns; no run lasts ten years
MOST_EVENTS = 10_000_000
MOST_THINGS = 200_000  # workers, resources, locations: each has a place on the page
LONGEST_SOURCE = 1 << 20
WORKER_KINDS = tuple(kind.value for kind in WorkerKind)
RESOURCE_KINDS = tuple(kind.name.lower() for kind in ResourceKind)

Id = Annotated[int, Field(ge=1, lt=2**32)]
Reference = Annotated[int, Field(ge=0, lt=2**32)]
Time = Annotated[int, Field(ge=0, le=LATEST)]
Number = Annotated[int, Field(ge=-(2**53), le=2**53)]
Words = Annotated[str, Field(max_length=100_000)]


class Shape(BaseModel):
    """Base of the shapes: members that are known have their types, others are left alone."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Meta(Shape):
    """Which run this is."""

    format: Literal[1]
    program: Annotated[str, Field(max_length=4096)]
    source: Annotated[str, Field(max_length=LONGEST_SOURCE)] | None = None
    argv: Annotated[list[Words], Field(max_length=4096)] = []
    kernel: Literal["measured", "sampled", "inferred"] | None = None
    python: str | None = None
    began_at: str | None = None


class Worker(Shape):
    """A worker as a DEFINE frame tells it."""

    id: Id
    kind: Literal[WORKER_KINDS]  # type: ignore[valid-type]  # the members of WorkerKind
    name: Words
    parent: Reference
    process: Reference
    thread: Reference = 0
    pid: Number | None = None
    tid: Number | None = None
    began: Time | None = None
    ended: Time | None = None
    exit: Number | None = None
    signal: str | None = None
    location: Reference = 0
    daemon: bool = False
    cut: bool = False
    helper: bool = False


class Resource(Shape):
    """A resource as a DEFINE frame tells it."""

    id: Id
    kind: Literal[RESOURCE_KINDS]  # type: ignore[valid-type]  # the members of ResourceKind
    name: Words
    process: Reference = 0
    location: Reference = 0
    capacity: Number | None = None
    began: Time | None = None


class Definitions(Shape):
    """A DEFINE frame."""

    workers: list[Worker] = []
    resources: list[Resource] = []
    locations: list[Annotated[list[Id | Number | Words], Field(min_length=4, max_length=4)]] = []
    texts: dict[Annotated[str, Field(pattern=r"^[1-9][0-9]{0,9}$")], Words] = {}


class Link(Shape):
    """One worker of a finding's ring, and what it waits for."""

    worker: Reference
    resource: Reference = 0
    location: Reference = 0
    holder: Reference = 0


class Finding(Shape):
    """A FINDING frame."""

    id: Id
    kind: Annotated[str, Field(max_length=100)]
    level: Literal["error", "warning", "info"]
    message: Words
    message_id: str | None = None
    parameters: dict[str, str | int | float | None] = {}
    workers: list[Reference] = []
    resources: list[Reference] = []
    at: Time = 0
    since: Time | None = None
    location: Reference = 0
    ring: list[Link] = []


class Status(Shape):
    """A STATUS frame."""

    phase: Annotated[str, Field(max_length=40)]
    now: Time
    events: Annotated[int, Field(ge=0, le=2**53)] = 0
    dropped: Annotated[int, Field(ge=0, le=2**53)] = 0
    status: Literal["finished", "stopped", "timed-out", "stuck", "limited", "lost", "failed"] | None = None
    exit_code: Number | None = None
    signal: Annotated[str, Field(max_length=40)] | None = None
    note: Words | None = None
    left_ns: Time | None = None


class Summary(Shape):
    """A SUMMARY frame."""

    run: dict[str, Any]
    workers: list[dict[str, Any]]
    findings: list[dict[str, Any]]


Outputs = TypeAdapter(list[tuple[Number, Reference, Literal[1, 2], Words]], config=ConfigDict(strict=False))
SHAPES: Final[dict[int, type[Shape]]] = {
    FrameKind.META: Meta,
    FrameKind.DEFINE: Definitions,
    FrameKind.FINDING: Finding,
    FrameKind.STATUS: Status,
    FrameKind.SUMMARY: Summary,
}


class Checker:
    """Takes the frames of one file in their order. meta and status: what the file says of the run so far."""

    def __init__(self) -> None:
        self.meta: Meta | None = None
        self.status: Status | None = None
        self.has_summary = False
        self.events = 0
        self.shown: set[int] = set()  # workers as the pages count them
        self._workers: set[int] = {0}
        self._resources: set[int] = {0}
        self._locations: set[int] = {0}
        self._texts: set[int] = {0}
        self._changed: dict[int, int] = {}  # when each worker's state changed last
        self._last = 0

    @property
    def is_whole(self) -> bool:
        """Whether the file tells how the run ended."""
        return self.status is not None and self.status.status is not None

    def check(self, frame: Frame) -> None:
        """Take the next frame. Raises WireError, which says what is wrong with which frame."""
        if frame.sequence != self._last + 1:
            raise WireError(f"Frame {self._last + 1} is missing: the one with number {frame.sequence} follows frame {self._last}.")
        if (self.meta is None) != (frame.kind == FrameKind.META):
            raise WireError("The file does not begin with what a run begins with." if self.meta is None else "The file holds two runs.")
        try:
            self._take(frame)
        except ValidationError as error:
            first = error.errors()[0]
            where = "/".join(str(part)[:40] for part in first["loc"])
            raise _damaged(frame, f"{where}: {first['msg']}" if where else str(first["msg"])) from None
        except (ValueError, RecursionError) as error:
            raise _damaged(frame, "it is nested too deeply" if isinstance(error, RecursionError) else str(error)) from None
        except WireError as error:
            raise _damaged(frame, str(error)) from None
        self._last = frame.sequence

    def _take(self, frame: Frame) -> None:
        match frame.kind:
            case FrameKind.EVENTS:
                self._take_events(frame.body)
            case FrameKind.CHANGES:
                self._take_changes(frame.body)
            case FrameKind.EDGES:
                for edge in decode_edges(frame.body):
                    self._check_times(edge.t0, edge.t1)
                    self._check_known((edge.source, edge.target), (edge.resource,), edge.location, edge.text)
            case FrameKind.OUTPUT:
                self._take_outputs(frame.body)
            case FrameKind.META | FrameKind.DEFINE | FrameKind.FINDING | FrameKind.STATUS | FrameKind.SUMMARY:
                self._take_shape(SHAPES[frame.kind].model_validate(strict_json(frame.body)))
            case _:
                pass  # of a later Lockstep: readers pass it over

    def _take_shape(self, shape: Shape) -> None:
        match shape:
            case Meta():
                self.meta = shape
            case Definitions():
                self._define(shape)
            case Finding():
                self._check_known(shape.workers, shape.resources, shape.location, 0)
            case Status():
                self.status = shape
            case Summary():
                self.has_summary = True
            case _:
                raise AssertionError(shape)

    def _define(self, shape: Definitions) -> None:
        self._workers |= {worker.id for worker in shape.workers}
        self.shown |= {worker.id for worker in shape.workers if worker.kind != WorkerKind.PROCESS and not worker.helper}
        self._resources |= {resource.id for resource in shape.resources}
        self._locations |= {_location(row) for row in shape.locations}
        self._texts |= {int(number) for number in shape.texts}
        if max(len(self._workers), len(self._resources), len(self._locations)) > MOST_THINGS:
            raise ValueError(f"it defines more than {MOST_THINGS} things")

    def _take_events(self, body: bytes) -> None:
        for event in decode_events(body):
            self._check_times(event.time)
            self._check_known((event.worker, event.target), (event.resource,), event.location, event.text)
            self.events += 1
        if self.events > MOST_EVENTS:
            raise ValueError(f"the run has more than {MOST_EVENTS} events")

    def _take_changes(self, body: bytes) -> None:
        for change in decode_changes(body):
            self._check_times(change.time)
            self._check_known((change.worker, change.target, change.by), (change.resource,), change.location, 0)
            if change.time < self._changed.get(change.worker, 0):
                raise ValueError(f"the states of worker {change.worker} go back in time")
            self._changed[change.worker] = change.time

    def _take_outputs(self, body: bytes) -> None:
        for time, _, _, _ in Outputs.validate_python(strict_json(body)):  # by whom may become known later
            self._check_times(max(0, time))

    def _check_times(self, *times: int) -> None:
        if not all(0 <= time <= LATEST for time in times):
            raise ValueError("an instant lies outside any run")

    def _check_known(self, workers: Iterable[int], resources: Iterable[int], location: int, text: int) -> None:
        if not (self._workers.issuperset(workers) and self._resources.issuperset(resources)):
            raise ValueError("it tells of a worker or a resource that no frame before has defined")
        if location not in self._locations or text not in self._texts:
            raise ValueError("it refers to a line or a text that no frame before has defined")


def strict_json(body: bytes) -> Any:
    """Decode a body; ValueError for what a browser could not read, or no answer could carry: NaN, or half of a surrogate pair."""
    value = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    if b"\\ud" in body or b"\\uD" in body:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _location(row: list[Any]) -> int:
    number, file, line, function = row
    if not (isinstance(number, int) and isinstance(file, str) and isinstance(line, int) and isinstance(function, str) and number > 0):
        raise ValueError("a place in the source is not a number, a file, a line and a function")
    return number


def _damaged(frame: Frame, why: str) -> WireError:
    return WireError(f"Frame {frame.sequence} ({FrameKind(frame.kind).name}) is damaged: {why}.")

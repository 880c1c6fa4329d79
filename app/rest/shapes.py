"""The shapes of what the API answers with beside runs and lessons, for its documentation and for those that are made here."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class FindingAnswer(BaseModel):
    """A fact worth telling. message_id and parameters are for translating the message; workers and resources are ids, with their names."""

    id: int
    kind: str
    level: str
    message: str
    message_id: str | None
    parameters: dict[str, Any] | None
    workers: list[int] | None
    resources: list[int] | None
    worker_names: list[str | None]
    resource_names: list[str | None]
    at_ns: int | None = Field(description="when it was certain")
    since_ns: int | None = Field(description="when it began")
    place: str | None = Field(description="file:line")
    open: bool | None = Field(description="whether it still is so, or was at the end")


class FindingsAnswer(BaseModel):
    """All findings so far, in the order in which they were told."""

    items: list[FindingAnswer]
    live: bool


class RowAnswer(BaseModel):
    """Base of rows: what is unknown or none may be missing."""

    model_config = ConfigDict(extra="allow")

    worker: int
    place: str | None = Field(description="file:line")


class EventAnswer(RowAnswer):
    """One instant. Further members, where there are some: resource, target, location, value, flags, waiters, reason, text."""

    number: int = Field(description="its number among all events of the run")
    time_ns: int
    kind: str


class SpanAnswer(RowAnswer):
    """One worker in one state. end_ns: null while it lasts. known: measured, inferred or sampled."""

    begin_ns: int
    end_ns: int | None
    state: str
    reason: str
    known: str
    cpu: int | None
    resource: int | None
    target: int | None
    by: int | None
    location: int | None


class EventsAnswer(BaseModel):
    """A page of events. next: `after` of the next page, null at the end (of what is known so far, while the run is live)."""

    items: list[EventAnswer]
    next: int | None
    live: bool


class SpansAnswer(BaseModel):
    """A page of spans. next: `after` of the next page, null at the end (of what is known so far, while the run is live)."""

    items: list[SpanAnswer]
    next: int | None
    live: bool


class SummaryAnswer(BaseModel):
    """A run in numbers. Times in ns; each worker has the time it spent in each state, each resource how it was used."""

    model_config = ConfigDict(extra="allow")

    run: dict[str, Any]
    kernel: str | None = None
    events: int
    dropped: int
    workers: list[dict[str, Any]]
    resources: list[dict[str, Any]]
    edges: dict[str, int]
    findings: list[dict[str, Any]]


class SeriesLinksAnswer(BaseModel):
    """Where a series is."""

    self: str
    stop: str


class SeriesShortAnswer(BaseModel):
    """A series. status: running, finished, stopped, lost (the server ended) or failed; live: whether it still goes on."""

    id: str
    program: str
    lesson: str | None
    times: int
    at_once: int
    seed: int = Field(description="run N, counted from 0, had `seed` + N as LOCKSTEP_SEED")
    created_at: str = Field(description="ISO 8601, UTC")
    status: str
    note: str | None
    live: bool
    links: SeriesLinksAnswer


class SeriesListAnswer(BaseModel):
    """A page of series, newest first. next: the value for `before` of the next page."""

    items: list[SeriesShortAnswer]
    next: int | None


class SeriesRunAnswer(BaseModel):
    """What one run of a series came to. findings: their kinds. output: a hash of all that it wrote to stdout."""

    number: int
    run: str = Field(description="id of the run")
    seed: int
    status: str
    exit_code: int | None
    signal: str | None
    duration_ns: int | None
    findings: list[str]
    output: str


class EndingAnswer(BaseModel):
    """One way to end, and how many runs ended so."""

    status: str
    exit_code: int | None
    signal: str | None
    count: int


class FindingCountAnswer(BaseModel):
    """In how many runs a kind of finding was."""

    kind: str
    count: int


class OutputAnswer(BaseModel):
    """One output: its first lines, whether it goes on behind them, how many runs wrote just that, and the first of them."""

    hash: str
    count: int
    lines: list[str]
    has_more: bool
    run: str


class DurationsAnswer(BaseModel):
    """How long the runs took, in ns. p95: by nearest rank."""

    min: int
    median: int
    p95: int
    max: int


class SeriesAnswer(SeriesShortAnswer):
    """A series with what has come of it so far, the most frequent first. done: how many runs have ended; going: ids of those that run."""

    done: int
    going: list[str]
    outcomes: list[EndingAnswer]
    findings: list[FindingCountAnswer]
    outputs: list[OutputAnswer]
    duration_ns: DurationsAnswer | None
    runs: list[SeriesRunAnswer]


class UseAnswer(BaseModel):
    """How many there are and how many there may be at the same time."""

    live: int
    most: int


class RunLimitsAnswer(BaseModel):
    """What one run may use: what it gets if nothing is said, and what can be asked for."""

    default: dict[str, int]
    most: dict[str, int]


class LimitsInfoAnswer(BaseModel):
    """What this server allows. `Lockstep-Runs-Live` and `Lockstep-Runs-Limit` on every answer tell the first pair of numbers."""

    runs: UseAnswer
    series: UseAnswer
    run_limits: RunLimitsAnswer
    kept_runs: int
    kept_bytes: int
    series_times: int
    body_bytes: int
    source_bytes: int
    stdin_characters: int
    arguments: int
    argument_characters: int
    viewers: int
    wait_seconds: int
    key_seconds: int
    keys: int

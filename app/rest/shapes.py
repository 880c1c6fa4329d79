"""The shapes of what the API answers with beside runs and lessons, for its documentation and for those that are made here."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.scenario.verdict.answers import Outcome


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
    verdict: Outcome | None = Field(description="of a run with expectations: passed, failed or unknown")
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
    verdicts: dict[str, Any] | None = Field(
        description="of runs with expectations: how often each held, what was measured, which seeds failed"
    )
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


class ScenarioTextAnswer(BaseModel):
    """A scenario's words in one language."""

    title: str
    about: str


class ScenarioAnswer(BaseModel):
    """A scenario of the library. source: its YAML text; parameters: what can be chosen; expectations: how many it has."""

    id: str
    group: str
    texts: dict[str, ScenarioTextAnswer]
    parameters: dict[str, dict[str, Any]]
    seed: int
    expectations: int
    source: str


class ScenariosAnswer(BaseModel):
    """The library, in its order."""

    items: list[ScenarioAnswer]


class ValidScenarioAnswer(BaseModel):
    """A scenario in which nothing is wrong, as data, with its parameters as chosen."""

    valid: bool
    title: str
    parameters: dict[str, Any]
    seed: int
    scenario: dict[str, Any]


class ScenarioSourceAnswer(BaseModel):
    """A scenario as a Python program. lines: the JSON pointer of the step that each line stands for; program: a file name for it.

    places: of a scenario that is a text: the line of the text at which each of these steps, and each expectation, begins.
    """

    program: str
    source: str
    lines: dict[str, str]
    places: dict[str, int]


class RunScenarioAnswer(ScenarioSourceAnswer):
    """What a run was ordered with. document: the scenario's text; parameters: all of them, as chosen or by default."""

    document: str
    parameters: dict[str, Any]
    seed: int


class SentenceAnswer(BaseModel):
    """A sentence in English; message_id and parameters are for translating it."""

    message_id: str
    parameters: dict[str, Any]
    text: str


class EvidenceAnswer(BaseModel):
    """One instant that shows it. line: of the program; step: a JSON pointer into the scenario; text: what was printed, or a sentence."""

    text: str
    message: SentenceAnswer | None
    worker: int
    worker_name: str
    time_ns: int
    line: int | None
    step: str | None


class JudgementAnswer(BaseModel):
    """What is said of one expectation. verdict: passed, failed or unknown; seen: what was measured, in words; why: why it is unknown."""

    number: int
    pointer: str
    verdict: Outcome
    says: SentenceAnswer
    because: dict[str, str] | None
    measured: Any
    seen: SentenceAnswer
    why: SentenceAnswer | None
    evidence: list[EvidenceAnswer]


class VerdictAnswer(BaseModel):
    """What is said of a run: passed if all that was expected was so, failed if something was not, else unknown."""

    run: str
    seed: int | None
    verdict: Outcome
    why: SentenceAnswer | None
    expectations: list[JudgementAnswer]

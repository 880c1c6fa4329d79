"""The shapes of requests and answers. Requests are strict: no unknown member, no coercion, no NaN, a length for everything."""

import json
import shlex
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MAX_SOURCE = 64 * 1024
MAX_STDIN = 64 * 1024
MAX_NAME = 100
MAX_NAME_BYTES = 200  # file systems allow 255
MAX_ARGUMENT = 4096
MAX_ARGUMENTS = 64
MAX_TIMES = 200  # runs of a series
RUN_ID = r"^[0-9a-z]{4,32}$"

# C0 and C1 controls, invisible direction marks, and halves of surrogate pairs: none belongs into a name.
_UNFIT_FOR_NAMES = frozenset({"Cc", "Cf", "Cs"})


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("a name cannot be blank")
    if "/" in text or "\\" in text or text in {".", ".."}:
        raise ValueError("a name cannot hold a slash")
    if any(unicodedata.category(character) in _UNFIT_FOR_NAMES for character in text):
        raise ValueError("a name cannot hold control or invisible characters")
    if len(text.encode()) > MAX_NAME_BYTES:
        raise ValueError(f"a name can have {MAX_NAME_BYTES} bytes at most")
    return text


def _text(text: str) -> str:
    if "\x00" in text:
        raise ValueError("the text holds a null character, which no Python program and no argument can")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("the text holds half of a surrogate pair, which is no character")
    return text


def _whole(value: Any) -> Any:
    # What JSON Schema calls an integer may be written 60.0.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a program."""
    try:
        return len(_name(text)) <= MAX_NAME
    except ValueError:
        return False


Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME), AfterValidator(_name)]
Text = Annotated[str, AfterValidator(_text)]
Argument = Annotated[Text, Field(max_length=MAX_ARGUMENT)]


# What stands in `knobs` is judged by the knob itself (knobs.py); this is for readers of the documentation.
_KNOB_VALUES: dict[str, Any] = {"additionalProperties": {"anyOf": [{"type": "number"}, {"type": "string"}]}}


class Request(BaseModel):
    """Base of what comes in."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class LimitsRequest(Request):
    """What a run may use at most; what is left out takes the server's default."""

    wall_ns: int | None = Field(default=None, ge=10**8, le=3600 * 10**9, description="wall time in ns")
    events: int | None = Field(default=None, ge=1, le=10_000_000)
    output_bytes: int | None = Field(default=None, ge=0, le=100 * 1024 * 1024)


class StartRunRequest(Request):
    """Start a run: of `source` (Python code), of `lesson` (the id of an example), or of `scenario` (a scripted scenario)."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["source"]}, {"required": ["lesson"]}, {"required": ["scenario"]}]})

    source: Annotated[Text, Field(max_length=MAX_SOURCE)] | None = Field(default=None, description="the program's text")
    lesson: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9-]+$")] | None = Field(default=None, description="id of an example")
    scenario: dict[str, Any] | Annotated[Text, Field(max_length=MAX_SOURCE)] | None = Field(
        default=None,
        description="a scripted scenario: its document (/api/v1/scenarios/schema), its YAML or JSON text, or the id of one in the library",
    )
    parameters: Annotated[dict[Annotated[str, Field(max_length=60)], Any], Field(max_length=MAX_ARGUMENTS)] | None = Field(
        default=None, description="what to choose for the scenario's parameters, by name; the others keep their defaults"
    )
    expect: Annotated[list[Any], Field(max_length=50)] | None = Field(
        default=None, description="expectations of a `source` or a `lesson`, as scenarios have them; GET .../verdict judges them"
    )
    program: Name | None = Field(default=None, description="file name to show, e.g. ticket.py")
    args: Annotated[list[Argument], Field(max_length=MAX_ARGUMENTS)] | Annotated[Text, Field(max_length=MAX_ARGUMENT)] | None = Field(
        default=None, description="arguments: a list, or one line as a shell would split it"
    )
    knobs: Annotated[dict[Annotated[str, Field(max_length=40)], Any], Field(max_length=MAX_ARGUMENTS)] | None = Field(
        default=None,
        description="what to turn on the example (see its `knobs`), by name; the others keep their defaults. Not together with `args`",
        json_schema_extra=_KNOB_VALUES,
    )
    stdin: Annotated[Text, Field(max_length=MAX_STDIN)] | None = Field(default=None, description="standard input")
    seed: int | None = Field(default=None, ge=0, le=2**53, description="given to the program as the environment variable LOCKSTEP_SEED")
    limits: LimitsRequest = LimitsRequest()
    data: bool | None = Field(
        default=None,
        description="record reads and writes of globals, attributes and items too, which slows the program's own code down; "
        "left out: as the example wants it, else no",
    )

    @model_validator(mode="after")
    def _has_one_program(self) -> Self:
        if self.source is None and self.lesson is None and self.scenario is None:
            raise ValueError("give `source` (the program's text), `lesson` (the id of an example) or `scenario`")
        if self.scenario is not None:
            self._is_scenario_only()
        elif self.parameters is not None:
            raise ValueError("`parameters` are a scenario's; an example has `knobs`, a program has `args`")
        if self.source is not None and len(self.source.encode()) > MAX_SOURCE:
            raise ValueError(f"`source` may have {MAX_SOURCE} bytes at most")
        return self

    def _is_scenario_only(self) -> None:
        others = ("source", "lesson", "args", "knobs", "stdin", "expect")
        if given := [name for name in others if getattr(self, name) is not None]:
            raise ValueError(f"`{given[0]}` does not go together with `scenario`, which says itself what runs")

    def arguments(self) -> list[str] | None:
        """Return the arguments as a list; ValueError where a quotation mark is not closed."""
        return shlex.split(self.args) if isinstance(self.args, str) else self.args


class ScenarioRequest(Request):
    """A scenario to check or to translate: its document, its YAML or JSON text, or the id of one in the library."""

    scenario: dict[str, Any] | Annotated[Text, Field(max_length=MAX_SOURCE)]
    parameters: Annotated[dict[Annotated[str, Field(max_length=60)], Any], Field(max_length=MAX_ARGUMENTS)] = {}
    seed: int | None = Field(default=None, ge=0, le=2**53 - 1)


class StartSeriesRequest(Request):
    """Start a series: the same run several times. Each has its own seed in LOCKSTEP_SEED; nobody types its input."""

    run: StartRunRequest
    times: int = Field(ge=1, le=MAX_TIMES, description="how many runs")
    seed: int = Field(default=0, ge=0, le=2**53 - MAX_TIMES, description="run N, counted from 0, gets `seed` + N as LOCKSTEP_SEED")
    at_once: int = Field(default=1, ge=1, le=MAX_TIMES, description="how many at the same time; more than one disturb each other's timing")


class InputRequest(Request):
    """Text for the program's standard input; `end` closes it afterwards."""

    text: Annotated[Text, Field(max_length=MAX_STDIN)] = ""
    end: bool = False


class EmbedRequest(Request):
    """How long a link to an embedded run is good; 30 days if not said."""

    seconds: Annotated[int | None, BeforeValidator(_whole)] = Field(default=None, ge=60, le=366 * 24 * 3600)


class EmbedAnswer(BaseModel):
    """A link to an embedded run."""

    url: str
    expires_at: str


class LimitsAnswer(BaseModel):
    """The limits a run has."""

    wall_ns: int
    events: int
    output_bytes: int


class LinksAnswer(BaseModel):
    """Where a run's parts are. page and websocket are for people and viewers; `frames` gives the websocket's bytes at once."""

    self: str
    summary: str
    findings: str
    spans: str
    events: str
    frames: str
    export: str
    stop: str
    page: str
    websocket: str
    scenario: str | None = Field(description="of a run that has expectations: what it was ordered with")
    verdict: str | None = Field(description="of a run that has expectations: what is said of them")


class RunAnswer(BaseModel):
    """One run. status: starting, running, finished, stopped, timed-out, stuck, limited, lost or failed."""

    id: str
    program: str
    lesson: str | None
    status: str
    live: bool
    exit_code: int | None
    signal: str | None
    note: str | None
    created_at: str = Field(description="ISO 8601, UTC")
    duration_ns: int | None
    kernel: str | None = Field(description="measured, sampled or inferred")
    workers: int
    events: int
    dropped: int
    frames: int = Field(description="sequence number of the last frame that is kept")
    args: list[str]
    stdin: str | None
    limits: LimitsAnswer
    data: bool = Field(description="whether reads and writes of globals, attributes and items were recorded")
    imported: bool = Field(description="whether it came from a `.lockstep` file instead of running here")
    seed: int | None = Field(description="what LOCKSTEP_SEED said to the program")
    series: str | None = Field(description="the series that it is one of")
    links: LinksAnswer


class RunsAnswer(BaseModel):
    """A page of runs, newest first. next: the value for `before` of the next page."""

    items: list[RunAnswer]
    total: int
    next: int | None


class LessonTextAnswer(BaseModel):
    """An example's words in one language."""

    title: str
    summary: str


class KnobAnswer(BaseModel):
    """What can be turned on an example. kind: int, number (both from minimum to maximum) or choice (of choices)."""

    name: str
    kind: str
    default: int | float | str
    minimum: int | float | None
    maximum: int | float | None
    choices: dict[str, dict[str, str]] = Field(description="each value with its words by language")
    texts: dict[str, str]


class LessonAnswer(BaseModel):
    """An example. knobs: what can be turned, in the order of the program's arguments."""

    id: str
    program: str
    topics: list[str]
    args: str
    stdin: str
    data: bool
    knobs: list[KnobAnswer]
    recorded: bool = Field(description="whether a recorded run comes with it")
    texts: dict[str, LessonTextAnswer]


class LessonSourceAnswer(LessonAnswer):
    """An example with its program."""

    source: str


class LessonsAnswer(BaseModel):
    """All examples in their order."""

    items: list[LessonAnswer]


class FieldErrorAnswer(BaseModel):
    """What is wrong with one field. pointer: a JSON pointer into the body, or query/NAME, path/NAME, header/NAME."""

    pointer: str
    detail: str
    code: str | None = None
    line: int | None = Field(default=None, description="in the text of a scenario, from 1")
    column: int | None = None
    message_id: str | None = Field(default=None, description="the detail as a message of /static/messages/LANGUAGE.json, where it is one")
    parameters: dict[str, Any] | None = Field(default=None, description="what goes into the gaps of that message")


class ProblemAnswer(BaseModel):
    """RFC 9457. errors: at most ten, each with a JSON pointer to the field."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldErrorAnswer] = []
    error_count: int = 0


def strict_json(data: bytes) -> Any:
    """Decode JSON; ValueError for NaN and the like, a name that comes twice, text that is not UTF-8, or too deep a nesting."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None
    except UnicodeDecodeError:
        raise ValueError("the body is not UTF-8") from None


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise ValueError(f"the name {name[:40]!r} comes twice")
        members[name] = value
    return members


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    return value

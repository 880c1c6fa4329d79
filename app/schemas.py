"""The shapes of requests and answers. Requests are strict: no unknown member, no coercion, no NaN, a length for everything."""

import json
import shlex
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

MAX_SOURCE = 64 * 1024
MAX_STDIN = 64 * 1024
MAX_NAME = 100
MAX_NAME_BYTES = 200  # file systems allow 255
MAX_ARGUMENT = 4096
MAX_ARGUMENTS = 64
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


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a program."""
    try:
        return len(_name(text)) <= MAX_NAME
    except ValueError:
        return False


Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME), AfterValidator(_name)]
Text = Annotated[str, AfterValidator(_text)]
Argument = Annotated[Text, Field(max_length=MAX_ARGUMENT)]


class Request(BaseModel):
    """Base of what comes in."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class LimitsRequest(Request):
    """What a run may use at most; what is left out takes the server's default."""

    wall_ns: int | None = Field(default=None, ge=10**8, le=3600 * 10**9, description="wall time in ns")
    events: int | None = Field(default=None, ge=1, le=10_000_000)
    output_bytes: int | None = Field(default=None, ge=0, le=100 * 1024 * 1024)


class StartRunRequest(Request):
    """Start a run: either `source` (Python code) or `lesson` (the id of an example)."""

    source: Annotated[Text, Field(max_length=MAX_SOURCE)] | None = Field(default=None, description="the program's text")
    lesson: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9-]+$")] | None = Field(default=None, description="id of an example")
    program: Name | None = Field(default=None, description="file name to show, e.g. ticket.py")
    args: Annotated[list[Argument], Field(max_length=MAX_ARGUMENTS)] | Annotated[Text, Field(max_length=MAX_ARGUMENT)] | None = Field(
        default=None, description="arguments: a list, or one line as a shell would split it"
    )
    stdin: Annotated[Text, Field(max_length=MAX_STDIN)] | None = Field(default=None, description="standard input")
    limits: LimitsRequest = LimitsRequest()
    data: bool | None = Field(
        default=None,
        description="record reads and writes of globals, attributes and items too, which slows the program's own code down; "
        "left out: as the example wants it, else no",
    )

    @model_validator(mode="after")
    def _has_one_program(self) -> Self:
        if self.source is None and self.lesson is None:
            raise ValueError("give `source` (the program's text) or `lesson` (the id of an example)")
        if self.source is not None and len(self.source.encode()) > MAX_SOURCE:
            raise ValueError(f"`source` may have {MAX_SOURCE} bytes at most")
        return self

    def arguments(self) -> list[str] | None:
        """Return the arguments as a list; ValueError where a quotation mark is not closed."""
        return shlex.split(self.args) if isinstance(self.args, str) else self.args


class InputRequest(Request):
    """Text for the program's standard input; `end` closes it afterwards."""

    text: Annotated[Text, Field(max_length=MAX_STDIN)] = ""
    end: bool = False


class LimitsAnswer(BaseModel):
    """The limits a run has."""

    wall_ns: int
    events: int
    output_bytes: int


class RunAnswer(BaseModel):
    """One run. status: starting, running, finished, stopped, timed-out, limited, lost or failed."""

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


class RunsAnswer(BaseModel):
    """A page of runs, newest first. next: the value for `before` of the next page."""

    items: list[RunAnswer]
    total: int
    next: int | None


class LessonTextAnswer(BaseModel):
    """An example's words in one language."""

    title: str
    summary: str


class LessonAnswer(BaseModel):
    """An example."""

    id: str
    program: str
    topics: list[str]
    args: str
    stdin: str
    data: bool
    texts: dict[str, LessonTextAnswer]


class LessonSourceAnswer(LessonAnswer):
    """An example with its program."""

    source: str


class LessonsAnswer(BaseModel):
    """All examples in their order."""

    items: list[LessonAnswer]


class ProblemAnswer(BaseModel):
    """RFC 9457. errors: at most ten, each with a JSON pointer to the field."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] | None = None
    error_count: int | None = None


class PageAnswer(BaseModel):
    """A page of rows. next: the value for `after` of the next page, null at the end (of what is known so far, while the run is live)."""

    items: list[dict[str, Any]]
    next: int | None
    live: bool


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

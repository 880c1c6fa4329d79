"""What should be true of a run of the scenario: one model a kind of expectation, told apart by its verb. verdict/ judges them."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from engine.scenario.resources import Model
from engine.scenario.sentences import refusal, say
from engine.scenario.verbs import demand_one_verb, tag_of
from engine.scenario.words import Comparable, Expression, Name, Number, Seconds, Title, Words, whole

Times = Annotated[Annotated[int, Field(ge=0, le=10**9)] | Expression, whole(0, 10**9)]

# Somebody's name; the main worker's too, and in a program of one's own it may be anything that Python calls a thread.
Who = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", description="a worker's name, or main")]
Pattern = Annotated[Words, Field(description="a mark's or section's text; * stands for anything")]


class Expectation(Model):
    """Base of all expectations."""

    because: Title | None = Field(default=None, description="what it would mean if this were not so")


class Finishes(Expectation):
    """The program comes to its own end (true), within so many seconds if told; or does not (false): it hangs until its time is over."""

    finishes: bool
    within: Seconds | None = None


class Deadlocks(Expectation):
    """Lockstep finds a deadlock, of workers or of a pool, or a join that hangs (true), or finds none (false)."""

    deadlocks: bool


class Finds(Expectation):
    """Lockstep has a finding of this kind, as `lost-update`; with `present: false` it has none. "any" is every error or warning."""

    finding: Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z-]*$")]
    present: bool = True
    worker: Who | None = None


class ExitCode(Expectation):
    """The program ends with this exit code."""

    exit_code: Annotated[int, Field(ge=-64, le=255)]


class Prints(Expectation):
    """Something that was printed on standard output contains this text; with `times`, so many lines do.

    A traceback is on standard error.
    """

    prints: Words
    times: Times | None = None


class _Compared(Expectation):
    equals: Comparable | None = Field(default=None, alias="is")
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _compares(self) -> Self:
        if self.equals is None and self.at_least is None and self.at_most is None:
            raise refusal("no_comparison", say("detail.no-comparison"))
        return self


class Final(_Compared):
    """A shared value or a file's number at the end, when all workers have ended."""

    final: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z]\w*(\[\d+\])?$")]


class Happens(_Compared):
    """How often a mark was set, by anyone, or by the workers of one name, or (`each`) by each of them."""

    happens: Pattern
    by: Who | None = Field(default=None, description="only those of the workers of this name")
    each: bool = False


class Order(Expectation):
    """Marks come in this order: the first of each behind the first of the one before; with `all`, every one behind every one before."""

    order: Annotated[list[Pattern], Field(min_length=2, max_length=50)]
    all: bool = False


class Inside(_Compared):
    """The most workers that were inside a section at the same time."""

    inside: Pattern


class ConsumedOnce(Expectation):
    """Every item put into the queue was got exactly once; with `leftover`, some may be left in it at the end."""

    consumed_once: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z]\w*(\[\d+\])?$")]
    leftover: bool = False


class Blocked(_Compared):
    """The longest single time, in seconds, that a worker of this name was blocked, on this resource if told.

    "any": any worker but the main one.
    """

    blocked: Annotated[Who, Field(description="a worker's name, or any")]
    resource: Name | None = None


MODELS: dict[str, type[Expectation]] = {
    "finishes": Finishes, "deadlocks": Deadlocks, "finding": Finds, "exit_code": ExitCode, "prints": Prints, "final": Final,
    "happens": Happens, "order": Order, "inside": Inside, "consumed_once": ConsumedOnce, "blocked": Blocked,
}  # fmt: skip
VERBS: dict[type[Expectation], str] = {model: verb for verb, model in MODELS.items()}


def _tag_of(expectation: Any) -> str | None:
    return tag_of(expectation, MODELS)


AnyExpectation = Annotated[
    Annotated[Finishes, Tag("verb:finishes")]
    | Annotated[Deadlocks, Tag("verb:deadlocks")]
    | Annotated[Finds, Tag("verb:finding")]
    | Annotated[ExitCode, Tag("verb:exit_code")]
    | Annotated[Prints, Tag("verb:prints")]
    | Annotated[Final, Tag("verb:final")]
    | Annotated[Happens, Tag("verb:happens")]
    | Annotated[Order, Tag("verb:order")]
    | Annotated[Inside, Tag("verb:inside")]
    | Annotated[ConsumedOnce, Tag("verb:consumed_once")]
    | Annotated[Blocked, Tag("verb:blocked")],
    Discriminator(_tag_of),
    BeforeValidator(demand_one_verb("detail.what.expectation", "{finishes: true}", lambda: MODELS)),
]

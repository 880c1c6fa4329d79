"""A scenario: its parameters, resources, workers, procedures and expectations, in one document."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from engine.scenario.expectations import AnyExpectation
from engine.scenario.resources import Count, Model, Resource
from engine.scenario.sentences import refusal, say
from engine.scenario.steps import Steps
from engine.scenario.verbs import FORM
from engine.scenario.words import Name, Remark, Scalar, Seconds, Title, Value

VERSION = 1
MAX_PROGRAM = 64 * 1024
MAX_WORKERS = 50  # kinds of workers; each may be there many times
MAX_RESOURCES = 50
MAX_PARAMETERS = 30
MAX_EXPECTATIONS = 50
MAX_SEED = 2**53 - 1


class Parameter(Model):
    """Something to be chosen for a run, with a default and a range. A whole number stays one."""

    default: Scalar
    minimum: int | float | None = None
    maximum: int | float | None = None
    choices: Annotated[list[Scalar], Field(min_length=1, max_length=50)] | None = None
    note: Remark | None = None


def _form_of(parameter: Any) -> str:
    return f"{FORM}long" if isinstance(parameter, Mapping | Parameter) else f"{FORM}short"


AnyParameter = Annotated[
    Annotated[Parameter, Tag(f"{FORM}long")] | Annotated[Scalar, Tag(f"{FORM}short")],
    Discriminator(_form_of),
]


class Worker(Model):
    """Who does something: a process, a thread, or an asyncio task; `count` of them, each knowing its `index` from 0.

    start: "begin" - the main worker starts it, in the order of the document - or "spawned" - by a `spawn` step.
    delay: it is started so many seconds after the begin. priority: nice value from 0 (normal) to 19 (lowest), processes and threads.
    """

    kind: Literal["process", "thread", "task"] = "thread"
    count: Count = 1
    start: Literal["begin", "spawned"] = "begin"
    delay: Seconds = 0
    daemon: bool = False
    priority: Annotated[int, Field(ge=0, le=19)] = 0
    steps: Steps
    note: Remark | None = None


class Procedure(Model):
    """Steps with a name, for `call` and for `submit`."""

    parameters: Annotated[list[Name], Field(max_length=20)] = Field(default=[], description="names for what it is given")
    steps: Steps
    note: Remark | None = None


class Limits(Model):
    """When the run is ended. It ends earlier, and is judged the same, once it is certain that nobody in it can ever go on."""

    seconds: Annotated[int | float, Field(gt=0, le=600)] = 10


class Scenario(Model):
    """A whole scenario. Workers start in the document's order; `main` is what the main worker does when it has started them, before it
    waits for those that are no daemons; it may do all alone. Instead of workers, `program` can be given, the text of a Python program, or
    `lesson`, the id of an example: what is judged then is that program as it is, with `args`.
    """

    lockstep: Literal[1] = Field(description="the version of this language: 1")
    title: Title
    about: Title | None = Field(default=None, description="what it is about, in words")
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = Field(default=1, description="for `choose` and the functions that draw")
    parameters: Annotated[dict[Name, AnyParameter], Field(max_length=MAX_PARAMETERS)] = Field(default={})
    resources: Annotated[dict[Name, Resource], Field(max_length=MAX_RESOURCES)] = Field(default={})
    procedures: Annotated[dict[Name, Procedure], Field(max_length=MAX_WORKERS)] = Field(default={})
    workers: Annotated[dict[Name, Worker], Field(max_length=MAX_WORKERS)] = Field(default={})
    main: Steps = Field(default=[])
    program: Annotated[str, Field(max_length=MAX_PROGRAM)] | None = Field(default=None, description="a Python program instead of workers")
    lesson: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9-]+$")] | None = Field(default=None, description="the id of an example")
    args: Annotated[list[Value], Field(max_length=64)] = Field(default=[], description="arguments of the program or example")
    data: bool | None = Field(
        default=None,
        description="whether reads and writes of globals, attributes and items are recorded too; left out: where there are shared values",
    )
    limits: Limits = Limits()
    expect: Annotated[list[AnyExpectation], Field(max_length=MAX_EXPECTATIONS)] = Field(default=[])

    @model_validator(mode="after")
    def _has_one_program(self) -> Self:
        given = [self.program is not None, self.lesson is not None, self.has_steps]
        if not any(given):
            raise refusal("no_workers", say("detail.no-workers"))
        if sum(given) > 1 or (not self.has_steps and (self.procedures or self.resources)):
            raise refusal("two_programs", say("detail.two-programs"))
        if self.args and self.has_steps:
            raise refusal("no_args", say("detail.no-args"))
        return self

    @property
    def has_steps(self) -> bool:
        """Whether it says itself who does what, and is no program of somebody's."""
        return bool(self.workers or self.main)

    def parameter(self, name: str) -> Parameter:
        """Return a parameter in its long form."""
        given = self.parameters[name]
        return given if isinstance(given, Parameter) else Parameter(default=given)

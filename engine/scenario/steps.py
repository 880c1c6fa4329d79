"""What a worker does, step by step. A step is an object with one verb (`acquire`, `sleep` ...) and the verb's options beside it.

MODELS is the table of all verbs. No option of a step has the name of a verb.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from engine.scenario.resources import Model
from engine.scenario.verbs import FORM, demand_one_verb, form_of, tag_of
from engine.scenario.words import Expression, Name, Number, Reference, Remark, Seconds, Template, Value, whole

MAX_STEPS = 500  # of one list

Arguments = Annotated[dict[Name, Value], Field(max_length=20)]
Some = Annotated[Annotated[int, Field(ge=1, le=1000)] | Expression, whole(1, 1000)]
SomeOrAll = Annotated[Annotated[int, Field(ge=1, le=1000)] | Literal["all"] | Expression, whole(1, 1000, "all")]
Rounds = Annotated[Annotated[int, Field(ge=0, le=10**7)] | Literal["forever"] | Expression, whole(0, 10**7, "forever")]
References = Annotated[
    Annotated[Reference, Tag(f"{FORM}one")] | Annotated[list[Reference], Field(min_length=1, max_length=10), Tag(f"{FORM}many")],
    Discriminator(form_of),
]
Values = Annotated[
    Annotated[Expression, Tag(f"{FORM}one")] | Annotated[list[Value], Field(max_length=100), Tag(f"{FORM}many")],
    Discriminator(form_of),
]


class Action(Model):
    """Base of all steps."""

    note: Remark | None = Field(default=None, description="a remark; becomes a comment in the program")


class Compute(Action):
    """Use the CPU for so many seconds of CPU time."""

    compute: Seconds


class Sleep(Action):
    """Sleep for so many seconds. In a task, `blocking: true` sleeps without letting the event loop go on."""

    sleep: Seconds
    blocking: bool = False


class Acquire(Action):
    """Take a lock, a semaphore's permit or a condition's lock. With `timeout`: give up after so long (0: at once) and do `else`."""

    acquire: Reference
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")
    into: Name | None = Field(default=None, description="name for whether it was taken")


class Try(Action):
    """Take a lock or permit if that goes at once, do `then` and give it back; else do `else`."""

    attempt: Reference = Field(alias="try")
    then: Steps = Field(default=[])
    otherwise: Steps | None = Field(default=None, alias="else")


class Release(Action):
    """Give back a lock, or `count` permits of a semaphore."""

    release: Reference
    count: Some | None = None


class With(Action):
    """Take one or several locks in order, do the steps, and give them back whatever happens."""

    within: References = Field(alias="with")
    steps: Steps


class Wait(Action):
    """Wait for an event to be set, for a condition (which must be held) to be notified, or at a barrier for the others.

    With `until`, a condition is waited for until that is true. With `timeout`: give up after so long and do `else`.
    """

    wait: Reference
    until: Expression | None = None
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")
    into: Name | None = Field(default=None, description="name for what wait() returned; at a barrier one of 0, 1 ... for each worker")


class Notify(Action):
    """Wake `count` workers, or "all", that wait for a condition, which must be held."""

    notify: Reference
    count: SomeOrAll = 1


class SetEvent(Action):
    """Set an event: all who wait for it go on."""

    set: Reference


class ClearEvent(Action):
    """Clear an event: who waits for it waits."""

    clear: Reference


class Put(Action):
    """Put an item into a queue, waiting while it is full. An item that is left out is made up: worker and number, so that it is unique."""

    put: Reference
    item: Value = Field(default=None, description="an expression; null puts None, leaving it out makes a unique item")
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")


class Get(Action):
    """Get an item from a queue, waiting while it is empty."""

    get: Reference
    into: Name | None = None
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")


class TaskDone(Action):
    """Tell a queue that an item got from it has been worked on."""

    task_done: Reference


class Send(Action):
    """Send a message into a pipe."""

    send: Reference
    item: Value = None
    end: Literal["a", "b"] = "a"


class Recv(Action):
    """Receive a message from a pipe, waiting until there is one."""

    recv: Reference
    into: Name | None = None
    end: Literal["a", "b"] = "b"
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")


class Read(Action):
    """Read a shared value or a file into a name."""

    read: Reference
    into: Name


class Write(Action):
    """Write a shared value or a file."""

    write: Reference
    value: Value


class Increment(Action):
    """Read a shared value or a file, add `by`, write it back; in between sleep for `gap` seconds, if given, which opens the race wide."""

    increment: Reference
    by: Number = Field(default=1, description="how much")
    gap: Seconds | None = Field(default=None, description="seconds of sleep between reading and writing")


class Let(Action):
    """Give values of expressions names of the worker's own."""

    let: Annotated[dict[Name, Value], Field(min_length=1, max_length=20)]


class Spawn(Action):
    """Start a worker whose `start` is "spawned": all of its count, or one, as `child[0]`."""

    spawn: Reference


class Join(Action):
    """Wait until a worker has ended (all of its count, or one), or until all items of a queue are done."""

    join: Reference
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")


class Terminate(Action):
    """End a process by a signal, or cancel a task. A thread cannot be ended from outside."""

    terminate: Reference


class Submit(Action):
    """Submit a procedure to a pool; `into` names the future."""

    submit: Name
    to: Reference
    arguments: Arguments = Field(default={})
    into: Name | None = None


class Result(Action):
    """Wait for a future's result."""

    result: Reference
    into: Name | None = None
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")


class Shutdown(Action):
    """Let a pool finish its jobs and end."""

    shutdown: Reference


class Call(Action):
    """Do the steps of a procedure here."""

    call: Name
    arguments: Arguments = Field(default={})
    into: Name | None = None


class Return(Action):
    """Leave the procedure with a value."""

    value: Value = Field(alias="return")


class Print(Action):
    """Print a text."""

    print: Template


class Mark(Action):
    """Mark this instant by a name, for expectations on order and number."""

    mark: Template


class Section(Action):
    """Do the steps inside a named section, for expectations on how many are inside at once."""

    section: Template
    steps: Steps


class Fail(Action):
    """Raise an error."""

    fail: Template


class Repeat(Action):
    """Do the steps so many times, or "forever"; `as` counts from 0."""

    repeat: Rounds
    name: Name | None = Field(default=None, alias="as")
    steps: Steps


class While(Action):
    """Do the steps as long as the expression is true."""

    condition: Expression = Field(alias="while")
    steps: Steps


class ForEach(Action):
    """Do the steps for each of some values."""

    name: Name = Field(alias="for")
    values: Values = Field(alias="in")
    steps: Steps


class If(Action):
    """Do `then` if the expression is true, else `else`."""

    condition: Expression = Field(alias="if")
    then: Steps
    otherwise: Steps | None = Field(default=None, alias="else")


class Choice(Model):
    """One of the ways to go on, taken `weight` times as often as one of weight 1."""

    weight: Annotated[int | float, Field(gt=0, le=1000)] = 1
    steps: Steps


class Choose(Action):
    """Do one of several lists of steps, drawn with the scenario's seed."""

    choose: Annotated[list[Choice], Field(min_length=2, max_length=20)]


class WaitUntil(Action):
    """Look every so many seconds whether the expression is true, and go on when it is."""

    wait_until: Expression
    every: Seconds = 0.01
    timeout: Seconds | None = None
    otherwise: Steps | None = Field(default=None, alias="else")


class Leave(Action):
    """Leave the innermost loop, or end the worker."""

    leave: Literal["loop", "worker"]


MODELS: dict[str, type[Action]] = {
    "compute": Compute, "sleep": Sleep, "acquire": Acquire, "try": Try, "release": Release, "with": With, "wait": Wait, "notify": Notify,
    "set": SetEvent, "clear": ClearEvent, "put": Put, "get": Get, "task_done": TaskDone, "send": Send, "recv": Recv, "read": Read,
    "write": Write, "increment": Increment, "let": Let, "spawn": Spawn, "join": Join, "terminate": Terminate, "submit": Submit,
    "result": Result, "shutdown": Shutdown, "call": Call, "return": Return, "print": Print, "mark": Mark, "section": Section, "fail": Fail,
    "repeat": Repeat, "while": While, "for": ForEach, "if": If, "choose": Choose, "wait_until": WaitUntil, "leave": Leave,
}  # fmt: skip
VERBS: dict[type[Action], str] = {model: verb for verb, model in MODELS.items()}


def _tag_of(step: Any) -> str | None:
    return tag_of(step, MODELS)


Step = Annotated[
    Annotated[Compute, Tag("verb:compute")]
    | Annotated[Sleep, Tag("verb:sleep")]
    | Annotated[Acquire, Tag("verb:acquire")]
    | Annotated[Try, Tag("verb:try")]
    | Annotated[Release, Tag("verb:release")]
    | Annotated[With, Tag("verb:with")]
    | Annotated[Wait, Tag("verb:wait")]
    | Annotated[Notify, Tag("verb:notify")]
    | Annotated[SetEvent, Tag("verb:set")]
    | Annotated[ClearEvent, Tag("verb:clear")]
    | Annotated[Put, Tag("verb:put")]
    | Annotated[Get, Tag("verb:get")]
    | Annotated[TaskDone, Tag("verb:task_done")]
    | Annotated[Send, Tag("verb:send")]
    | Annotated[Recv, Tag("verb:recv")]
    | Annotated[Read, Tag("verb:read")]
    | Annotated[Write, Tag("verb:write")]
    | Annotated[Increment, Tag("verb:increment")]
    | Annotated[Let, Tag("verb:let")]
    | Annotated[Spawn, Tag("verb:spawn")]
    | Annotated[Join, Tag("verb:join")]
    | Annotated[Terminate, Tag("verb:terminate")]
    | Annotated[Submit, Tag("verb:submit")]
    | Annotated[Result, Tag("verb:result")]
    | Annotated[Shutdown, Tag("verb:shutdown")]
    | Annotated[Call, Tag("verb:call")]
    | Annotated[Return, Tag("verb:return")]
    | Annotated[Print, Tag("verb:print")]
    | Annotated[Mark, Tag("verb:mark")]
    | Annotated[Section, Tag("verb:section")]
    | Annotated[Fail, Tag("verb:fail")]
    | Annotated[Repeat, Tag("verb:repeat")]
    | Annotated[While, Tag("verb:while")]
    | Annotated[ForEach, Tag("verb:for")]
    | Annotated[If, Tag("verb:if")]
    | Annotated[Choose, Tag("verb:choose")]
    | Annotated[WaitUntil, Tag("verb:wait_until")]
    | Annotated[Leave, Tag("verb:leave")],
    Discriminator(_tag_of),
    BeforeValidator(demand_one_verb("detail.what.step", "{acquire: lock}", lambda: MODELS)),
]
Steps = Annotated[list[Step], Field(max_length=MAX_STEPS)]

_models: list[type[Model]] = [*MODELS.values(), Choice]
for _model in _models:
    _model.model_rebuild()

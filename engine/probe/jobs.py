"""The jobs of pools: what one is called, how it is handed in, and how a worker in another process tells which one it runs.

A job is defined by whoever submits it. Where other processes run it, a key leads them to it: the inode of the pipe that the pool's work
goes through and the number that the library gave the job. What the program pickles carries nothing of ours.
"""

from __future__ import annotations

import posix
import select
from functools import partial

from . import recorder
from .kinds import Definition, Kind, Outcome, Reason, ResourceKind
from .location import location_of
from .reprs import item_text, short_repr, type_name
from .shared_queues import is_ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

here, emit = recorder.here, recorder.emit
JOB = int(Definition.JOB)
SUBMIT, JOB_BEGIN, JOB_END, RESULT = int(Kind.SUBMIT), int(Kind.JOB_BEGIN), int(Kind.JOB_END), int(Kind.RESULT)
WAIT, WAIT_END, CALLBACK, CLOSE = int(Kind.WAIT), int(Kind.WAIT_END), int(Kind.CALLBACK), int(Kind.CLOSE)
FOR_JOB = Reason.QUEUE_GET << 8
DONE, RAISED = int(Outcome.DONE), int(Outcome.RAISED)
NUMBER = 0xFFFFFFFF
LONGEST = 48  # characters of a label
MARK = "_lockstep"  # instance attribute of a queue that carries jobs to workers: its pool's number

_function, _builtin, _bound = type(lambda: None), type(len), type(recorder.emit.__get__(0))


class Submission:
    """A job that this thread is handing in: its future is made in a moment, and is to be given the job's number."""

    __slots__ = ("arguments", "count", "function", "keywords", "location", "owner")

    def __init__(self, owner: Any, function: Any, arguments: Any, keywords: Any, frame: FrameType) -> None:
        self.owner = owner
        self.function = function
        self.arguments = arguments
        self.keywords = keywords
        self.location = location_of(frame)

    def label(self) -> str:
        """Say what is called with what; of what asyncio hands to a thread, what the program called."""
        function = self.function
        if type(function) is partial and type(function.func) is _builtin and function.func.__name__ == "run" and function.args:
            return call_label(function.args[0], function.args[1:], function.keywords)
        return call_label(function, self.arguments, self.keywords)


def take_submission() -> Submission | None:
    """Return what this thread is handing in, once."""
    submission: Submission | None = here.submission
    here.submission = None
    return submission


def define_job(pool: int, label: str, location: int, *, count: int | None = None, whole: int = 0, key: str = "") -> int:
    """Define a job. Returns its number."""
    job = recorder.new_id()
    recorder.define(JOB, job, pool, label, "" if count is None else count, location, whole, key)
    return job


def job_of(pool: int, key: str) -> int:
    """Give a number to a job that another worker defined: its key says which one it is."""
    return define_job(pool, "", 0, key=key)


def begin(job: int) -> None:
    """Report that this thread begins a job that came to it through a pool's queue."""
    here.job = job
    emit(JOB_BEGIN, job, 0, 0, 0)


def wait_for_job(queue: Any, pool: int, get: Callable[[], Any]) -> Any:
    """Take the next thing out of a pool's pipe; if there is nothing, or another is about to take it, that is a wait for a job."""
    if is_ready(queue._reader, select.POLLIN) and not queue._rlock._semlock._is_zero():
        return get()
    emit(WAIT, pool, -1, FOR_JOB, 0)
    try:
        return get()
    finally:
        emit(WAIT_END, pool, 0, FOR_JOB, 0)


def finish(result: object, *, raised: bool) -> None:
    """Report that this thread is done with the job that it began."""
    job, here.job = here.job, 0
    if job:
        emit(JOB_END, job, outcome_text(result, raised=raised) << 32, RAISED if raised else DONE, 0)


def announce(job: int, result: object, *, raised: bool) -> None:
    """Report that the result is there for whoever waits for it."""
    emit(RESULT, job, outcome_text(result, raised=raised) << 32, RAISED if raised else DONE, 0)


def outcome_text(result: object, *, raised: bool) -> int:
    """Return the text of a result, or of the exception that a job ended with."""
    return recorder.text_id(type_name(type(result))) if raised else item_text(result)


def report_callback(job: int, function: object, location: int) -> None:
    """Report that this thread calls back."""
    emit(CALLBACK, job, recorder.text_id(function_name(function)) << 32, 0, location)


def call_label(function: Any, arguments: Any, keywords: Any = None) -> str:
    """Show a call in a few characters, e.g. `square(3)`, without running a line of the program's code."""
    shown = [short_repr(argument) for argument in arguments[:4]] if type(arguments) in (tuple, list) else []
    if type(keywords) is dict:
        shown += [f"{name}={short_repr(value)}" for name, value in list(keywords.items())[:4] if type(name) is str]
    return cut(f"{function_name(function)}({', '.join(shown)})")


def cut(text: str) -> str:
    """Cut a label to its longest."""
    return text if len(text) <= LONGEST else text[: LONGEST - 4] + "...)"


def function_name(function: Any) -> str:
    """Name what is called; a name is given as it is."""
    if type(function) is str:
        return function
    while type(function) is partial:
        function = function.func
    if type(function) is _bound:
        function = function.__func__
    if type(function) in (_function, _builtin):
        return str(function.__name__)
    return type_name(function) if isinstance(function, type) else type_name(type(function))


def inode_of(queue: Any) -> int:
    """Return the inode of the pipe under a multiprocessing queue, the same in every process that has it."""
    return posix.fstat(queue._reader._handle).st_ino


def pool_key(inode: int) -> str:
    """Return what leads another process to a pool."""
    return f"pool:{inode}"


def job_key(pool: int, *numbers: int) -> str:
    """Return what leads another worker to a job: `pool` is its pipe's inode, or its number where all workers are threads."""
    return f"job:{pool}:{':'.join(map(str, numbers))}"


def pool_of(queue: Any) -> tuple[int, int]:
    """Return the number of the pool whose jobs come through a queue, and its pipe's inode; another process may have made it."""
    known: tuple[int, int] | None = vars(queue).get(MARK)
    if known is None:
        inode = inode_of(queue)
        number = recorder.new_id()
        recorder.define(int(Definition.RESOURCE), number, int(ResourceKind.POOL), "", pool_key(inode), "", 0)
        known = vars(queue)[MARK] = number, inode
    return known

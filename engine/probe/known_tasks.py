"""What is known of each of asyncio's tasks: its number, its name, what it waits for.

It hangs on a weak reference to the task, so that tasks live as long as they ever did.
"""

from __future__ import annotations

from _weakref import ref
from weakref import WeakKeyDictionary

from . import awaiting, recorder
from .kinds import Definition, Ending, Kind
from .location import define_location, is_internal, location_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .awaiting import Waiting

here = recorder.here
START, STRAND_END = Kind.START << 48, Kind.STRAND_END << 48
RETURNED, DROPPED = Ending.RETURNED << 32, Ending.DROPPED << 32
STRAND, NAME = int(Definition.STRAND), int(Kind.NAME)
OWN = frozenset({"shutdown_asyncgens", "shutdown_default_executor"})  # what a loop runs to clear up is none of the program's
MOST_GONE = 1000

strands: dict[int, Strand] = {}  # id of a task -> what is known of it
promised: WeakKeyDictionary[Any, int] = WeakKeyDictionary()  # coroutines handed to another thread's loop -> the job each is
gone: dict[int, Strand] = {}  # the same of those that went lately: of a cycle, references are told before asyncio complains


class Library:
    """What was found in asyncio when it was hooked."""

    tasks: tuple[type, ...] = ()
    c_task: Any = None
    get_c_name: Any = None
    step_types: set[type] = set()  # noqa: RUF012  # of callbacks that may be a task's step
    run_once: Any = None
    running_loop: Any = None


class Strand(ref):  # type: ignore[type-arg]
    """What is known of a task; the task itself is only weakly known."""

    __slots__ = ("awaiter", "cancels", "is_over", "is_running", "job", "key", "name", "number", "place", "timeouts", "waiting")

    awaiter: Strand | None  # which task waits for this one
    cancels: int  # requests to cancel it that were told of
    is_over: bool
    is_running: bool  # its step is under way, or was the last
    job: int  # what another thread was promised as its result, until it begins
    key: int
    name: str
    number: int
    place: int  # where it waited last
    timeouts: list[Any]  # asyncio.timeout blocks that it is inside of, by weak references
    waiting: Waiting | None

    def __new__(cls, task: Any, number: int) -> Strand:
        self = super().__new__(cls, task, _gone)
        self.key, self.number, self.name = id(task), number, ""
        self.awaiter, self.waiting, self.cancels, self.timeouts = None, None, 0, []
        self.is_over, self.is_running, self.place, self.job = False, False, 0, 0
        return self

    def __init__(self, task: Any, number: int) -> None:
        super().__init__(task, _gone)  # type: ignore[call-arg]  # of a weak reference it takes what __new__ took


def _gone(strand: Any) -> None:
    """Note that a task's object is gone; if its end was not told of, it came with its last step."""
    key = strand.key
    if strands.get(key) is strand:
        del strands[key]
    if not strand.is_over:
        strand.is_over = True
        here.write(STRAND_END | (RETURNED if strand.is_running else DROPPED), strand.number, 0)
    if len(gone) > MOST_GONE:
        gone.clear()
    gone[key] = strand


def meet(task: Any, frame: Any) -> Strand | None:
    """Make the acquaintance of a task: say who made it, where, and what it runs. What a loop runs to clear up is none of the program's."""
    if is_own(code_of(task.get_coro())):
        return None
    eager = here.eager
    if eager and task is awaiting.current_task():  # its first step is under way, and its beginning was told
        return adopt(task, eager, task.get_coro())
    strand = Strand(task, recorder.new_id())
    strand.name = name_of(task)
    if promised:
        strand.job = promised.pop(task.get_coro(), 0)
    define(strand.number, task.get_coro(), strand.name)
    here.write(START | location_of(frame), strand.number, 0)
    strands[strand.key] = strand
    return strand


def adopt(task: Any, number: int, coroutine: Any) -> Strand:
    """Know a task under the number of which its beginning was told before there was a task.

    (Asking a task for its coroutine that ended in its first step crashes Python 3.12.1.)
    """
    known = strands.get(id(task))
    if known is not None and known() is task:
        return known
    strand = strands[id(task)] = Strand(task, number)
    strand.name = name_of(task)
    recorder.emit_text(NAME, number, label_of(strand.name, code_of(coroutine)), 0, 0)
    return strand


def define(number: int, coroutine: Any, name: str) -> None:
    """Say what a task is called and which function it runs."""
    code = code_of(coroutine)
    place = define_location(code.co_filename, code.co_firstlineno, code.co_qualname) if code is not None else 0
    recorder.define(STRAND, number, "task", label_of(name, code), place)


def is_own(code: Any) -> bool:
    """Tell whether it is the code of what a loop runs to clear up."""
    return code is not None and code.co_name in OWN and (is_internal(code.co_filename) or code.co_filename.startswith("uvloop/"))


def code_of(coroutine: Any) -> Any:
    """Give the code of a coroutine, None if it has none of Python's."""
    return getattr(coroutine, "cr_code", None) or getattr(coroutine, "gi_code", None)


def label_of(name: str, code: Any) -> str:
    """Say which function a task runs that has no name of its own, as `threading` does of threads."""
    if name == "None":  # so Python 3.13 calls a task of `eager_task_factory`
        name = ""
    is_numbered = name.startswith("Task-") and name[5:].isdigit()
    return f"{name} ({code.co_name})" if code is not None and is_numbered else name or (code.co_name if code is not None else "task")


def name_of(task: Any) -> str:
    """Give a task's name without running a line of the program's, which may have a task class of its own."""
    if isinstance(task, Library.c_task):
        return str(Library.get_c_name(task))
    return str(task._name) if hasattr(task, "_name") else ""

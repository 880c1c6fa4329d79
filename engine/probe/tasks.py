"""Record asyncio's tasks: who made one, when its turn comes, when it runs, what it waits for, how it ends.

A C task runs its steps where no Python hook can be. But an event loop of the library's takes each step out of its `_ready`, a deque, and
puts each one in there; so the deque is ours: `append` tells whose turn will come and who is the cause, `popleft` which step begins and that
the one before is over. No frame of ours is on the stack while the program's code runs, no task and no coroutine is wrapped.
(loops.py puts the deque there and has what a loop itself does, known_tasks.py what is known of a task, eager_tasks.py those that begin at
once, awaiting.py what a task waits for, task_reports.py what goes wrong.)
"""

from __future__ import annotations

from _thread import get_ident
from collections import deque
from types import BuiltinFunctionType, MethodType

from . import awaiting, recorder
from .awaiting import waiting_of
from .kinds import Ending, Flag, Kind, Outcome, Reason
from .known_tasks import NAME, Library, Strand, meet, name_of, strands
from .location import get_frame, location_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .awaiting import Waiting

here = recorder.here
STEP, QUEUED, CANCEL = Kind.STEP << 48, Kind.QUEUED << 48, Kind.CANCEL << 48
JOB_BEGIN = Kind.JOB_BEGIN << 48
STRAND_END, ALSO = Kind.STRAND_END << 48, Kind.ALSO << 48
WAIT, WAIT_END, ACQUIRE = Kind.WAIT << 48 | Flag.STRAND << 32, Kind.WAIT_END << 48, Kind.ACQUIRE << 48 | Flag.WAITED << 32
RAISED = Outcome.RAISED << 32
RETURNED, FAILED, CANCELLED = Ending.RETURNED << 32, Ending.RAISED << 32, Ending.CANCELLED << 32
BOUND = frozenset({BuiltinFunctionType, MethodType})
STEPS = frozenset({"task_wakeup", "__step", "__wakeup"})  # the other methods of a task that a loop may be asked to call are no steps
TAKING = frozenset({Reason.LOCK, Reason.QUEUE_GET, Reason.QUEUE_PUT})  # what was waited for is taken later, by a record of its own
MOST_CHILDREN = 64  # awaited together that are told one by one

push, pop = deque.append, deque.popleft


class Ready(deque):  # type: ignore[type-arg]
    """The callbacks whose turn has come in one event loop: a deque that reports."""

    __slots__ = ("cause", "current", "ident", "is_inside")

    cause: int  # the task in whose stead the loop runs a callback: it has ended, and others are told
    current: Strand | None  # whose step runs, or ran last
    ident: int
    is_inside: bool  # the thread was last said to run a task

    def __init__(self) -> None:
        super().__init__()
        self.cause, self.current, self.ident, self.is_inside = 0, None, 0, False

    def append(self, handle: Any) -> None:
        """Append as ever; if it is a task's step, say that its turn will come."""
        push(self, handle)
        try:
            self.note(handle._callback, handle._args)
        except Exception:  # something of an unknown shape goes unrecorded
            return

    def note(self, callback: Any, arguments: Any) -> Strand | None:
        """Say of a task's step that its turn will come; give the task. Of another thread's call, say whose result it brings."""
        kind = type(callback)
        if getattr(callback, "__name__", "") not in STEPS if kind in BOUND else kind not in Library.step_types and not _is_step(callback):
            if self.ident != get_ident():
                _tell_result(callback, arguments)
            return None
        task = callback.__self__
        strand = strands.get(id(task))
        if strand is None or strand() is not task:
            if not isinstance(task, Library.tasks):
                _tell_result(callback, arguments)
                return None
            strand = meet(task, get_frame(2))
            if strand is None:
                return None
        cause = self.cause
        if cause and self.ident != get_ident():
            cause = 0
        waited = task._fut_waiter
        if waited is not None and waited.cancelled():
            tell_cancel(strand, task, cause)
        here.write(QUEUED, strand.number, cause)
        return strand

    def popleft(self) -> Any:
        """Take the next one as ever; the step before is over, and if this is a task's step it begins."""
        handle = pop(self)
        try:
            self.finish()
            if handle._cancelled:
                return handle
            callback = handle._callback
            kind = type(callback)
            if getattr(callback, "__name__", "") in STEPS if kind in BOUND else kind in Library.step_types or _is_step(callback):
                task = callback.__self__
                strand = strands.get(id(task))
                if strand is not None and strand() is task:
                    self.begin(strand, task)
                    return handle
            self.leave()
            if handle._args:
                ended = strands.get(id(handle._args[0]))
                self.cause = ended.number if ended is not None and ended.is_over else 0
        except Exception:
            return handle
        return handle

    def begin(self, strand: Strand, task: Any) -> None:
        """Say that a task's step begins, and what became of what it waited for."""
        self.current = strand
        self.is_inside = strand.is_running = True
        self.ident = get_ident()
        name = Library.get_c_name(task) if type(task) is Library.c_task else name_of(task)
        if name != strand.name:
            strand.name = name
            recorder.emit_text(NAME, strand.number, name, 0, 0)
        here.write(STEP, strand.number, 0)
        if strand.job:
            here.write(JOB_BEGIN, strand.job, 0)
            strand.job = 0
        is_cancelled = task._must_cancel
        if strand.waiting is not None:
            _end_wait(strand, strand.waiting, task._fut_waiter, is_cancelled)
        if is_cancelled:
            tell_cancel(strand, task, 0)
        strand.cancels = task.cancelling()

    def finish(self) -> None:
        """Say how the step that ran last left its task."""
        strand = self.current
        self.current, self.cause = None, 0
        if strand is None:
            return
        strand.is_running = False
        task = strand()
        if task is not None:
            settle(strand, task)

    def leave(self) -> None:
        """Say that the thread runs the loop's own code, or a plain callback, from now on."""
        if self.is_inside:
            self.is_inside = False
            here.write(STEP, 0, 0)


def settle(strand: Strand, task: Any) -> None:
    """Say that a task has ended, or what it waits for; one that merely let others go first was said to be queued already."""
    if task.done():
        if not strand.is_over:
            strand.is_over = True
            ending = CANCELLED if task.cancelled() else RETURNED if task._exception is None else FAILED
            here.write(STRAND_END | ending, strand.number, 0)
        return
    future = task._fut_waiter
    if future is None:
        return
    waiting = waiting_of(task, future, strand.timeouts)
    before = strand.waiting
    if before is not None:  # woken, but another was faster
        here.write(WAIT_END | before.reason | RAISED, before.subject, 0)
    strand.waiting, strand.place = waiting, waiting.location
    if waiting.children:
        _wait_for_tasks(strand, waiting)
    else:
        here.write(WAIT | waiting.flags | waiting.reason | waiting.location, waiting.subject, waiting.timeout)


def _wait_for_tasks(strand: Strand, waiting: Waiting) -> None:
    """Say that a task waits for others, the oldest first."""
    one: Any
    for one in waiting.children:
        if id(one) not in strands and not one.done() and isinstance(one, Library.tasks):
            _acquaint(strand, one)
    children = [child for child in (strands.get(id(one)) for one in waiting.children) if child is not None]
    for child in children:
        child.awaiter = strand
    numbers = sorted(child.number for child in children)
    waiting.subject = numbers[0] if numbers else 0
    here.write(WAIT | waiting.flags | waiting.reason | waiting.location, waiting.subject, waiting.timeout)
    for number in numbers[1:MOST_CHILDREN]:
        here.write(ALSO, number, len(waiting.children))
    waiting.children = ()


def _acquaint(awaiter: Strand, task: Any) -> None:
    """Make the acquaintance of a task that began at once, made by `Task(..., eager_start=True)`: of its first step nothing was seen."""
    strand = meet(task, None)
    if strand is not None:
        here.write(STEP, strand.number, 0)
        settle(strand, task)
        here.write(STEP, awaiter.number, 0)


def _end_wait(strand: Strand, waiting: Waiting, future: Any, is_cancelled: bool) -> None:
    """Say that a wait is over, unless what it was for is taken later, by a record of its own."""
    is_over = future is not None and future.done() and not future.cancelled() and not is_cancelled
    reason = waiting.reason >> 40
    if is_over and reason in TAKING:
        return
    strand.waiting = None
    if is_over and reason == Reason.SEMAPHORE:
        here.write(ACQUIRE | waiting.location, waiting.subject, waiting.value())
        return
    subject = 0 if waiting.is_for_tasks and reason == Reason.FUTURE else waiting.subject  # of several tasks another may be named by now
    here.write(WAIT_END | waiting.reason | (0 if is_over else RAISED), subject, 0)


def taken(subject: int) -> bool:
    """Say whether the running task had to wait for what it takes now; the record that asks ends that wait."""
    strand = strands.get(id(awaiting.current_task()))
    if strand is None or strand.waiting is None or strand.waiting.subject != subject:
        return False
    strand.waiting = None
    return True


def _is_step(callback: Any) -> bool:
    """Tell whether a callback may be a task's step; the type that C tasks use for it can only be learnt from one."""
    kind = type(callback)
    if type.__dict__["__name__"].__get__(kind) != "TaskStepMethWrapper":
        return False
    Library.step_types.add(kind)
    return True


def tell_cancel(strand: Strand, task: Any, cause: int) -> None:
    """Say that somebody asks a task to end, and so first whoever awaits it, if it was him who was asked."""
    count = task.cancelling()
    if count <= strand.cancels:
        return
    strand.cancels = count
    location = location_of(get_frame(2))
    awaiter = strand.awaiter
    above = awaiter() if awaiter is not None else None
    if awaiter is not None and above is not None and above.cancelling() > awaiter.cancels:
        awaiter.cancels = above.cancelling()
        here.write(CANCEL | location, awaiter.number, cause)
    here.write(CANCEL | location, strand.number, cause)


def _tell_result(callback: Any, arguments: Any) -> None:
    """Another thread has the loop give a result to a future: say that the tasks which await that may go on soon."""
    future: Any = getattr(callback, "__self__", None) if type(callback) is BuiltinFunctionType else arguments[0] if arguments else None
    if not awaiting.is_future(future) or future.done() or isinstance(future, Library.tasks):  # a task is asked to end, and may say no
        return
    for one in future._callbacks or ():
        strand = strands.get(id(getattr(one[0], "__self__", None)))
        if strand is not None:
            here.write(QUEUED, strand.number, 0)

"""Trace `multiprocessing.Pool` and `ThreadPool`: the pool, its jobs, and which worker does each.

The library gives a call a number (`result._job`) and each of its tasks an index; with the inode of the pipe they tell a worker which job
it has. A map is one job with its chunks as parts; what an `imap` is made of is handed in bit by bit by the pool's own thread, under the
line of the program that called it. What waits for a result waits on an event of ours, which is told when the callback is done.
"""

from __future__ import annotations

from . import jobs, recorder
from .callers import library_gets, library_puts
from .hooking import unseen
from .jobs import (
    CLOSE,
    SUBMIT,
    Submission,
    begin,
    call_label,
    define_job,
    finish,
    function_name,
    inode_of,
    job_key,
    job_of,
    pool_key,
    pool_of,
    wait_for_job,
)
from .kinds import Kind, Outcome, Reason, ResourceKind
from .location import caller, location_of
from .recorder import emit
from .replacing import quietly, replace
from .results import install_results, wholes
from .shared_locks import create
from .thread_pools import give_queues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

here = recorder.here
WAIT, WAIT_END, UNKNOWN, RAISED = int(Kind.WAIT), int(Kind.WAIT_END), Reason.UNKNOWN << 8, int(Outcome.RAISED)
CHUNKS = ("mapstar", "starmapstar")  # what the library calls in a worker with a function and a chunk of items


def install(module: ModuleType) -> None:
    """Hook `multiprocessing.pool`."""
    pool: Any = module.Pool
    pool._lockstep = 0
    _install_finish(pool)
    for owner in (pool, module.ThreadPool):
        _install_setup(owner, module)
    for name in ("apply_async", "_map_async", "imap", "imap_unordered"):
        _install_call(pool, name)
    for name in ("close", "terminate"):
        _install_close(pool, name)
    install_results(module)
    library_gets[module.worker.__code__] = _take
    library_puts[module.worker.__code__] = report_end


def _install_finish(pool: Any) -> None:
    """Tell of the one wait that neither a thread nor a result stands for: at the end, for the workers to let go."""
    original: Callable[..., None] = pool._help_stuff_finish

    def _help_stuff_finish(inqueue: Any, task_handler: Any, size: Any) -> None:
        try:
            location, outcome = location_of(caller()), RAISED
            emit(WAIT, 0, -1, UNKNOWN, location)
            try:
                original(inqueue, task_handler, size)
                outcome = 0
            finally:
                emit(WAIT_END, 0, 0, UNKNOWN | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    replace(pool, "_help_stuff_finish", _help_stuff_finish)


def _install_setup(owner: Any, module: ModuleType) -> None:
    original: Callable[..., None] = owner._setup_queues

    def _setup_queues(self: Any) -> None:
        try:
            original(self)
            quietly(_create, self, module, caller())
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, "_setup_queues", _setup_queues)


def _create(pool: Any, module: ModuleType, frame: FrameType) -> None:
    """Create the pool's resource: its workers start before its `__init__` is over."""
    count = frame.f_locals.get("processes")
    if count is None:
        count = getattr(module.os, "process_cpu_count", module.os.cpu_count)()
    location = location_of(frame)
    if not hasattr(pool._inqueue, "_reader"):
        number = key = recorder.new_resource(ResourceKind.POOL, location, capacity=count)
        give_queues(pool, number)
    else:
        key = inode_of(pool._inqueue)
        number = create(ResourceKind.POOL, location, pool_key(key), capacity=count)
        vars(pool._inqueue)[jobs.MARK] = number, key
    pool._quick_put = _telling_put(pool._quick_put, number, key)
    pool._lockstep, pool._lockstep_key = number, key


def _telling_put(put: Callable[[Any], None], pool: int, key: int) -> Callable[[Any], None]:
    """Return what hands tasks to the workers and tells of those that no call of the program's has told of yet: an imap's."""

    def telling_put(task: Any) -> None:
        try:
            whole = wholes.get(task[0]) if task is not None else None
            if whole is not None:
                _submit_part(pool, key, whole, task)
            put(task)
        except BaseException as error:
            unseen(error)
            raise

    return telling_put


def _submit_part(pool: int, key: int, whole: tuple[int, int], task: Any) -> None:
    number, index, function, arguments, _ = task
    count = None
    if function_name(function) in CHUNKS:
        function, chunk = arguments[0]
        count = len(chunk)
        label = f"{function_name(function)}[{count}]"
    else:
        label = call_label(function, arguments)
    job = define_job(pool, label, whole[1], count=count, whole=whole[0], key=job_key(key, number, index))
    emit(SUBMIT, job, 0, 0, whole[1])


def _install_call(owner: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def call(self: Any, func: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            if not self._lockstep:
                return original(self, func, *arguments, **keywords)
            before = here.submission
            here.submission = Submission(name, func, arguments, keywords, caller())
            try:
                return original(self, func, *arguments, **keywords)
            finally:
                here.submission = before
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, call)


def _install_close(owner: Any, name: str) -> None:
    original: Callable[..., None] = getattr(owner, name)

    def close(self: Any) -> None:
        try:
            if self._lockstep:
                emit(CLOSE, self._lockstep, 0, 0, location_of(caller()))
            original(self)
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, close)


def _take(queue: Any, get: Callable[[], Any]) -> Any:
    """Take the next task out of a pool's pipe, in a worker process."""
    pool, inode = pool_of(queue)
    task = wait_for_job(queue, pool, get)
    if task is not None:
        begin(job_of(pool, job_key(inode, task[0], task[1])))
    return task


def report_end(item: Any) -> None:
    """Report what a worker is about to send back: (number, index, (succeeded, result))."""
    if here.job and type(item) is tuple and len(item) == 3:
        succeeded, result = item[2]
        finish(result if succeeded else getattr(result, "exc", result), raised=not succeeded)

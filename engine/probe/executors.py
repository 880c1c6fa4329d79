"""Trace `ThreadPoolExecutor` and `ProcessPoolExecutor`: the pool, what is submitted, and which worker begins and ends each job.

A thread's job begins and ends with its future (see futures.py). A process takes its job from the call queue and sends the result back: it
knows the job by the number that `submit` gave it (`_CallItem.work_id`).
"""

from __future__ import annotations

from . import jobs, recorder
from .callers import library_gets
from .hooking import unseen
from .jobs import SUBMIT, Submission, begin, define_job, finish, inode_of, job_key, job_of, pool_key, pool_of, wait_for_job
from .kinds import Kind, ResourceKind
from .location import caller, is_internal, location_of
from .replacing import quietly, wrap
from .shared_locks import create

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
CLOSE = int(Kind.CLOSE)


def install(module: ModuleType) -> None:
    """Hook `concurrent.futures.thread` or `concurrent.futures.process`."""
    if module.__name__ == "concurrent.futures.thread":
        _install_executor(module.ThreadPoolExecutor, _create_threads)
        return
    _install_executor(module.ProcessPoolExecutor, _create_processes)
    library_gets[module._process_worker.__code__] = _take
    wrap(module, "_sendback_result", _make_sendback)


def _make_sendback(original: Any) -> Any:
    def _sendback_result(result_queue: Any, work_id: Any, result: Any = None, exception: Any = None, **more: Any) -> None:
        try:
            finish(result if exception is None else getattr(exception, "exc", exception), raised=exception is not None)
            original(result_queue, work_id, result, exception, **more)
        except BaseException as error:
            unseen(error)
            raise

    return _sendback_result


def _install_executor(owner: Any, create_pool: Any) -> None:
    owner._lockstep = 0
    wrap(owner, "__init__", lambda original: _make_init(original, create_pool))
    wrap(owner, "submit", _make_submit)
    wrap(owner, "shutdown", _make_shutdown)


def _make_init(original: Any, create_pool: Any) -> Any:
    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            original(self, *arguments, **keywords)
            quietly(create_pool, self, caller())
        except BaseException as error:
            unseen(error)
            raise

    return __init__


def _make_submit(original: Any) -> Any:
    def submit(self: Any, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        try:
            if not self._lockstep:
                return original(self, fn, *args, **kwargs)
            before = here.submission
            here.submission = Submission(lambda submission: _submit(self, submission), fn, args, kwargs, caller())
            try:
                return original(self, fn, *args, **kwargs)
            finally:
                here.submission = before
        except BaseException as error:
            unseen(error)
            raise

    return submit


def _make_shutdown(original: Any) -> Any:
    def shutdown(self: Any, wait: Any = True, *, cancel_futures: Any = False) -> None:
        try:
            if self._lockstep:
                emit(CLOSE, self._lockstep, 0, 0, location_of(caller()))
            return original(self, wait, cancel_futures=cancel_futures)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return shutdown


def _create_threads(executor: Any, frame: FrameType) -> None:
    # The library's own (asyncio's default executor) goes by its threads' name: the line that happened to need it says nothing.
    name = executor._thread_name_prefix if is_internal(frame.f_code.co_filename) else ""
    location = location_of(frame)
    pool = recorder.new_resource(ResourceKind.POOL, location, name=name, capacity=executor._max_workers)
    executor._work_queue._subject = executor._lockstep = pool


def _create_processes(executor: Any, frame: FrameType) -> None:
    queue = executor._call_queue
    inode = inode_of(queue)
    pool = create(ResourceKind.POOL, location_of(frame), pool_key(inode), capacity=executor._max_workers)
    vars(queue)[jobs.MARK] = pool, inode
    executor._lockstep = pool


def _submit(executor: Any, submission: Submission) -> int:
    """Define the job that an executor is about to take, and report it; called when its future is made."""
    queue = getattr(executor, "_call_queue", None)
    key = "" if queue is None else job_key(pool_of(queue)[1], executor._queue_count)
    label, count = submission.label(), None
    if jobs.function_name(submission.function) == "_process_chunk" and submission.arguments:
        count = len(submission.arguments[0])
        label = f"{jobs.function_name(submission.function.args[0])}[{count}]"
    job = define_job(executor._lockstep, label, submission.location, count=count, key=key)
    emit(SUBMIT, job, 0, 0, submission.location)
    return job


def _take(queue: Any, get: Any) -> Any:
    """Take the next job out of a pool's call queue, in a worker process."""
    pool, inode = pool_of(queue)
    item = wait_for_job(queue, pool, get)
    if item is not None:
        begin(job_of(pool, job_key(inode, item.work_id)))
    return item

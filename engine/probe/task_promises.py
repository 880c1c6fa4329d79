"""Record what `asyncio.run_coroutine_threadsafe` promises: who asks a loop of another thread for a result, and which task owes it."""

from __future__ import annotations

from . import recorder
from .hooking import unseen
from .jobs import SUBMIT, Submission, cut, define_job
from .known_tasks import code_of, promised
from .location import caller
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit


def install(module: ModuleType) -> None:
    """Hook the module `asyncio.tasks`."""
    original = module.run_coroutine_threadsafe

    def run_coroutine_threadsafe(coro: Any, loop: Any) -> Any:
        try:
            before = here.submission
            here.submission = Submission(_promise, coro, (), None, caller())
            try:
                return original(coro, loop)
            finally:
                here.submission = before
        except BaseException as error:
            unseen(error)
            raise

    replace(module, "run_coroutine_threadsafe", run_coroutine_threadsafe)


def _promise(submission: Submission) -> int:
    """Define the job that the coroutine is; called when its future is made."""
    code = code_of(submission.function)
    job = define_job(0, cut(f"{code.co_name}()") if code is not None else "coroutine", submission.location)
    promised[submission.function] = job
    emit(SUBMIT, job, 0, 0, submission.location)
    return job

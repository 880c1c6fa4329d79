"""Record what asyncio itself finds wrong with a task: it was dropped before it had ended, or nobody asked for its exception.

asyncio logs both when the object is gone; the hook sits where it does so. A task that is left when its loop closes is told of at once.
"""

from __future__ import annotations

from . import exceptions, known_tasks, recorder, unasked
from .awaiting import chain_of
from .hooking import unseen
from .kinds import Kind, Trouble
from .location import define_location, is_internal
from .replacing import add, quietly, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here = recorder.here
FORSAKEN = Kind.FORSAKEN << 48
DESTROYED, UNRETRIEVED, LEFT = (trouble << 32 for trouble in (Trouble.DESTROYED, Trouble.UNRETRIEVED, Trouble.LEFT))
NEVER = " exception was never retrieved"  # what asyncio says of a future of any kind
TOLD = {"Task was destroyed but it is pending!": DESTROYED, "Task exception was never retrieved": UNRETRIEVED}


def install(module: ModuleType) -> None:
    """Hook `asyncio.base_events`."""
    loop = module.BaseEventLoop
    hook_handler(loop)
    _hook_close(loop)


def hook_handler(loop: Any) -> None:
    """Hook the method of a class of loops that asyncio complains to."""
    original = loop.call_exception_handler

    def call_exception_handler(self: Any, context: Any) -> Any:
        try:
            quietly(_report, context)
            return original(self, context)
        except BaseException as error:
            unseen(error)
            raise

    add(loop, "call_exception_handler", call_exception_handler, original)


def _report(context: dict[str, Any]) -> None:
    trouble = TOLD.get(context.get("message", ""))
    task = context.get("task") or context.get("future")
    strand = known_tasks.strands.get(id(task)) or known_tasks.gone.pop(id(task), None)
    if task is not None and strand is None and context.get("message", "").endswith(NEVER):
        _report_future(task, context.get("exception"))
    if trouble is None or strand is None:
        return
    if trouble == DESTROYED:
        here.write(FORSAKEN | DESTROYED | (_place_of(task) or strand.place), strand.number, 0)
        if not strand.is_over:
            strand.is_over = True
            here.write(known_tasks.STRAND_END | known_tasks.DROPPED, strand.number, 0)
        return
    _report_exception(strand.number, context.get("exception"))


def _report_exception(strand: int, error: object) -> None:
    if isinstance(error, BaseException):
        file, line, function = exceptions.where(error.__traceback__)
        location = define_location(file, line, function) if file else 0
        here.write(FORSAKEN | UNRETRIEVED | location, strand, recorder.text_id(exceptions.describe(error)))


def _report_future(future: Any, error: Any) -> None:
    """Report an exception that a future which is no task has from somebody else: from a pool, or, if it gathers, from one of its tasks."""
    unasked.dropped_by_asyncio(error)
    for child in getattr(future, "_children", ()):
        strand = known_tasks.strands.get(id(child))
        if strand is not None and child.done() and not child.cancelled() and child.exception() is error:
            _report_exception(strand.number, error)
            return


def _place_of(task: Any) -> int:
    """Give the place at which a suspended task is."""
    own = [frame for frame in chain_of(task.get_coro()) if not is_internal(frame.f_code.co_filename)]
    if not own:
        return 0
    return define_location(own[-1].f_code.co_filename, own[-1].f_lineno or 0, own[-1].f_code.co_qualname)


def _hook_close(loop: Any) -> None:
    original = loop.close

    def close(self: Any) -> Any:
        try:
            if not self.is_closed() and not self.is_running():
                quietly(_report_left, self)
            return original(self)
        except BaseException as error:
            unseen(error)
            raise

    replace(loop, "close", close)


def _report_left(loop: Any) -> None:
    for strand in list(known_tasks.strands.values()):
        task = strand()
        if task is not None and not strand.is_over and task.get_loop() is loop and not task.done():
            here.write(FORSAKEN | LEFT | _place_of(task), strand.number, 0)

"""Record the tasks of uvloop's event loops, which keep their callbacks in C: each task's step is called by a small object of ours.

What such a loop waits for is not seen; between two steps it is said to wait for events, and where the kernel tells that its thread runs
then, that is what is shown. A finding says so once.
"""

from __future__ import annotations

from . import recorder, task_reports
from .hooking import unseen
from .kinds import Kind, Reason
from .location import caller, location_of
from .replacing import add
from .tasks import Ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here = recorder.here
FOREIGN_LOOP = int(Kind.FOREIGN_LOOP)
IO_WAIT, IO_END = Kind.WAIT << 48 | Reason.IO << 40, Kind.WAIT_END << 48 | Reason.IO << 40


def install(module: ModuleType) -> None:
    """Hook the module `uvloop`."""
    loop = module.Loop
    for name in ("call_soon", "call_soon_threadsafe"):
        _hook_call(loop, name)
    _hook_run(loop, module.__name__)
    task_reports.hook_handler(loop)


class _Step:
    """A task's step, told of when it is called."""

    __slots__ = ("callback", "ready", "strand")

    def __init__(self, callback: Any, ready: Ready, strand: Any) -> None:
        self.callback = callback
        self.ready = ready
        self.strand = strand

    def __repr__(self) -> str:
        return repr(self.callback)

    @property
    def __self__(self) -> Any:
        return self.callback.__self__

    def __call__(self, *arguments: Any) -> None:
        try:
            ready, task = self.ready, self.strand()
            if task is None:
                return self.callback(*arguments)  # type: ignore[no-any-return]
            here.write(IO_END, 0, 0)
            ready.begin(self.strand, task)
            del task
            try:
                return self.callback(*arguments)  # type: ignore[no-any-return]
            finally:
                ready.finish()
                ready.leave()
                here.write(IO_WAIT, 0, -1)
        except BaseException as error:
            unseen(error)
            raise


def _hook_call(loop: Any, name: str) -> None:
    original = getattr(loop, name)

    def call(self: Any, callback: Any, *arguments: Any, context: Any = None) -> Any:
        try:
            ready = vars(self).get("_lockstep")
            strand = ready.note(callback, arguments) if ready is not None else None
            if strand is not None:
                callback = _Step(callback, ready, strand)
            return original(self, callback, *arguments, context=context)
        except BaseException as error:
            unseen(error)
            raise

    add(loop, name, call, original)


def _hook_run(loop: Any, name: str) -> None:
    original_init, original_run = loop.__init__, loop.run_forever

    def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
        original_init(self, *arguments, **keywords)
        self._lockstep = Ready()

    def run_forever(self: Any) -> Any:
        try:
            ready = self._lockstep
            recorder.emit(FOREIGN_LOOP, 0, recorder.text_id(name), 0, location_of(caller()))
            here.write(IO_WAIT, 0, -1)
            try:
                return original_run(self)
            finally:
                ready.finish()
                ready.leave()
                here.write(IO_END, 0, 0)
        except BaseException as error:
            unseen(error)
            raise

    add(loop, "__init__", __init__, original_init)
    add(loop, "run_forever", run_forever, original_run)

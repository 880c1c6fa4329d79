"""Trace `gevent.subprocess.Popen` as Python's own is traced (subprocesses.py): the greenlet waits, its thread goes on with others."""

from __future__ import annotations

from . import callers, greenlets
from .children import REAP, WAIT, WAIT_END
from .descriptors import is_own_account
from .green_waits import caller
from .hooking import method, unseen
from .kinds import Flag, Reason
from .location import location_of
from .processes import nanoseconds
from .recorder import emit, here
from .replacing import quietly
from .subprocesses import DONE, FOR_PROCESS, FOR_START, RAISED, TIMEOUT, note_pipes, note_start
from .transfers import in_pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

STRAND = int(Flag.STRAND)


def install(module: ModuleType) -> None:
    """Hook `gevent.subprocess`."""
    folder = (module.__file__ or "").rpartition("/")[0]
    callers.private_files |= {f"{folder}/subprocess.py", f"{folder}/os.py"}  # its fork is told as the start of a program
    owner = module.Popen
    method(owner, "_get_handles", _make_handles)
    method(owner, "_execute_child", _make_start)
    method(owner, "_on_child", _make_reap)
    for name in ("wait", "communicate"):
        method(owner, name, lambda original, name=name: _make_wait(original, name, module.TimeoutExpired))  # type: ignore[misc]


def _make_handles(original: Any) -> Any:
    def _get_handles(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            handles = in_pieces(original, self, *arguments, **keywords)
            frame = caller()
            if not here.hidden and not is_own_account(frame):
                quietly(note_pipes, handles, self.args, location_of(frame))
            return handles
        except BaseException as error:
            unseen(error)
            raise

    return _get_handles


def _make_start(original: Any) -> Any:
    def _execute_child(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            location, outcome = location_of(caller()), RAISED
            greenlets.current()
            emit(WAIT, 0, -1, FOR_START | STRAND, location)
            try:
                in_pieces(original, self, *arguments, **keywords)
                outcome = DONE
                if type(self.pid) is int:
                    quietly(note_start, self.pid, self.args, location)
            finally:
                emit(WAIT_END, 0, 0, Reason.UNKNOWN << 8 | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    return _execute_child


def _make_reap(original: Any) -> Any:
    def _on_child(self: Any, watcher: Any) -> None:
        try:
            original(self, watcher)
            if type(self.pid) is int and type(self.returncode) is int:
                emit(REAP, self.pid, self.returncode, 0, 0)
        except BaseException as error:
            unseen(error)
            raise

    return _on_child


def _make_wait(original: Any, name: str, expired: type[BaseException]) -> Any:
    def wait(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            if here.hidden or type(self.pid) is not int or self.returncode is not None:
                return original(self, *arguments, **keywords)
            location, outcome = location_of(caller()), RAISED
            at = 0 if name == "wait" else 1
            timeout = keywords.get("timeout", arguments[at] if len(arguments) > at else None)
            greenlets.current()
            emit(WAIT, self.pid, nanoseconds(timeout), FOR_PROCESS | STRAND, location)
            try:
                result = in_pieces(original, self, *arguments, **keywords)
                outcome = DONE
                return result
            except expired:
                outcome = TIMEOUT
                raise
            finally:
                emit(WAIT_END, self.pid, 0, FOR_PROCESS | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    return wait

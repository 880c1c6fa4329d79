"""Record the life of threads: start, begin, end, join, names, and exceptions nobody caught.

The hooks sit in methods that `threading.Thread` calls and returns from (`_set_ident` when the thread begins, `_delete` when its `run` is
done), so that no frame of ours is on a thread's stack while the program's code runs.
"""

from __future__ import annotations

import sys

from . import exceptions, hooking, recorder
from .hooking import unseen
from .kinds import Definition, Flag, Kind, Outcome, Reason
from .location import code_location, location_id
from .locks import install_threading, timeout_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here, state, emit = recorder.here, recorder.state, recorder.emit
START, WAIT, WAIT_END, NAME = int(Kind.START), int(Kind.WAIT), int(Kind.WAIT_END), int(Kind.NAME)
THREAD_BEGIN, THREAD_END, THREAD = int(Kind.THREAD_BEGIN), int(Kind.THREAD_END), int(Definition.THREAD)
JOIN, DONE, TIMEOUT, RAISED = Reason.JOIN << 8, int(Outcome.DONE), int(Outcome.TIMEOUT), int(Outcome.RAISED)
DAEMON = int(Flag.DAEMON)


def install(module: ModuleType) -> None:
    """Hook the module `threading`."""
    install_threading(module)
    thread = module.Thread
    thread._lockstep = thread._lockstep_strand = 0  # the latter of one that is a greenlet, where gevent has patched this module
    hooking.method(thread, "start", _make_start)
    hooking.method(thread, "_set_ident", _make_set_ident)
    hooking.method(thread, "_delete", _make_delete)
    hooking.method(thread, "join", lambda original: _make_join(module, original))
    _hook_name(thread)
    _hook_uncaught(module)
    _hook_shutdown(module)


def _make_start(original: Any) -> Any:
    def start(self: Any) -> None:
        try:
            if not self._lockstep and getattr(self, "_initialized", False) and not state.strand_flag:
                _announce(self)
            here.hidden += 1  # it waits for the thread to begin
            try:
                return original(self)  # type: ignore[no-any-return]
            finally:
                here.hidden -= 1
        except BaseException as error:
            unseen(error)
            raise

    return start


def _announce(self: Any) -> None:
    object.__setattr__(self, "_lockstep", recorder.new_id())
    target = getattr(self, "_target", None)
    place = code_location(target if target is not None else type(self).run)
    daemon = bool(self.daemon)  # as threading asks: a subclass may have it as a plain attribute
    recorder.define(THREAD, self._lockstep, self._name, int(daemon), place)
    emit(START, self._lockstep, 0, DAEMON if daemon else 0, location_id(2))


def _make_set_ident(original: Any) -> Any:
    def _set_ident(self: Any) -> None:
        original(self)
        if self._lockstep and not self._started.is_set():
            emit(THREAD_BEGIN, self._lockstep, 0, 0, 0)
            for callback in state.thread_began:
                callback()

    return _set_ident


def _make_delete(original: Any) -> Any:
    def _delete(self: Any) -> None:
        if self._lockstep:
            emit(THREAD_END, self._lockstep, 0, 0, 0)
        original(self)

    return _delete


def _make_join(module: ModuleType, original: Any) -> Any:
    def join(self: Any, timeout: Any = None) -> None:
        try:
            subject = self._lockstep or self._lockstep_strand
            if not subject or not self._started.is_set() or self is module.current_thread():
                return original(self, timeout)  # type: ignore[no-any-return]
            location = location_id()
            emit(WAIT, subject, timeout_ns(timeout), JOIN | state.strand_flag, location)
            outcome = RAISED
            is_strand = not self._lockstep  # then its join is a greenlet's
            here.hidden += is_strand
            try:
                original(self, timeout)
                outcome = TIMEOUT if timeout is not None and self.is_alive() else DONE
            finally:
                here.hidden -= is_strand
                emit(WAIT_END, subject, 0, JOIN | outcome, location)
        except BaseException as error:
            unseen(error)
            raise

    return join


def _hook_name(thread: Any) -> None:
    raw = thread.name

    def name(self: Any, name: Any) -> None:
        raw.fset(self, name)
        if self._lockstep or self is sys.modules["threading"].main_thread():
            recorder.emit_text(NAME, self._lockstep, self._name, 0, location_id())

    thread.name = property(raw.fget, hooking.disguise(name, raw.fset), raw.fdel, raw.__doc__)


def _hook_uncaught(module: ModuleType) -> None:
    raw_make = module._make_invoke_excepthook

    def _make_invoke_excepthook() -> Any:
        invoke = raw_make()

        def invoke_excepthook(thread: Any) -> None:
            kind, error, trace = sys.exc_info()
            if error is not None and kind is not SystemExit:
                exceptions.report(error, trace)
            del error, trace
            invoke(thread)

        return invoke_excepthook

    module._make_invoke_excepthook = hooking.disguise(_make_invoke_excepthook, raw_make)  # type: ignore[attr-defined]


def _hook_shutdown(module: ModuleType) -> None:
    """When the main thread is done it waits for the others: show that."""
    raw_shutdown = module._shutdown

    def _shutdown() -> None:
        exceptions.report_main()
        me = module.current_thread()
        waits_for = [thread._lockstep for thread in module.enumerate() if not thread.daemon and thread._lockstep and thread is not me][:1]
        for subject in waits_for:
            emit(WAIT, subject, -1, JOIN, 0)
        try:
            raw_shutdown()
        finally:
            for subject in waits_for:
                emit(WAIT_END, subject, 0, JOIN, 0)

    module._shutdown = hooking.disguise(_shutdown, raw_shutdown)  # type: ignore[attr-defined]

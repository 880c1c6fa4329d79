"""Record what gevent's hub does for a greenlet: sleep, wait for a socket or a descriptor, start one without ado."""

from __future__ import annotations

import sys

from . import exceptions, green_waits, greenlets, recorder
from .descriptors import find
from .green_waits import caller
from .hooking import method, unseen
from .kinds import Call, Kind, Reason
from .location import code_location, count_as_library, is_internal, location_of
from .replacing import replace
from .sleep import is_duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
START, QUEUED, CANCEL = int(Kind.START), int(Kind.QUEUED), int(Kind.CANCEL)
DONE, RAISED = green_waits.DONE, green_waits.RAISED
READS, WRITES = int(Call.RECV), int(Call.SEND)
SLEEP, IO, JOIN = int(Reason.SLEEP), int(Reason.IO), int(Reason.JOIN)


def install(module: ModuleType) -> None:
    """Hook the module `gevent.hub`."""
    count_as_library(sys.modules["gevent"])
    greenlets._Library.hub = (module.Hub,)
    _hook_wait(module.Hub)
    method(module.Hub, "join", _make_join)
    method(module.Hub, "handle_error", lambda original: _make_handle_error(original, module.Hub))
    replace(module, "sleep", _make_sleep(module.sleep))
    replace(module, "spawn_raw", _make_spawn_raw(module.spawn_raw))
    replace(module, "kill", _make_kill(module.kill))


def _make_sleep(original: Any) -> Any:
    def sleep(seconds: Any = 0, ref: Any = True) -> None:
        try:
            frame = caller()
            if here.hidden or not is_duration(seconds) or _is_own_account(frame):
                return original(seconds, ref)  # type: ignore[no-any-return]
            location = location_of(frame)
            green_waits.begin(0, SLEEP, int(seconds * 1_000_000_000), location)
            return _hidden(original, (seconds, ref), 0, SLEEP, location)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    return sleep


def _is_own_account(frame: Any) -> bool:
    """Say whether gevent itself calls, and not `threading` or `queue` or the program."""
    name: str = "" if frame is None else frame.f_code.co_filename
    return "/gevent/" in name and is_internal(name)


def _hidden(call: Any, arguments: tuple[Any, ...], subject: int, reason: int, location: int) -> Any:
    """Call what waits, as one operation; then record that the wait is over."""
    outcome = RAISED
    here.hidden += 1
    try:
        result = call(*arguments)
        outcome = DONE
        return result
    finally:
        here.hidden -= 1
        green_waits.end(subject, reason, outcome, location)


def _hook_wait(hub: Any) -> None:
    """Hook what every wait for a descriptor, a signal or a child goes through; it is inherited from a type in C."""
    raw_wait = hub.wait

    def wait(self: Any, watcher: Any) -> None:
        try:
            if here.hidden:
                return raw_wait(self, watcher)  # type: ignore[no-any-return]
            location = location_of(caller())
            number = getattr(watcher, "fd", None)
            descriptor = find(number) if type(number) is int else None
            if descriptor is None:
                green_waits.begin(0, IO, -1, location)
            else:
                green_waits.call(descriptor, READS if watcher.events & 1 else WRITES, None, location)
            return _hidden(raw_wait, (self, watcher), 0 if descriptor is None else descriptor.id, IO, location)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    wait.__qualname__, wait.__doc__, wait.__module__ = raw_wait.__qualname__, raw_wait.__doc__, hub.__module__
    hub.wait = wait


def _make_join(original: Any) -> Any:
    def join(self: Any, timeout: Any = None) -> Any:
        try:
            location = location_of(caller())
            green_waits.begin(0, JOIN, int(timeout * 1_000_000_000) if is_duration(timeout) else -1, location)
            return _hidden(original, (self, timeout), 0, JOIN, location)
        except BaseException as error:
            unseen(error)
            raise

    return join


def _make_spawn_raw(original: Any) -> Any:
    def spawn_raw(function: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            made = original(function, *args, **kwargs)
            frame = caller()
            if not _is_own_account(frame):
                announce(made, function, location_of(frame), is_queued=True)
            return made
        except BaseException as error:
            unseen(error)
            raise

    return spawn_raw


def announce(greenlet: Any, function: Any, location: int, *, name: str = "", is_queued: bool) -> None:
    """Record that the greenlet that runs starts another."""
    greenlets.current()
    if greenlets.known(greenlet) is not None:
        return
    thread = getattr(function, "__self__", None) if getattr(function, "__name__", "") == "_bootstrap" else None
    if thread is not None:  # of threading, monkey-patched
        target = getattr(thread, "_target", None)
        name, function = str(thread._name), type(thread).run if target is None else target
    elif not name:
        name = getattr(function, "__name__", None) or type(function).__name__
        name = greenlets.numbered(name if type(name) is str else "greenlet")
    strand = greenlets.meet(greenlet, name, code_location(getattr(function, "__wrapped__", function)))
    if thread is not None:
        object.__setattr__(thread, "_lockstep_strand", strand.number)
    emit(START, strand.number, 0, 0, location)
    if is_queued:
        emit(QUEUED, strand.number, 0, 0, location)


def _make_kill(original: Any) -> Any:
    def kill(greenlet: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            strand = greenlets.known(greenlet)
            if strand is not None and not strand.is_over and not hasattr(greenlet, "kill"):
                location = location_of(caller())
                emit(CANCEL, strand.number, 0, 0, location)
                emit(QUEUED, strand.number, 0, 0, location)
            return original(greenlet, *arguments, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    return kill


def _make_handle_error(original: Any, hub: Any) -> Any:
    def handle_error(self: Any, context: Any, type: Any, value: Any, tb: Any) -> Any:
        try:
            strand = greenlets.known(context)
            if strand is not None and isinstance(value, BaseException) and not isinstance(value, hub.NOT_ERROR):
                exceptions.report(value, tb, strand=strand.number)
            return original(self, context, type, value, tb)
        except BaseException as error:
            unseen(error)
            raise

    return handle_error

"""Record the life of gevent's greenlets: spawn, join, get, kill, and how they end."""

from __future__ import annotations

import sys

from . import green_waits, greenlets, hooking, recorder
from .green_hubs import announce
from .green_waits import caller
from .hooking import unseen
from .kinds import Ending, Kind, Reason
from .location import location_of
from .locks import timeout_ns
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

here, emit = recorder.here, recorder.emit
QUEUED, CANCEL, STRAND_END = int(Kind.QUEUED), int(Kind.CANCEL), int(Kind.STRAND_END)
ALSO = Kind.ALSO << 48
JOIN = int(Reason.JOIN)
MOST_NAMED = 64  # greenlets waited for together that are told one by one
SERVES = "_handle_and_close_when_done"  # what a gevent server runs for each connection, with the program's handler
DONE, TIMEOUT, RAISED = green_waits.DONE, green_waits.TIMEOUT, green_waits.RAISED


def install(module: ModuleType) -> None:
    """Hook the module `gevent.greenlet`."""
    raw, leave = module.Greenlet, sys.modules["greenlet"].GreenletExit
    exception, value = raw.exception.__get__, raw.value.__get__

    def ending(greenlet: Any) -> int | None:
        """Tell how one of gevent's greenlets ended; None for others."""
        if not isinstance(greenlet, raw):
            return None
        if exception(greenlet) is not None:
            return int(Ending.RAISED)
        return int(Ending.CANCELLED if isinstance(value(greenlet), leave) else Ending.RETURNED)

    greenlets._Library.ending = ending
    module.Greenlet = _make_type(raw)  # type: ignore[attr-defined]
    for name in ("joinall", "killall"):
        replace(module, name, _make_wait_for_all(getattr(module, name), raw, is_killing=name == "killall"))


def is_over(greenlet: Any, raw: Any) -> bool:
    """Say whether nobody needs to wait for a greenlet any more."""
    return not isinstance(greenlet, raw) or bool(raw.ready(greenlet))


def _announce(greenlet: Any, *, is_queued: bool, frame: FrameType | None) -> None:
    if greenlets.known(greenlet) is None:
        own = greenlet.__dict__
        function, name = own.get("_run") or type(greenlet)._run, own.get("name")
        if getattr(function, "__name__", "") == SERVES and greenlet.args:
            function = greenlet.args[0]
        announce(greenlet, function, location_of(frame), name=name if type(name) is str else "", is_queued=is_queued)


def _ask_to_end(greenlet: Any, raw: Any, location: int) -> greenlets.Strand | None:
    strand = greenlets.known(greenlet)
    if strand is None or raw.ready(greenlet):
        return None
    emit(CANCEL, strand.number, 0, 0, location)
    if greenlets.get_current() is not greenlet:
        emit(QUEUED, strand.number, 0, 0, location)
    return strand


def _note_death(strand: greenlets.Strand, greenlet: Any, raw: Any) -> None:
    """Record the end of one that was killed before its first step."""
    if not strand.is_over and raw.ready(greenlet):
        strand.is_over = True
        emit(STRAND_END, strand.number, 0, int(Ending.CANCELLED), 0)


def _wait_for(
    greenlet: Any, raw: Any, call: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], timeout: Any, frame: FrameType | None
) -> Any:
    strand = greenlets.known(greenlet)
    if strand is None or here.hidden or raw.ready(greenlet):
        return call(greenlet, *arguments, **keywords)
    location = location_of(frame)
    green_waits.begin(strand.number, JOIN, timeout_ns(timeout), location)
    outcome = RAISED
    here.hidden += 1
    try:
        result = call(greenlet, *arguments, **keywords)
        outcome = DONE if raw.ready(greenlet) else TIMEOUT
        return result
    finally:
        here.hidden -= 1
        green_waits.end(strand.number, JOIN, outcome, location)


def _make_type(raw: Any) -> Any:
    def start(self: Any) -> None:
        try:
            _announce(self, is_queued=True, frame=caller())
            raw.start(self)
        except BaseException as error:
            unseen(error)
            raise

    def start_later(self: Any, seconds: Any) -> None:
        try:
            _announce(self, is_queued=False, frame=caller())
            raw.start_later(self, seconds)
        except BaseException as error:
            unseen(error)
            raise

    def spawn_later(cls: Any, seconds: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            if cls is made and not args and "run" not in kwargs:
                return raw.spawn_later(seconds)  # which knows the type in C only, and raises
            made_one = cls(*args, **kwargs)
            _announce(made_one, is_queued=False, frame=caller())
            made_one.start_later(seconds)
            return made_one
        except BaseException as error:
            unseen(error)
            raise

    methods = {"start": start, "start_later": start_later, "kill": _make_kill(raw), **_make_waits(raw)}
    made = green_waits.stand_in(green_waits.Answering(raw.__name__, (raw,), {"_lockstep_raw": raw, **methods}), raw)
    made.spawn_later = classmethod(hooking.disguise(spawn_later, raw.spawn_later))
    return made


def _make_waits(raw: Any) -> dict[str, Any]:
    def join(self: Any, timeout: Any = None) -> None:
        try:
            _wait_for(self, raw, raw.join, (timeout,), {}, timeout, caller())
        except BaseException as error:
            unseen(error)
            raise

    def get(self: Any, block: Any = True, timeout: Any = None) -> Any:
        try:
            if not block:
                return raw.get(self, block, timeout)
            return _wait_for(self, raw, raw.get, (block, timeout), {}, timeout, caller())
        except BaseException as error:
            unseen(error)
            raise

    return {"join": join, "get": get}


def _make_kill(raw: Any) -> Any:
    def kill(self: Any, *arguments: Any, **keywords: Any) -> None:
        try:
            frame = caller()
            strand = _ask_to_end(self, raw, location_of(frame))
            block = keywords.get("block", arguments[1] if len(arguments) > 1 else True)
            if strand is not None and block and greenlets.get_current() is not self:
                _wait_for(self, raw, raw.kill, arguments, keywords, None, frame)
            else:
                raw.kill(self, *arguments, **keywords)
            if strand is not None:
                _note_death(strand, self, raw)
        except BaseException as error:
            unseen(error)
            raise

    return kill


def _make_wait_for_all(original: Any, raw: Any, *, is_killing: bool) -> Any:
    def wait_for_all(things: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            if here.hidden or type(things) not in (list, tuple, set):
                return original(things, *arguments, **keywords)
            location = location_of(caller())
            if is_killing:
                strands = [(_ask_to_end(greenlet, raw, location), greenlet) for greenlet in things if isinstance(greenlet, raw)]
            try:
                return wait_for_several(things, original, (things, *arguments), keywords, raw, location)
            finally:
                if is_killing:
                    for strand, greenlet in strands:
                        if strand is not None:
                            _note_death(strand, greenlet, raw)
        except BaseException as error:
            unseen(error)
            raise

    return wait_for_all


def wait_for_several(things: Any, call: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], raw: Any, location: int) -> Any:
    """Wait for several greenlets as one operation; if it is for all of them, they are named."""
    alive = [thing for thing in things if not is_over(thing, raw)]
    if not alive:
        return call(*arguments, **keywords)
    is_for_all = len(arguments) < 4 and keywords.get("count") is None
    strands = [strand.number for strand in map(greenlets.known, alive) if strand is not None] if is_for_all else []
    green_waits.begin(strands[0] if strands else 0, JOIN, timeout_ns(keywords.get("timeout")), location)
    for number in strands[1:MOST_NAMED]:
        here.write(ALSO | location, number, len(strands))
    outcome = RAISED
    here.hidden += 1
    try:
        result = call(*arguments, **keywords)
        outcome = DONE
        return result
    finally:
        here.hidden -= 1
        green_waits.end(0, JOIN, outcome, location)

"""Record greenlets: which one a thread runs, by `greenlet.settrace`; a tracer of the program's own is called after ours.

The library tells of every switch, in the greenlet that was switched to. What belongs to the thread for the recorder, and really to the
greenlet, is put aside with the one and taken up with the other. The record of a switch carries the line where the one that is left let
go. What is known of a greenlet hangs on a weak reference to it, so that greenlets live as long as they ever did.
"""

from __future__ import annotations

from _thread import _local
from _weakref import ref

from . import hooking, recorder
from .hooking import unseen
from .kinds import Definition, Ending, Kind, Reason
from .location import count_as_library, define_location, location_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType, ModuleType
    from typing import Any

here, state = recorder.here, recorder.state
STEP, STRAND_END = Kind.STEP << 48, Kind.STRAND_END << 48
LOOP_WAIT, LOOP_END = Kind.WAIT << 48 | Reason.IO << 40, Kind.WAIT_END << 48 | Reason.IO << 40
STRAND = int(Definition.STRAND)

strands: dict[int, Strand] = {}  # id of a greenlet -> what is known of it
counts: dict[str, int] = {}  # how often a name was given


class _Library:
    """What was found in greenlet and gevent when they were hooked."""

    type: Any = None
    getcurrent: Any = None
    is_dead: Any = None
    settrace: Any = None
    hub: tuple[Any, ...] = ()  # gevent's type of hubs
    ending: Callable[[Any], int | None] = staticmethod(lambda greenlet: None)  # how one of gevent's ended


class Strand(ref):  # type: ignore[type-arg]
    """What is known of a greenlet; the greenlet itself is only weakly known."""

    __slots__ = ("aside", "is_hub", "is_named", "is_over", "is_thrown", "key", "number")

    aside: tuple[Any, ...] | None  # of `here`, while another runs
    is_hub: bool
    is_named: bool
    is_over: bool
    is_thrown: bool  # it was given an exception when it was switched to last
    key: int
    number: int

    def __new__(cls, greenlet: Any, number: int) -> Strand:
        self = super().__new__(cls, greenlet, _gone)
        self.key, self.number, self.aside = id(greenlet), number, None
        self.is_hub = self.is_named = self.is_over = self.is_thrown = False
        return self

    def __init__(self, greenlet: Any, number: int) -> None:
        super().__init__(greenlet, _gone)  # type: ignore[call-arg]  # a weak reference takes them


def _gone(strand: Any) -> None:
    """Note that a greenlet's object is gone."""
    key: int = strand.key
    if strands.get(key) is strand:
        del strands[key]
    if not strand.is_over:
        strand.is_over = True
        here.write(STRAND_END | Ending.DROPPED << 32, strand.number, 0)


class _Tracer(_local):
    """The program's own tracer, which each thread has for itself."""

    own: Any = None


tracer = _Tracer()


def install(module: ModuleType) -> None:
    """Hook the module `greenlet`, and trace this thread and those that begin from now on."""
    _Library.type = module.greenlet
    _Library.getcurrent = module.getcurrent
    _Library.is_dead = module.greenlet.dead.__get__
    _Library.settrace = raw_settrace = module.settrace
    count_as_library(module)

    def settrace(callback: Any) -> Any:
        """Set the program's tracer behind ours."""
        old, tracer.own = tracer.own, callback
        raw_settrace(traced)
        return old

    hooking.builtin(module, "settrace", settrace)
    hooking.builtin(module, "gettrace", lambda: tracer.own)
    trace_thread()
    state.thread_began.append(trace_thread)
    state.before_end.append(end_hubs)


def trace_thread() -> None:
    """Trace the greenlets of this thread."""
    _Library.settrace(traced)


def end_hubs() -> None:
    """Record that the hubs are done: nobody ends them, they are left behind when the interpreter leaves."""
    for strand in list(strands.values()):
        if strand.is_hub and not strand.is_over:
            strand.is_over = True
            here.write(STRAND_END | Ending.RETURNED << 32, strand.number, 0)


def traced(event: str, arguments: tuple[Any, Any]) -> None:
    """Take the word of the library that one greenlet gave way to another."""
    try:
        _switched(event, *arguments)
    except Exception:  # something of an unknown shape goes unrecorded
        return
    finally:
        own = tracer.own
        if own is not None:
            try:
                own(event, arguments)
            except BaseException as error:
                tracer.own = None  # as the library does, which now drops ours too
                unseen(error)
                raise


def known(greenlet: Any) -> Strand | None:
    """Give what is known of a greenlet."""
    strand = strands.get(id(greenlet))
    return strand if strand is not None and strand() is greenlet else None


def meet(greenlet: Any, name: str = "", location: int = 0) -> Strand:
    """Define a greenlet that nothing is known of yet."""
    strand = strands[id(greenlet)] = Strand(greenlet, recorder.new_id())
    strand.is_hub = bool(_Library.hub) and isinstance(greenlet, _Library.hub)
    strand.is_named = bool(name) or strand.is_hub
    if strand.is_hub:
        name = "hub"
    elif not name and greenlet.parent is None:
        name, strand.is_named = "main", True
    recorder.define(STRAND, strand.number, "greenlet", name or numbered("greenlet"), location)
    return strand


def current() -> Strand:
    """Give the greenlet that runs; the first one of a thread begins its lane here."""
    greenlet = get_current()
    strand = known(greenlet)
    if strand is None:
        strand = meet(greenlet)
        here.write(STEP, strand.number, 0)
        here.strand = strand.number
    return strand


def get_current() -> Any:
    """Give the greenlet that runs."""
    return _Library.getcurrent()


def numbered(name: str) -> str:
    """Tell several of the same name apart: fetch, fetch-2, fetch-3."""
    count = counts[name] = counts.get(name, 0) + 1
    return name if count == 1 and name != "greenlet" else f"{name}-{count}"


def _switched(event: str, origin: Any, target: Any) -> None:
    leaving = strands.get(id(origin))
    if leaving is None or leaving() is not origin:
        leaving = meet(origin)
        here.write(STEP, leaving.number, 0)
    entering = strands.get(id(target))
    if entering is None or entering() is not target:
        entering = meet(target)
    write = here.write
    if leaving.is_hub:
        write(LOOP_END, 0, 0)
    location = 0
    if _Library.is_dead(origin):
        _end(leaving, origin, event)
    else:
        location = _let_go(leaving, origin)
    aside = entering.aside
    here.strand, here.operation, here.hidden, here.pending = aside or (entering.number, None, 0, None)
    entering.aside = None
    entering.is_thrown = event == "throw"
    write(STEP | location, here.strand, 0)
    if entering.is_hub:
        write(LOOP_WAIT, 0, -1)  # it looks for what is to be done, and sleeps if that is nothing


def _let_go(strand: Strand, greenlet: Any) -> int:
    """Put aside what belongs to a greenlet; tell the line where it let go."""
    inner = here.strand
    strand.aside = (inner if inner else strand.number, here.operation, here.hidden, here.pending)
    frame = greenlet.gr_frame
    if frame is None:
        return 0
    if not strand.is_named:
        _name(strand, frame)
    return location_of(frame)


def _name(strand: Strand, frame: FrameType | None) -> None:
    """Name a greenlet after the function that it runs, which only its frames tell."""
    strand.is_named = True
    code: CodeType | None = None
    while frame is not None:
        code, frame = frame.f_code, frame.f_back
    if code is not None:
        place = define_location(code.co_filename, code.co_firstlineno, code.co_qualname)
        recorder.define(STRAND, strand.number, "greenlet", numbered(code.co_name), place)


def _end(strand: Strand, greenlet: Any, event: str) -> None:
    if strand.is_over:
        return
    strand.is_over = True
    ending = _Library.ending(greenlet)
    if ending is None:
        ending = Ending.RAISED if event == "throw" else Ending.CANCELLED if strand.is_thrown else Ending.RETURNED
    here.write(STRAND_END | int(ending) << 32, strand.number, 0)

"""Record the generators that a program uses as coroutines: who resumes which, and where it lets go again.

A generator of the program's own counts as a coroutine once the program drives it by hand - `next(g)`, `g.send()`, `g.throw()` - or if it
uses what is sent to it (`x = yield`), and so does what such a one delegates to by `yield from` or `await`. What only a `for` loop, `list()`
or the like goes through is an iterator and gets no lane. Coroutines and asynchronous generators count by the same rule.

The first EXACT hand-overs into the generators of one function are told one by one. After that they are only counted, and the count is
told every TELL_NS at most, so that ten million of them end in reasonable time. (monitoring.py and profiling.py call what is here.)
"""

from __future__ import annotations

from time import monotonic_ns

from . import recorder
from .kinds import Definition, Ending, Kind, Turn
from .location import define_location, is_own, location_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType

EXACT = 10_000  # hand-overs into one function's generators that are told one by one
MOST_LANES = 500  # generators of one function that get a lane
MOST_PLAIN = 1_000  # resumptions of a generator function after which it is taken for an iterator, if nobody drove it by hand
TELL_EVERY = 4_096  # counted hand-overs to one generator between two looks at the clock; a power of two
TELL_NS = 50_000_000
IS_GENERATOR = 0x20 | 0x80 | 0x200  # CO_GENERATOR, CO_COROUTINE, CO_ASYNC_GENERATOR
BY_HAND = frozenset({"next", "send", "throw", "__next__", "asend", "athrow", "__anext__", "anext"})
LOADS = frozenset({"LOAD_GLOBAL", "LOAD_NAME", "LOAD_ATTR", "LOAD_METHOD", "LOAD_FAST", "LOAD_DEREF", "LOAD_FAST_BORROW"})

here = recorder.here
START, STEP, STEPS, STRAND_END = (kind << 48 for kind in (Kind.START, Kind.STEP, Kind.STEPS, Kind.STRAND_END))
BACK = Turn.BACK << 32
STRAND = int(Definition.STRAND)
RETURNED, RAISED, CLOSED, DROPPED = Ending.RETURNED << 32, Ending.RAISED << 32, Ending.CANCELLED << 32, Ending.DROPPED << 32

NOTHING, COUNT, ALL = range(3)  # what is wanted of a function's generators from now on


class Routine:
    """A generator function of the program's own."""

    __slots__ = ("code", "is_coroutine", "lanes", "location", "plain", "told", "told_at", "wanted")

    def __init__(self, code: CodeType) -> None:
        self.code = code  # kept, so that its id is not used again
        self.is_coroutine = uses_what_is_sent(code)
        self.location = define_location(code.co_filename, code.co_firstlineno, code.co_qualname)
        self.lanes = self.plain = self.told = self.told_at = 0
        self.wanted = ALL


class Live:
    """A generator with a lane, known by its frame."""

    __slots__ = ("count", "is_counted", "number", "previous", "routine")

    def __init__(self, routine: Routine, number: int) -> None:
        self.routine = routine
        self.number = number
        self.previous = 0  # who resumed it, 0 if that is no strand that we know
        self.is_counted = False  # its hand-overs are not told one by one any more
        self.count = 0  # of those, how many since the last that was told


routines: dict[int, Routine | None] = {}  # id of a code object; None: not the program's own, or no generator
lives: dict[int, Live] = {}  # id of a frame
_drivers: dict[int, bool] = {}  # id of a code object + offset: whether that call drives a generator by hand
_kept: list[CodeType] = []


def routine_of(code: CodeType) -> Routine | None:
    """Give the generator function that a code object is of, if it is one of the program's own."""
    key = id(code)
    if key not in routines:
        is_one = code.co_flags & IS_GENERATOR and not code.co_name.startswith("<") and is_own(code.co_filename)
        routines[key] = Routine(code) if is_one else None
        _kept.append(code)
    return routines[key]


def entered(routine: Routine, frame: FrameType, *, is_new: bool) -> None:
    """Note that a generator begins or goes on."""
    key = id(frame)
    live = lives.get(key)
    if live is not None and is_new:
        here.write(STRAND_END | DROPPED, live.number, 0)  # that frame is another generator's now
        live = None
    if live is None:
        if routine.lanes >= MOST_LANES or not (routine.is_coroutine or is_driven(frame.f_back)):
            routine.plain += 1
            if routine.plain > MOST_PLAIN and not routine.lanes:
                routine.wanted = NOTHING
            return
        live = lives[key] = _begin(routine, frame)
    live.previous = here.strand
    here.strand = live.number
    here.write(STEP | location_of(frame.f_back), live.number, 0)
    routine.told += 1


def _begin(routine: Routine, frame: FrameType) -> Live:
    if tell_all not in recorder.state.before_end:
        recorder.state.before_end.append(tell_all)
    live = Live(routine, recorder.new_id())
    routine.lanes += 1
    name = routine.code.co_name
    recorder.define(STRAND, live.number, "generator", name if routine.lanes == 1 else f"{name}-{routine.lanes}", routine.location)
    here.write(START | location_of(frame.f_back), live.number, 0)
    return live


def left(frame: FrameType) -> None:
    """Note that a generator yields: whoever resumed it goes on."""
    live = lives.get(id(frame))
    if live is None:
        return
    _give_back(live, location_of(frame))
    routine = live.routine
    if routine.told >= EXACT and routine.wanted == ALL:
        routine.wanted = COUNT
        for other in lives.values():
            if other.routine is routine:
                other.is_counted = True
                here.write(STEPS, other.number, 0)


def _give_back(live: Live, location: int) -> None:
    here.strand = previous = live.previous
    if previous:
        here.write(STEP | location, previous, 0)
    else:
        here.write(STEP | BACK | location, live.number, 0)


def ended(frame: FrameType, ending: int = RETURNED) -> None:
    """Note that a generator is over."""
    live = lives.pop(id(frame), None)
    if live is None:
        return
    is_told = live.routine.wanted == ALL
    if live.count:
        tell(live)
    here.write(STRAND_END | ending, live.number, 0)
    if is_told:
        _give_back(live, 0)


def look_at_clock(live: Live) -> None:
    """Record the counts of a function's generators if the last time is long enough ago."""
    now = monotonic_ns()
    if now - live.routine.told_at >= TELL_NS:
        live.routine.told_at = now
        tell_all(live.routine)


def tell(live: Live) -> None:
    """Record how many hand-overs were counted."""
    count, live.count = live.count, 0
    here.write(STEPS, live.number, count)


def tell_all(routine: Routine | None = None) -> None:
    """Record the counts of one function's generators, or of all."""
    for live in list(lives.values()):
        if live.count and routine in (None, live.routine):
            tell(live)


def uses_what_is_sent(code: CodeType) -> bool:
    """Say whether a generator function does something with the value of a `yield`."""
    if not code.co_flags & 0x20:
        return False
    import dis  # only for programs with generators of their own

    operations = [instruction for instruction in dis.get_instructions(code) if instruction.opname not in ("CACHE", "EXTENDED_ARG", "NOP")]
    for operation, after, then in zip(operations, operations[1:], operations[2:], strict=False):
        is_yield = operation.opname == "YIELD_VALUE" and after.opname == "RESUME" and after.arg is not None and after.arg & 3 == 1
        if is_yield and then.opname != "POP_TOP":
            return True
    return False


def is_driven(frame: FrameType | None) -> bool:
    """Say whether who resumes a generator drives it by hand, or is a coroutine that delegates to it."""
    if frame is None:
        return False
    code, offset = frame.f_code, frame.f_lasti
    place = id(code) + offset
    known = _drivers.get(place)
    if known is None:
        operation, name = _call_at(code, offset) if is_own(code.co_filename) else ("", "")
        if operation == "SEND":
            return id(frame) in lives
        known = _drivers[place] = operation.startswith("CALL") and name in BY_HAND
        _kept.append(code)
    return known


def _call_at(code: CodeType, offset: int) -> tuple[str, str]:
    """Tell the operation at a place and, of a call, the name of what is called."""
    import dis

    operations = list(dis.get_instructions(code))
    at = max(number for number, operation in enumerate(operations) if operation.offset <= offset)  # it may have its caches behind it
    call = operations[at]
    name = ""
    if call.positions is not None:
        begin = (call.positions.lineno, call.positions.col_offset)
        for operation in operations[:at]:
            positions = operation.positions
            if positions is not None and (positions.lineno, positions.col_offset) == begin and operation.opname in LOADS:
                name = str(operation.argval)
    return call.opname, name

"""Note each read and write of shared data next to the access itself, without giving the interpreter an occasion to switch threads.

The interpreter looks at a request to give up the GIL at calls and backward jumps only, so `counter += 1` loses nothing by itself. A hook
that is called between the read and the write would make such an occasion, and a loss that the program never had. So the rewritten code (see
rewriting.py) calls nothing: `LOG @ ((site, value, object, key, ~CLOCK, ~IDENT),)` is an operator on an object whose operator is a function
written in C, which appends to one list of the whole process. Between an access and its entry nobody else can run, and the order of the
entries is the order of the accesses.

What is noted becomes records (see variables.py) whenever any thread writes a record, enters a function or begins a round of a loop, which
are occasions already. A thread may so write what another one noted: the record says whose it is, by a number that stands for its thread.

It may also lose the GIL with an entry in its hands, for as long as many threads and a busy machine please, while others go on and write
what came after. So whoever finds that somebody has an entry in his hands says, before it writes anything, that the order is not known from
there on (HOLD); and who has written the oldest such entry says from when on it is not known then, if it is not.
"""

from __future__ import annotations

import posix
from _thread import get_ident
from collections import deque
from itertools import count
from time import monotonic_ns

from . import recorder
from .hooking import unseen
from .kinds import Definition
from .writer import Ring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .writer import Writer

ACCESSOR, HOLD = Definition.ACCESSOR << 32 | recorder.DEFINE << 48, Definition.HOLD << 32 | recorder.DEFINE << 48

noted: deque[tuple[Any, ...]] = deque()  # site, value, object, key, time, ident of the thread
in_hand: dict[int, int] = {}  # by the ident of who took an entry to write it, and has not yet: the entry's time
here = recorder.here


class _Log:
    """`LOG @ (entry,)` notes the entry and gives the list of all."""

    __matmul__ = noted.__iadd__


class _Clock:
    """`~CLOCK` is the time."""

    __invert__ = monotonic_ns


class _Ident:
    """`~IDENT` is the thread."""

    __invert__ = get_ident


class _Missing:
    """Stands for what an entry does not know."""


class _Kept:
    """Stands for what an earlier entry of the same statement kept."""


LOG, CLOCK, IDENT, MISSING, KEPT = _Log(), _Clock(), _Ident(), _Missing(), _Kept()


class _State:
    """What belongs to this process."""

    numbers = count(1)
    threads: dict[int, int] = {}  # noqa: RUF012  # ident of a thread -> its number
    tell: Any = None  # what makes a record of an entry
    held = 0  # what the last HOLD said


class Front:
    """Stands before a thread's ring: what was noted is written before anything else.

    `position` and `last` say that the ring is full, so that those who write into it directly (see locks.py) call `stamp` instead.
    """

    __slots__ = ("_ring", "last", "position")

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self.position, self.last = 1, 0

    def write(self, word: int, subject: int, value: int) -> None:
        """Write a record."""
        if noted or in_hand:
            flush()
        self._ring.write(word, subject, value)

    def stamp(self, tail: bytes) -> None:
        """Write a record of which all but the time is in `tail`."""
        if noted or in_hand:
            flush()
        self._ring.stamp(tail)

    def write_payload(self, word: int, subject: int, payload: bytes) -> None:
        """Write a record and its payload."""
        if noted or in_hand:
            flush()
        self._ring.write_payload(word, subject, payload)

    def write_at(self, time: int, word: int, subject: int, value: int) -> None:
        """Write a record of an earlier instant."""
        self._ring.write_at(time, word, subject, value)


def flush() -> None:
    """Make records of what is noted, and say if somebody else is about to."""
    if here.hidden_accesses:
        return
    here.hidden_accesses = True  # what a record needs (a text, a place) is defined by records of their own
    mine, tell = get_ident(), _State.tell
    try:
        if in_hand:
            _hold()
        while noted:
            in_hand[mine] = noted[0][4]  # nobody else can run between this and the taking
            tell(noted.popleft())
    except IndexError:  # another thread took the last one
        return
    except BaseException as error:  # a signal handler raised
        unseen(error)
        raise
    finally:
        if mine in in_hand:  # after a call (of pop) a signal handler could raise
            del in_hand[mine]  # noqa: RUF051
        here.hidden_accesses = False
        if _State.held:
            _hold()


def _hold() -> None:
    """Say from when on the order is not known: the time of the oldest entry in anybody's hands.

    The record is as of before we looked, so of two threads that do this at once the one that looked last is believed.
    """
    said, now, oldest = _State.held, monotonic_ns(), min(in_hand.values(), default=0)
    while oldest != said:
        recorder.ring().write_at(now, HOLD, oldest, 0)
        _State.held = said = oldest
        now, oldest = monotonic_ns(), min(in_hand.values(), default=0)


class _Flush:
    """`~FLUSH` makes records of what is noted."""

    @staticmethod
    def __invert__() -> None:
        if noted:
            flush()


FLUSH = _Flush()


def number_of(ident: int) -> int:
    """Return the number that stands for a thread; 0 for the one that asks, and for one that is not known."""
    return 0 if ident == get_ident() else _State.threads.get(ident, 0)


def _make_ring(writer: Writer | None, native_id: int) -> Any:
    """Make a thread's ring and its front; define the thread's number first of all."""
    ring = Ring(writer, native_id)
    number = _State.threads[get_ident()] = next(_State.numbers) & 0xFFFF or next(_State.numbers)
    ring.write_payload(ACCESSOR, number, b"")
    return Front(ring)


def _forget_threads() -> None:
    noted.clear()
    in_hand.clear()
    _State.threads.clear()
    _State.held = 0
    here.hidden_accesses = False


def install(tell: Any, after_fork: Any) -> None:
    """Begin to note; `tell` makes a record of an entry."""
    _State.tell = tell
    recorder.state.make_ring = _make_ring
    posix.register_at_fork(before=flush, after_in_child=_forget_threads)
    recorder.state.after_fork.append(after_fork)

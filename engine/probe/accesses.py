"""Note each read and write of shared data next to the access itself, without giving the interpreter an occasion to switch threads.

The interpreter looks at a request to give up the GIL at calls and backward jumps only, so `counter += 1` loses nothing by itself. A hook
that is called between the read and the write would make such an occasion, and a loss that the program never had. So the rewritten code (see
rewriting.py) calls nothing: `LOG @ ((site, value, object, key, ~CLOCK, ~IDENT),)` is an operator on an object whose operator is a function
written in C, which appends to one list of the whole process. Between an access and its entry nobody else can run, and the order of the
entries is the order of the accesses.

What is noted becomes records (see variables.py) whenever any thread writes a record, enters a function or begins a round of a loop, which
are occasions already. A thread may so write what another one noted: the record says whose it is, by a number that stands for its thread.
It may also lose the GIL with the entry in its hands, while the one whose it is goes on and writes what came after; so it says before it
takes the entry that the order is not known from there on, and afterwards that it is (HOLD).
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
        if noted:
            flush()
        self._ring.write(word, subject, value)

    def stamp(self, tail: bytes) -> None:
        """Write a record of which all but the time is in `tail`."""
        if noted:
            flush()
        self._ring.stamp(tail)

    def write_payload(self, word: int, subject: int, payload: bytes) -> None:
        """Write a record and its payload."""
        if noted:
            flush()
        self._ring.write_payload(word, subject, payload)

    def write_at(self, time: int, word: int, subject: int, value: int) -> None:
        """Write a record of an earlier instant."""
        self._ring.write_at(time, word, subject, value)


def flush() -> None:
    """Make records of what is noted."""
    if not noted or here.hidden_accesses:
        return
    here.hidden_accesses = True  # what a record needs (a text, a place) is defined by records of their own
    mine, is_holding = get_ident(), False
    try:
        tell = _State.tell
        while noted:
            entry = noted[0]
            if entry[5] != mine and not is_holding:
                is_holding = True
                recorder.ring().write_payload(HOLD, entry[4], b"")
            tell(noted.popleft())
    except IndexError:  # another thread took the last one
        return
    except BaseException as error:  # a signal handler raised
        unseen(error)
        raise
    finally:
        if is_holding:
            recorder.ring().write_payload(HOLD, 0, b"")
        here.hidden_accesses = False


class _Flush:
    """`~FLUSH` makes records of what is noted."""

    __invert__ = staticmethod(flush)


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
    _State.threads.clear()
    here.hidden_accesses = False


def install(tell: Any, after_fork: Any) -> None:
    """Begin to note; `tell` makes a record of an entry."""
    _State.tell = tell
    recorder.state.make_ring = _make_ring
    posix.register_at_fork(before=flush, after_in_child=_forget_threads)
    recorder.state.after_fork.append(after_fork)

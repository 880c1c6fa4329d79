"""Record what happened: the one writer of rings, its tables of ids, and what a fork does to them.

    emit(kind, subject, value, flags, location)         one record; `flags` may carry a reason: flags | reason << 8
    emit_text(kind, subject, text, flags, location)     one record that carries its text (OUTPUT, EXCEPTION, NAME)
    define(definition, id, *fields)                     what an id means, before its first use
    text_id(text), new_id(), new_resource(...)          ids
    hidden()                                            a `with` block in which this thread reports no sleep or pipe of its own

Nothing here raises into the program, prints, or takes a lock. Module-level state is a deliberate exception to the house style: there is
one recorder in a process, every hook reaches it, and a name in a module is the cheapest way there.
"""

from __future__ import annotations

import posix
from _thread import _local, get_native_id
from itertools import count
from time import monotonic_ns

from .kinds import Birth, Definition, Kind
from .writer import Ring, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, ClassVar

FIELD_SEPARATOR = "\x1f"
TEXT_LIMIT = 4096  # bytes of text in one record
TABLE_LIMIT = 1 << 16  # texts remembered; then they are defined anew

DEFINE, CREATE, PROCESS_BEGIN, PROCESS_END = int(Kind.DEFINE), int(Kind.CREATE), int(Kind.PROCESS_BEGIN), int(Kind.PROCESS_END)
THREAD_BEGIN, THREAD_END = int(Kind.THREAD_BEGIN), int(Kind.THREAD_END)
STRANDS = ("strand",)
RESOURCE, TEXT = int(Definition.RESOURCE), int(Definition.TEXT)


class _Here(_local):
    """What belongs to this thread. `write` and `stamp` become its ring's at its first record."""

    ring: Ring | None = None
    hidden = 0  # > 0: inside an operation that is reported itself
    pending: Any = None  # a condition wait that its lock is to report (see locks.py)
    tests: Any = None  # of whether files are there, by path, until something is done with those (see existence.py)
    arrival: Any = None  # a multiprocessing barrier's number and the place, until it has counted this thread (see shared_conditions.py)
    submission: Any = None  # a job on its way into a pool, until its future is made (see jobs.py)
    job = 0  # the job that this thread runs for a pool of processes or a ThreadPool
    is_auditing = False  # while we find out whose an audited event is (see watchers.py)
    hidden_accesses = False  # while what was noted of shared data becomes records (see accesses.py)
    eager = 0  # the task that begins within its own making (see eager_tasks.py)
    strand = 0  # the greenlet or generator that runs, as far as it is one that we tell of
    operation: Any = None  # what is to be reported if the standard library's code inside it blocks (see operations.py)

    @staticmethod
    def write(word: int, subject: int, value: int) -> None:
        """Write this thread's first record."""
        ring().write(word, subject, value)

    @staticmethod
    def stamp(tail: bytes) -> None:
        """Write this thread's first record."""
        ring().stamp(tail)


class _State:
    """What belongs to this process."""

    writer: Writer | None = None
    birth = int(Birth.PROGRAM)
    pid = 0
    base = 0  # pid << 40
    counter = count(1)
    text_counter = count(1)
    texts: ClassVar[dict[str, int]] = {}
    after_fork: ClassVar[list[Any]] = []
    before_end: ClassVar[list[Any]] = []  # called when the interpreter leaves in an orderly way
    thread_began: ClassVar[list[Any]] = []  # called by each new thread
    strand_flag = 0  # Flag.STRAND once threads are greenlets (gevent's monkey-patching): who waits in Python's own ways is then a strand
    make_ring: Any = Ring


here = _Here()
state = _State


def start(directory: str, birth: int, *, is_exec: bool = False) -> None:
    """Begin recording into `directory`: the process's first record is PROCESS_BEGIN. `is_exec`: this pid has recorded before."""
    state.birth = birth
    begun = monotonic_ns() >> 24 & 0xFFFF if is_exec else 0  # no rings and no ids that were before may come again
    _begin(directory, begun << 12 or 1, begun << 24 | 1)
    posix.register_at_fork(after_in_child=_restart_in_child)


def _begin(directory: str, first_serial: int = 1, first_id: int = 1) -> None:
    state.pid = posix.getpid()
    state.base = state.pid << 40
    state.counter = count(first_id)
    state.writer = Writer(directory, state.pid, first_serial=first_serial)
    emit(PROCESS_BEGIN, posix.getppid(), 0, state.birth, 0)
    emit(THREAD_BEGIN, 0, 0, 0, 0)


def _restart_in_child() -> None:
    """Give the child its own rings; it keeps the tables and goes on counting text ids where its parent was."""
    writer = state.writer
    if writer is None:
        return
    for name in ("ring", "write", "stamp"):
        here.__dict__.pop(name, None)
    state.birth = int(Birth.FORKSERVER if state.birth == Birth.HELPER else Birth.FORK)
    _begin(writer.directory)
    for callback in state.after_fork:
        callback()


def end(exit_code: int) -> None:
    """Record that the interpreter is leaving in an orderly way."""
    for callback in state.before_end:
        callback()
    emit(THREAD_END, 0, 0, 0, 0)
    emit(PROCESS_END, 0, exit_code, 0, 0)


def ring() -> Ring:
    """Return this thread's ring, opened at its first record."""
    mine = here.ring
    if mine is None:
        mine = here.ring = state.make_ring(state.writer, get_native_id())
        here.write = mine.write  # type: ignore[method-assign]
        here.stamp = mine.stamp  # type: ignore[method-assign]
    return mine


def emit(kind: int, subject: int, value: int, flags: int, location: int) -> None:
    """Write one record; `flags` is the kind's own bits | reason << 8."""
    here.write(location | flags << 32 | kind << 48, subject, value)


def emit_text(kind: int, subject: int, text: str, flags: int, location: int) -> None:
    """Write one record that carries its text, cut to 4096 bytes."""
    payload = text.encode("utf-8", "replace")
    ring().write_payload(location | flags << 32 | kind << 48, subject, payload[:TEXT_LIMIT])


def define(definition: int, identity: int, *fields: object) -> None:
    """Say what an id means: its fields, joined by U+001F."""
    text = FIELD_SEPARATOR.join([str(field) for field in fields])
    ring().write_payload(definition << 32 | DEFINE << 48, identity, text.encode("utf-8", "replace")[:TEXT_LIMIT])


def text_id(text: str) -> int:
    """Return the id of a text, defining it at its first use; the empty text is 0."""
    known = state.texts.get(text)
    if known is not None:
        return known
    if not text:
        return 0
    fresh = next(state.text_counter)
    define(TEXT, fresh, text)
    if len(state.texts) >= TABLE_LIMIT:
        state.texts = {}
    state.texts[text] = fresh
    return fresh


def new_id() -> int:
    """Return an id for a thread or a resource, unique in the run."""
    return state.base | next(state.counter)


def new_resource(
    kind: int, location: int, *, name: str = "", key: str = "", capacity: int | None = None, waiting: tuple[str, ...] = ()
) -> int:
    """Define and create a resource; `key` is the same in every process that shares it. Returns its id.

    `waiting` is `STRANDS` if tasks and their like wait for it and hold it, not their threads.
    """
    identity = new_id()
    if state.strand_flag and not key:
        waiting = STRANDS
    define(RESOURCE, identity, int(kind), name, key, "" if capacity is None else capacity, location, *waiting)
    emit(CREATE, identity, 0, 0, location)
    return identity


class hidden:
    """A block in which this thread's inner operations are not reported."""

    def __enter__(self) -> None:
        here.hidden += 1

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        here.hidden -= 1

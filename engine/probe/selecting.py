"""Trace `select.select`, `select.poll` and `select.epoll`, and through them `selectors`.

A poll or epoll object that the program makes is one of ours around a raw one, like a lock (see locks.py); one that the standard library
makes on its own account stays raw. What was found ready is recorded one by one, up to a limit, before the call is.
"""

from __future__ import annotations

import sys

from . import hooking
from .descriptors import Descriptor, begin, fail, find, flush, forget, here, is_own_account, make, refuse, table
from .hooking import unseen
from .kinds import Call, Flag, Kind, Outcome, Reason, ResourceKind
from .location import location_of, outer
from .recorder import emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType, ModuleType
    from typing import Any

READY, WAIT_END = int(Kind.READY), int(Kind.WAIT_END)
FOR_IO, NONBLOCKING = Reason.IO << 8, int(Flag.NONBLOCKING)
DONE, TIMEOUT = int(Outcome.DONE), int(Outcome.TIMEOUT)
SELECT, SELECTOR = int(Call.SELECT), ResourceKind.SELECTOR
MOST_NAMED = 32  # descriptors of one ready set that are recorded one by one; of the others only their number
IN, OUT, WRONG = 1, 2, 4  # of READY
MASKS = ((0x001 | 0x002 | 0x040, IN), (0x004 | 0x100, OUT), (0x008 | 0x010 | 0x020, WRONG))  # POLLIN.., POLLOUT.., POLLERR and POLLHUP

loops_file = __file__.replace("selecting", "loops")

_calls: dict[int, Descriptor] = {}  # location -> what stands for the select calls made there


def install(module: ModuleType) -> None:
    """Hook the module `select`."""
    _install_select(module)
    raw_poll, raw_epoll = getattr(module, "poll", None), getattr(module, "epoll", None)
    if raw_poll is not None:
        hooking.builtin(module, "poll", _maker_of_polls(raw_poll))
    if raw_epoll is not None:
        module.epoll = _class_of(raw_epoll)  # type: ignore[attr-defined]
    selectors = sys.modules.get("selectors")  # imported before us: it holds on to what it found
    if selectors is not None:
        for name, attribute, value in (("PollSelector", "_selector_cls", "poll"), ("EpollSelector", "_selector_cls", "epoll")):
            if attribute in vars(getattr(selectors, name, object)):
                setattr(getattr(selectors, name), attribute, getattr(module, value))


def report(selector: Descriptor, found: Iterable[tuple[int, int]], count: int, began: int, location: int) -> None:
    """Record what a selecting call found: pairs of a descriptor's number and how it is ready."""
    if not count:
        if began:
            refuse(selector, began, location)
        else:
            emit(WAIT_END, selector.id, 0, FOR_IO | TIMEOUT, location)
        return
    if selector.refused:
        flush(selector, location)
        selector.refused = 0
    named = 0
    for number, how in found:
        descriptor = find(number)
        if descriptor is not None and named < MOST_NAMED:
            named += 1
            emit(READY, selector.id, descriptor.id, how, location)
    emit(WAIT_END, selector.id, count, FOR_IO | DONE | (NONBLOCKING if began else 0), location)


def flags_of(mask: int) -> int:
    """Return how a descriptor is ready, from what `poll` says."""
    return sum(flag for bits, flag in MASKS if mask & bits)


# --- select


def number_of(thing: Any) -> int:
    """Return a descriptor's number without running a line of the program's; -1 if that cannot be."""
    if type(thing) is int:
        return thing
    fileno = getattr(type(thing), "fileno", None)
    return -1 if fileno is None or hasattr(fileno, "__code__") else int(fileno(thing))


def selector_at(location: int) -> Descriptor:
    """Return what stands for the select calls made at a place."""
    descriptor = _calls.get(location)
    if descriptor is None:
        descriptor = _calls[location] = Descriptor(make(SELECTOR, location, name="select"))
    return descriptor


def _install_select(module: ModuleType) -> None:
    original = module.select

    def select(*arguments: Any) -> Any:
        try:
            frame = outer()
            if here.hidden or not 3 <= len(arguments) <= 4 or is_own_account(frame):
                return original(*arguments)
            location = location_of(frame)
            selector = selector_at(location)
            timeout = arguments[3] if len(arguments) == 4 else None
            limit = timeout if timeout is None or type(timeout) in (int, float) else None
            began = begin(selector, SELECT, limit, location)
            try:
                result = original(*arguments)
            except BaseException as error:
                fail(selector, error, 0, location)
                raise
            found = ((number_of(thing), how) for things, how in zip(result, (IN, OUT, WRONG), strict=True) for thing in things)
            report(selector, found, sum(map(len, result)), began, location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    hooking.builtin(module, "select", select)


# --- poll


class _Poll:
    """A traced poll object."""

    __slots__ = ("__weakref__", "_descriptor", "_raw", "modify", "register", "unregister")

    _descriptor: Descriptor
    _raw: Any
    modify: Any
    register: Any
    unregister: Any

    def __new__(cls, *arguments: Any, **keywords: Any) -> Any:
        raise TypeError("cannot create 'select.poll' instances")

    def __init_subclass__(cls) -> None:
        raise TypeError("type 'select.poll' is not an acceptable base type")

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # what `isinstance` asks
        return type(self._raw)

    def __repr__(self) -> str:
        return repr(self._raw)

    def poll(self, *arguments: Any) -> Any:
        """Poll as the raw object does, and record it."""
        try:
            limit = arguments[0] if arguments else None
            seconds = limit / 1000 if isinstance(limit, int | float) and limit >= 0 else None
            return _poll(self._descriptor, self._raw, arguments, {}, seconds, outer())
        except BaseException as error:
            unseen(error)
            raise


_Poll.__name__, _Poll.__qualname__, _Poll.__module__ = "poll", "poll", "select"


def _maker_of_polls(original: Any) -> Any:
    def poll(*arguments: Any) -> Any:
        try:
            raw = original(*arguments)
            frame = outer()
            if here.hidden or is_own_account(frame):
                return raw
            made = object.__new__(_Poll)
            made._raw, made._descriptor = raw, Descriptor(make(SELECTOR, location_of(frame)))
            made.register, made.modify, made.unregister = raw.register, raw.modify, raw.unregister
            return made
        except BaseException as error:
            unseen(error)
            raise

    return poll


def _poll(
    descriptor: Descriptor, raw: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], limit: float | None, frame: FrameType | None
) -> Any:
    if here.hidden:
        return raw.poll(*arguments, **keywords)
    location = location_of(frame)
    # An event loop that has something else to do only looks; it is no news that nothing is there.
    began = -1 if limit == 0 and _is_loop(frame) else begin(descriptor, SELECT, limit, location)
    try:
        found = raw.poll(*arguments, **keywords)
    except BaseException as error:
        fail(descriptor, error, 0, location)
        raise
    if found or began >= 0:
        report(descriptor, ((number, flags_of(mask)) for number, mask in found), len(found), began, location)
    return found


def _is_loop(frame: FrameType | None) -> bool:
    """Tell whether an event loop asks, through one of the selectors."""
    if frame is None or frame.f_back is None or frame.f_globals.get("__name__") != "selectors":
        return False
    caller: FrameType = frame.f_back
    if caller.f_code.co_filename == loops_file and caller.f_back is not None:  # the hook that tells of loops (see loops.py)
        caller = caller.f_back
    return str(caller.f_globals.get("__name__")).startswith("asyncio.")


# --- epoll


class _EpollType(type):
    """Make `select.epoll` answer for raw objects too."""

    raw: Any

    def __instancecheck__(cls, instance: object) -> bool:
        return type(instance) is cls or isinstance(instance, cls.raw)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return subclass is cls or issubclass(subclass, cls.raw)


class _Epoll(metaclass=_EpollType):
    """A traced epoll object."""

    __slots__ = ("__weakref__", "_descriptor", "_raw", "fileno", "modify", "register", "unregister")

    _descriptor: Descriptor
    _raw: Any

    @property
    def closed(self) -> bool:
        """True if the epoll handler is closed."""
        return bool(self._raw.closed)

    def __repr__(self) -> str:
        return repr(self._raw)

    def __enter__(self) -> Any:
        try:
            self._raw.__enter__()
            return self
        except BaseException as error:
            unseen(error)
            raise

    def __exit__(self, *arguments: Any) -> None:
        self.close()

    def close(self) -> None:
        """Close the epoll control file descriptor."""
        if not self._raw.closed:
            number = self._raw.fileno()
            if table.get(number) is self._descriptor:
                forget(number, location_of(outer()))
        self._raw.close()

    def poll(self, *arguments: Any, **keywords: Any) -> Any:
        """Wait for events on the epoll file descriptor, and record it."""
        try:
            limit = keywords.get("timeout", arguments[0] if arguments else None)
            seconds = limit if isinstance(limit, int | float) and limit >= 0 else None
            return _poll(self._descriptor, self._raw, arguments, keywords, seconds, outer())
        except BaseException as error:
            unseen(error)
            raise


def _class_of(raw_class: Any) -> Any:
    hooking.disguise_methods(_Epoll, raw_class)

    class epoll(_Epoll):
        __slots__ = ()
        __doc__ = raw_class.__doc__
        raw = raw_class

        def __new__(cls, *arguments: Any, **keywords: Any) -> Any:
            try:
                return _wrapped(cls, raw_class(*arguments, **keywords), outer())
            except BaseException as error:
                unseen(error)
                raise

        def __init_subclass__(cls) -> None:
            raise TypeError("type 'select.epoll' is not an acceptable base type")

        @classmethod
        def fromfd(cls, fd: Any, /) -> Any:
            """Create an epoll object from a given control fd."""
            try:
                return _wrapped(cls, raw_class.fromfd(fd), outer())
            except BaseException as error:
                unseen(error)
                raise

        @property  # type: ignore[misc]
        def __class__(self) -> Any:  # what `isinstance` asks
            return raw_class

    epoll.__qualname__, epoll.__module__ = "epoll", "select"
    return epoll


def _wrapped(cls: Any, raw: Any, frame: FrameType | None) -> Any:
    if here.hidden or is_own_account(frame):
        return raw
    made = object.__new__(cls)
    made._raw = raw
    made._descriptor = table[raw.fileno()] = Descriptor(make(SELECTOR, location_of(frame)))
    made.fileno, made.register, made.modify, made.unregister = raw.fileno, raw.register, raw.modify, raw.unregister
    return made

"""Trace the package `liburing`: what the program asks the kernel to receive or read, and when it learns that it is done.

Between the two the program goes on; that the kernel waits for the data and copies it is no call of the program's. So a request is recorded
when it is submitted, and its bytes when the program takes the completion.
"""

from __future__ import annotations

from time import monotonic_ns
from typing import NamedTuple

from .descriptors import Descriptor, fail, find, flush, here, make, received, refuse
from .hooking import builtin, unseen
from .kinds import Call, Kind, Outcome, Reason, ResourceKind
from .location import location_of, outer
from .recorder import emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

CALL, WAIT_END, FOR_IO = int(Kind.CALL), int(Kind.WAIT_END), Reason.IO << 8
SELECT, SUBMITTED, DONE = int(Call.SELECT), int(Call.SUBMITTED), int(Outcome.DONE)
PREPARE = ("io_uring_prep_recv", "io_uring_prep_read")
SUBMIT = ("io_uring_submit", "io_uring_submit_and_wait")
MOST_OPEN = 4096  # requests remembered


class Request(NamedTuple):
    """Something the kernel is to read."""

    entry: Any
    descriptor: Descriptor
    buffer: Any


_prepared: list[Request] = []
_open: dict[int, list[Request]] = {}  # by the number that its completion carries
_rings: dict[int, Descriptor] = {}


def install(module: ModuleType) -> None:
    """Hook the package `liburing`."""
    for name in PREPARE:
        _hook(module, name, _maker_of_prepare)
    for name in SUBMIT:
        _hook(module, name, _maker_of_submit)
    _hook(module, "io_uring_peek_cqe", lambda original: _maker_of_take(original, is_waiting=False))
    _hook(module, "io_uring_wait_cqe", lambda original: _maker_of_take(original, is_waiting=True))


def _hook(module: ModuleType, name: str, make_hook: Any) -> None:
    original = getattr(module, name, None)
    if original is not None:
        builtin(module, name, make_hook(original))


def _maker_of_prepare(original: Any) -> Any:
    def prepare(*arguments: Any, **keywords: Any) -> Any:
        try:
            result = original(*arguments, **keywords)
            descriptor = find(arguments[1]) if len(arguments) > 2 and type(arguments[1]) is int else None
            if descriptor is not None and not here.hidden and len(_prepared) < MOST_OPEN:
                _prepared.append(Request(arguments[0], descriptor, arguments[2]))
            return result
        except BaseException as error:
            unseen(error)
            raise

    return prepare


def _maker_of_submit(original: Any) -> Any:
    def submit(*arguments: Any) -> Any:
        try:
            if _prepared:
                location = location_of(outer())
                for request in _prepared:
                    _open.setdefault(request.entry.user_data, []).append(request)
                    emit(CALL, request.descriptor.id, -1, SUBMITTED | FOR_IO, location)
                _prepared.clear()
            return original(*arguments)
        except BaseException as error:
            unseen(error)
            raise

    return submit


def _ring_of(ring: Any, location: int) -> Descriptor:
    descriptor = _rings.get(id(ring))
    if descriptor is None:
        descriptor = _rings[id(ring)] = Descriptor(make(ResourceKind.SELECTOR, location, name="io_uring"))
    return descriptor


def _maker_of_take(original: Any, *, is_waiting: bool) -> Any:
    def take(*arguments: Any) -> Any:
        try:
            if len(arguments) != 2 or here.hidden:
                return original(*arguments)
            location = location_of(outer())
            ring = _ring_of(arguments[0], location)
            began = 0 if is_waiting else monotonic_ns()
            if is_waiting:
                emit(CALL, ring.id, -1, SELECT | FOR_IO, location)
            try:
                result = original(*arguments)
            except BaseException as error:
                if is_waiting:
                    fail(ring, error, 0, location)
                elif isinstance(error, BlockingIOError):
                    refuse(ring, began, location)
                raise
            if is_waiting:
                emit(WAIT_END, ring.id, 1, DONE | FOR_IO, location)
            flush(ring, location)
            ring.refused = 0
            _complete(arguments[1], location)
            return result
        except BaseException as error:
            unseen(error)
            raise

    return take


def _complete(completions: Any, location: int) -> None:
    """Record the bytes of a completion, the first time it is looked at."""
    if not completions:
        return
    done = completions[0]
    requests = _open.get(done.user_data)
    if not requests:
        return
    request = requests.pop(0)
    if not requests:
        del _open[done.user_data]
    if done.res >= 0:
        data = bytes(memoryview(request.buffer)[: min(done.res, 64)])
        received(request.descriptor, data, done.res, 0, location)
    else:
        emit(WAIT_END, request.descriptor.id, 0, int(Outcome.RAISED) | FOR_IO, location)

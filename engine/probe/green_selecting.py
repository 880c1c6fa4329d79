"""Trace gevent's `select`, `poll` and selector: the greenlet waits for several descriptors at once, its thread goes on with others."""

from __future__ import annotations

from typing import cast

from .descriptors import Descriptor, fail, here, is_own_account, make
from .green_waits import call, caller
from .hooking import method, unseen
from .kinds import Call, ResourceKind
from .location import location_of
from .replacing import quietly, wrap
from .selecting import IN, OUT, flags_of, report, selector_at
from .transfers import in_pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType
    from typing import Any

SELECT, MARK = int(Call.SELECT), "_lockstep"  # instance attribute of a poll object or a selector: its Descriptor


def install(module: ModuleType) -> None:
    """Hook `gevent.select` or `gevent.selectors`."""
    if module.__name__ == "gevent.selectors":
        _install_object(module.GeventSelector, "select", _chosen, 1.0)
        return
    wrap(module, "select", _make_select)
    _install_object(module.poll, "poll", _polled, 0.001)


def _waited(selector: Descriptor, wait: Any, limit: Any, location: int, found: Callable[[Any], list[tuple[int, int]]]) -> Any:
    """Call what waits, as one operation; then record what it found."""
    seconds = limit if isinstance(limit, int | float) and limit >= 0 else None
    began = call(selector, SELECT, seconds, location)
    try:
        result = in_pieces(wait)
    except BaseException as error:
        fail(selector, error, 0, location)
        raise
    quietly(_report, selector, found, result, began, location)
    return result


def _report(selector: Descriptor, found: Any, result: Any, began: int, location: int) -> None:
    ready = found(result)
    report(selector, ready, len(ready), began, location)


def _make_select(original: Any) -> Any:
    def select(*arguments: Any, **keywords: Any) -> Any:
        try:
            frame = caller()
            if here.hidden or is_own_account(frame):
                return original(*arguments, **keywords)
            location = location_of(frame)
            limit = keywords.get("timeout", arguments[3] if len(arguments) > 3 else None)
            return _waited(selector_at(location), lambda: original(*arguments, **keywords), limit, location, _selected)
        except BaseException as error:
            unseen(error)
            raise

    return select


def _selected(result: Any) -> list[tuple[int, int]]:
    return [
        (thing if type(thing) is int else thing.fileno(), how) for things, how in zip(result, (IN, OUT), strict=False) for thing in things
    ]


def _polled(result: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(number, flags_of(mask)) for number, mask in result]


def _chosen(result: Iterable[tuple[Any, int]]) -> list[tuple[int, int]]:
    return [(key.fd, mask) for key, mask in result]  # its masks are ours


def _install_object(owner: Any, name: str, found: Callable[[Any], list[tuple[int, int]]], unit: float) -> None:
    """Hook a type whose objects wait by a method; `unit` is that of its time limit, in seconds."""

    def make_init(original: Any) -> Any:
        def __init__(self: Any, *arguments: Any, **keywords: Any) -> None:
            try:
                original(self, *arguments, **keywords)
                frame = caller()
                if not here.hidden and not is_own_account(frame):
                    vars(self)[MARK] = Descriptor(make(ResourceKind.SELECTOR, location_of(frame)))
            except BaseException as error:
                unseen(error)
                raise

        return __init__

    def make_wait(original: Any) -> Any:
        def wait(self: Any, timeout: Any = None) -> Any:
            try:
                selector = cast("Descriptor | None", vars(self).get(MARK))
                if selector is None or here.hidden:
                    return original(self, timeout)
                limit = timeout * unit if isinstance(timeout, int | float) else None
                return _waited(selector, lambda: original(self, timeout), limit, location_of(caller()), found)
            except BaseException as error:
                unseen(error)
                raise

        return wait

    method(owner, "__init__", make_init)
    method(owner, name, make_wait)

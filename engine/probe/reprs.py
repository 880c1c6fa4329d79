"""Show a value in a few characters without running a line of the program's code.

A value whose type is exactly one of Python's own plain ones is shown as Python shows it, cut in length and depth; every other one is
`<ClassName>`. So a `__repr__` that raises, blocks, recurses, takes a lock or builds a megabyte is never called, nor is any
`__len__`, `__iter__` or `__getattr__`. Something that another thread changes while it is looked at ends in `...`.
"""

from __future__ import annotations

from itertools import islice

from . import recorder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

LENGTH = 60  # characters of a whole repr
STRING = 40  # characters of one string in it
ITEMS = 6  # of one container
DEPTH = 3  # containers in containers
BITS = 200  # of a number that is written out

_function = type(lambda: None)
_builtin = type(len)
type_name: Callable[[type], str] = type.__dict__["__name__"].__get__  # a metaclass may define __name__; this is the real one


known_texts: dict[Any, int] = {}  # of numbers and short strings shown lately: their text ids


def item_text(value: object) -> int:
    """Return the id of the text that shows a value."""
    if type(value) is not int and (type(value) is not str or len(value) > STRING):
        return recorder.text_id(short_repr(value))
    known = known_texts.get(value)
    if known is None:
        known = recorder.text_id(short_repr(value))
        if len(known_texts) >= recorder.TABLE_LIMIT:
            known_texts.clear()
        known_texts[value] = known
    return known


def short_repr(value: object) -> str:
    """Return at most 60 characters that tell what a value is."""
    if type(value) is int and -1000000 < value < 1000000:
        return repr(value)
    try:
        text = _show(value, DEPTH)
    except Exception:  # changed by another thread while we looked
        text = f"<{type_name(type(value))}>"
    return text if len(text) <= LENGTH else text[: LENGTH - 3] + "..."


def _show(value: Any, depth: int) -> str:
    show = _PLAIN.get(type(value))
    if show is not None:
        return show(value)
    container = _CONTAINERS.get(type(value))
    if container is None:
        return f"<{type_name(type(value))}>"
    if depth == 0:
        return "..."
    return container(value, depth - 1)


def _show_int(value: int) -> str:
    return repr(value) if value.bit_length() <= BITS else f"<int of {value.bit_length()} bits>"


def _show_cut(value: Any) -> str:
    return repr(value) if len(value) <= STRING else repr(value[:STRING]) + "..."


def _show_name(value: Any) -> str:
    return f"<function {value.__name__}>"


def _items(values: Iterable[object], size: int, depth: int) -> str:
    shown = [_show(item, depth) for item in islice(values, ITEMS)]
    return ", ".join([*shown, "..."] if size > ITEMS else shown)


def _show_list(value: list[object], depth: int) -> str:
    return f"[{_items(value, len(value), depth)}]"


def _show_tuple(value: tuple[object, ...], depth: int) -> str:
    return f"({_items(value, len(value), depth)}{',' if len(value) == 1 else ''})"


def _show_set(value: set[object], depth: int) -> str:
    return f"{{{_items(value, len(value), depth)}}}" if value else "set()"


def _show_frozenset(value: frozenset[object], depth: int) -> str:
    return f"frozenset({{{_items(value, len(value), depth)}}})" if value else "frozenset()"


def _show_dict(value: dict[object, object], depth: int) -> str:
    shown = [f"{_show(key, depth)}: {_show(item, depth)}" for key, item in islice(value.items(), ITEMS)]
    return f"{{{', '.join([*shown, '...'] if len(value) > ITEMS else shown)}}}"


_PLAIN: dict[type, Callable[[Any], str]] = {
    int: _show_int,
    str: _show_cut,
    bytes: _show_cut,
    bytearray: _show_cut,
    float: repr,
    complex: repr,
    bool: repr,
    type(None): repr,
    type(...): repr,
    range: repr,
    type: lambda value: f"<class {type_name(value)}>",
    _function: _show_name,
    _builtin: _show_name,
}
_CONTAINERS: dict[type, Callable[[Any, int], str]] = {
    list: _show_list,
    tuple: _show_tuple,
    set: _show_set,
    frozenset: _show_frozenset,
    dict: _show_dict,
}

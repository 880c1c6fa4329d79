"""How a hook takes the place of a library's method and keeps out of sight: it looks like what it replaces and shows in no traceback."""

from __future__ import annotations

from .hooking import disguise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def replace(owner: Any, name: str, hook: Callable[..., Any]) -> None:
    """Put `hook` in the place of `owner.name`."""
    add(owner, name, hook, vars(owner)[name])


def wrap(owner: Any, name: str, make: Callable[[Any], Callable[..., Any]]) -> None:
    """Put `make(original)` in the place of `owner.name`."""
    replace(owner, name, make(vars(owner)[name]))


def add(owner: Any, name: str, hook: Callable[..., Any], original: Any) -> None:
    """Give `owner` the method `hook`, which looks like `original`."""
    function = getattr(original, "__func__", original)
    disguise(hook, function)
    setattr(owner, name, staticmethod(hook) if isinstance(original, staticmethod) else hook)


def quietly(report: Callable[..., object], *args: Any, **keywords: Any) -> None:
    """Report something that looks at objects of the program's, which may raise what they please: then it goes unreported."""
    try:
        report(*args, **keywords)
    except Exception:
        return

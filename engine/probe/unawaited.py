"""Record coroutines that nobody ever awaited: Python warns of one when its object is gone, and the hook sits in that warning.

The warning goes on to name the program's line: the library's function runs as it is, only the `warn` that it calls is ours.
"""

from __future__ import annotations

import sys
from types import FunctionType, SimpleNamespace

from . import recorder
from .hooking import unseen
from .kinds import Kind
from .location import define_location, get_frame, is_internal, location_of
from .replacing import quietly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

UNAWAITED = int(Kind.UNAWAITED)


def install(module: ModuleType) -> None:
    """Hook the module `warnings`."""
    original = module._warn_unawaited_coroutine
    home = sys.modules[original.__module__]

    def warn(*arguments: Any, **keywords: Any) -> Any:
        try:
            quietly(_report_unawaited, keywords.get("source"), get_frame(2))
            keywords["stacklevel"] = keywords.get("stacklevel", 1) + 1
            return module.warn(*arguments, **keywords)
        except BaseException as error:
            unseen(error)
            raise

    hook = FunctionType(
        original.__code__, vars(home) | _warning(home, warn), original.__name__, original.__defaults__, original.__closure__
    )
    hook.__kwdefaults__ = original.__kwdefaults__
    module._warn_unawaited_coroutine = hook  # type: ignore[attr-defined]
    if home is not module:
        home._warn_unawaited_coroutine = hook  # type: ignore[attr-defined]


def _warning(home: ModuleType, warn: Any) -> dict[str, Any]:
    """Give the globals by which the library's function calls our `warn`; since Python 3.14 it does so by way of another module's name."""
    if not hasattr(home, "_wm"):
        return {"warn": warn}
    return {"_wm": SimpleNamespace(**vars(home._wm) | {"warn": warn})}


def _report_unawaited(coroutine: Any, frame: Any) -> None:
    code = getattr(coroutine, "cr_code", None)
    is_library = code is not None and is_internal(code.co_filename)
    if code is None or (is_library and is_internal(frame.f_code.co_filename)):
        return  # the library's own affair; one of its coroutines that the program drops is the program's
    made = coroutine.cr_origin
    location = define_location(*made[0]) if made and not is_internal(made[0][0]) else location_of(frame)
    function = 0 if is_library else define_location(code.co_filename, code.co_firstlineno, code.co_qualname)
    recorder.emit(UNAWAITED, function, recorder.text_id(coroutine.__qualname__) << 32, 0, location)

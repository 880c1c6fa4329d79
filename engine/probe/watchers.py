"""Keep out of what the program itself watches its run by: trace and profile functions and audit hooks are not shown what is ours.

A function that was set by `sys.settrace` or `sys.setprofile` is called for no frame of ours, and what was set is what is got. (One that is
set in C, as `cProfile` does, is not in our hands; nor are methods of the library that we have written anew, like `Queue.put`.) An audit
hook hears nothing of how we look at frames and write our files: one that prints would otherwise call itself for ever.
"""

from __future__ import annotations

import sys

from . import hooking, recorder
from .hooking import unseen
from .location import get_frame

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

here = recorder.here
HERE = __file__.rpartition("/")[0] + "/"
LOOKS = frozenset({"sys._getframe", "object.__getattr__", "builtins.id"})  # what a hook does to learn who called
OWN_WORK = frozenset(
    HERE + name for name in ("mapping.py", "writer.py", "recorder.py", "ends.py", "unix_peers.py", "driving.py")
)  # nothing of the program's


class Shield:
    """A trace or profile function of the program's, for all frames but ours."""

    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        self.function = function

    def __call__(self, frame: FrameType, event: str, argument: object) -> Any:
        try:
            if not frame.f_code.co_filename.startswith(HERE):
                return self.function(frame, event, argument)
            return self.function(_outside(frame), event, argument) if event[:2] == "c_" and argument in hooking.replaced else None
        except BaseException as error:
            unseen(error)
            raise


def _outside(frame: FrameType) -> FrameType:
    """Return the frame that called a C function in whose place a hook of ours stands."""
    while frame.f_back is not None and frame.f_code.co_filename.startswith(HERE):
        frame = frame.f_back
    return frame


def install(module: ModuleType) -> None:
    """Hook the module `sys`."""
    for kind in ("trace", "profile"):
        _install_set(module, f"set{kind}")
        _install_set(module, f"_set{kind}allthreads")
        _install_get(module, f"get{kind}")
    _install_audit(module)


def _install_set(module: ModuleType, name: str) -> None:
    original: Callable[[Any], None] | None = getattr(module, name, None)
    if original is None:
        return

    def set_function(function: Any, /) -> None:
        try:
            if function is not None and not is_our_function(function):
                stop_watching()
                function = Shield(function)
            original(function)
        except BaseException as error:
            unseen(error)
            raise

    hooking.builtin(module, name, set_function)


def is_our_function(function: Any) -> bool:
    """Say whether a function is defined in a file of ours."""
    code = getattr(function, "__code__", None)
    return code is not None and code.co_filename.startswith(HERE)


def stop_watching() -> None:
    """Watch generators no longer: CPython's own trace functions see other events beside a tool."""
    monitoring = sys.modules.get(f"{__package__}.monitoring")
    if monitoring is not None:
        monitoring.stop()


def _install_get(module: ModuleType, name: str) -> None:
    original: Callable[[], Any] = getattr(module, name)

    def get_function() -> Any:
        function = original()
        if type(function) is Shield:
            return function.function
        return None if is_our_function(function) else function

    hooking.builtin(module, name, get_function)


class Listener:
    """An audit hook of the program's, for all that is not ours."""

    __slots__ = ("hook",)

    def __init__(self, hook: Any) -> None:
        self.hook = hook

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        try:
            if not here.is_auditing and not _is_ours(event):
                self.hook(event, arguments)
        except BaseException as error:
            unseen(error)
            raise

    def __getattr__(self, name: str) -> Any:  # `__cantrace__`
        return getattr(self.hook, name)


def _install_audit(module: ModuleType) -> None:
    original: Callable[[Any], None] = module.addaudithook

    def addaudithook(hook: Any) -> None:
        try:
            original(Listener(hook))
        except BaseException as error:
            unseen(error)
            raise

    hooking.builtin(module, "addaudithook", addaudithook)


def _is_ours(event: str) -> bool:
    """Say whether something that is audited was done by us for ourselves."""
    here.is_auditing = True  # for this, too, is audited
    try:
        name = get_frame(2).f_code.co_filename
    except ValueError:  # the interpreter itself
        return False
    finally:
        here.is_auditing = False
    return name.startswith(HERE) and (event in LOOKS or name in OWN_WORK)

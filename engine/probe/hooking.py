"""Put a hook in a function's place so that nobody can tell.

`method` replaces a method of a Python class by a function of the same name, documentation and signature. `Builtin` makes a stand-in for
a C function: like a C function, and unlike a Python one, it is not bound when it is found in a class, and it pickles by name.

Every hook catches what passes through it as

    except BaseException as error:
        unseen(error)
        raise

so that no traceback shows our frame: the entries made for it are dropped and a bare `raise` does not make another.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, ModuleType
    from typing import Any

COPIED = ("__module__", "__name__", "__qualname__", "__doc__")
FUNCTION = type(lambda: None)
HERE = __file__.rpartition("/")[0] + "/"


def unseen(error: BaseException) -> None:
    """Drop our own entries from the front of a traceback."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(HERE):
        trace = trace.tb_next
    error.__traceback__ = trace


def call_as(caller: FrameType, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """Call a function so that a warning it gives names the line of `caller`, as if there were no hook in between."""
    code = compile("\n" * (caller.f_lineno - 1) + "function(*arguments, **keywords)", caller.f_code.co_filename, "eval")
    try:
        return eval(code, caller.f_globals, {"function": function, "arguments": arguments, "keywords": keywords})
    except BaseException as error:
        trace = error.__traceback__  # of this function, and then of the line above
        error.__traceback__ = None if trace is None or trace.tb_next is None else trace.tb_next.tb_next
        raise


def disguise(hook: Any, original: Any) -> Any:
    """Give a hook the name and documentation of what it replaces, and have `inspect` show that one's signature and source."""
    for attribute in COPIED:
        value = getattr(original, attribute, None)
        if value is not None:
            setattr(hook, attribute, value)
    hook.__annotations__ = getattr(original, "__annotations__", {})
    hook.__wrapped__ = original
    return hook


def disguise_methods(owner: type, original: type) -> None:
    """Give the methods of a type of ours the looks of those of the type that it stands in for."""
    for name, value in vars(owner).items():
        if type(value) is FUNCTION and hasattr(original, name) and not hasattr(value, "__wrapped__"):
            disguise(value, getattr(original, name))


def method(owner: type, name: str, make: Callable[[Any], Any]) -> None:
    """Replace the method `name` of `owner` by `make(original)`, once."""
    original = owner.__dict__.get(name)
    if original is None or getattr(original, "__code__", None) is None:
        return
    hook = make(original)
    setattr(owner, name, disguise(hook, original))


replaced: set[Any] = set()  # C functions for which there is a stand-in

# Sets in `os` of functions that can do something: who asks whether one can asks of what stands in its place.
ABILITIES = ("supports_dir_fd", "supports_effective_ids", "supports_fd", "supports_follow_symlinks")


def builtin(module: ModuleType, name: str, hook: Callable[..., Any]) -> None:
    """Replace the C function `name` of `module` by a stand-in that calls `hook`."""
    original = getattr(module, name, None)
    if original is not None:
        stand_in = _stand_in(original, hook)
        replaced.add(original)
        setattr(module, name, stand_in)
        for ability in ABILITIES:
            able = getattr(module, ability, None)
            if type(able) is set and original in able:
                able.add(stand_in)


def _stand_in(original: Any, hook: Callable[..., Any]) -> Any:
    name, module = original.__name__, original.__module__

    class Builtin:
        __slots__ = ()
        __call__ = staticmethod(hook)
        __doc__ = original.__doc__
        __wrapped__ = staticmethod(original)  # for `inspect`

        def __repr__(self) -> str:
            return f"<built-in function {name}>"

        def __reduce__(self) -> str:
            return str(name)

        def __getattr__(self, attribute: str) -> Any:
            return getattr(original, attribute)

    Builtin.__name__ = Builtin.__qualname__ = "builtin_function_or_method"
    Builtin.__module__ = module  # where pickle looks for the name
    stand_in = Builtin()
    return stand_in


__all__ = ["builtin", "disguise", "disguise_methods", "method"]

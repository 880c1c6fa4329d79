"""Who called: the program, or the standard library on its own account.

Only the outermost operation is reported, so what `multiprocessing` does inside one of its own operations is not. The code that calls
decides: a call made by a line of these modules is theirs, except where a method does nothing but pass the program's call on
(`get_nowait` calls `get`, `Condition.__enter__` calls `Lock.__enter__`); those are looked through.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any

LIBRARY = (sys.modules["os"].__file__ or "").rpartition("/")[0]
PRIVATE = (
    *(
        f"multiprocessing/{name}.py"
        for name in [
            "connection",
            "forkserver",
            "heap",
            "managers",
            "pool",
            "popen_fork",
            "popen_forkserver",
            "popen_spawn_posix",
            "queues",
            "resource_sharer",
            "resource_tracker",
            "shared_memory",
            "spawn",
            "synchronize",
            "util",
        ]
    ),
    "concurrent/futures/process.py",
    "subprocess.py",
)
OURS = __file__.rpartition("/")[0] + "/pools.py"  # stands between a pool's own thread and the pipe
private_files = frozenset([OURS, *(f"{LIBRARY}/{name}" for name in PRIVATE)])
# Of these files only some methods are the library's own account; others call what the program gave them.
PRIVATE_METHODS = {f"{LIBRARY}/threading.py": "Barrier.", f"{LIBRARY}/multiprocessing/process.py": "_ParentProcess."}
SHARED_VALUES = f"{LIBRARY}/multiprocessing/sharedctypes.py"

# The library's own calls of a multiprocessing queue's `get` and `put` that carry a pool's jobs and results, by the code that makes them:
# what is to be called with the queue and the original, and with the item.
library_gets: dict[CodeType, Callable[[Any, Callable[[], Any]], Any]] = {}
library_puts: dict[CodeType, Callable[[Any], None]] = {}
# The same of its calls of a connection's `recv` and `send`: the same code of a manager's server may also call the queue that it serves.
library_receives: dict[CodeType, Callable[[Any, Callable[[], Any]], Any]] = {}
library_sends: dict[CodeType, Callable[[Any], None]] = {}

_passing: dict[int, CodeType] = {}  # by id, for a code object hashes slowly; the value keeps the id from being used again


def look_through(*functions: object) -> None:
    """Treat calls made by these functions as calls made by whoever called them."""
    for function in functions:
        code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
        if code is not None:
            _passing[id(code)] = code


def passes_on(frame: FrameType) -> bool:
    """Tell whether a frame is of a function that is looked through."""
    return id(frame.f_code) in _passing


def program_frame(frame: FrameType) -> FrameType | None:
    """Return the frame on whose account `frame` calls, or None if it is the standard library's own."""
    current: FrameType | None = frame
    while current is not None:
        code = current.f_code
        if code.co_filename not in private_files:
            methods = PRIVATE_METHODS.get(code.co_filename)
            if methods is not None and code.co_qualname.startswith(methods):
                return None
            if code.co_filename != "<string>" or "__name__" in current.f_globals:
                return current  # else it is a property that sharedctypes made with exec
        elif id(code) not in _passing:
            return None
        current = current.f_back
    return None

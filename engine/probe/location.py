"""Say where in the user's program an operation was made: the innermost frame that is neither the standard library's nor ours.

A place is known by one number, the address of the code object plus the offset of the instruction: code objects have carried their
instructions inside themselves since CPython 3.11, so the sums of two places never meet while both code objects live, and
those that have a place are kept alive. That makes a known place cost one look-up in a dictionary.
"""

from __future__ import annotations

import posix
import sys
from itertools import count

from . import recorder
from .kinds import Definition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType, ModuleType
    from typing import Any

LOCATION = int(Definition.LOCATION)

get_frame = sys._getframe
places: dict[int, int] = {}  # id(code) + f_lasti -> location id; 0: look further out


def _folder_of(path: str | None) -> str:
    return (path or "").rpartition("/")[0] + "/"


_library = _folder_of(sys.modules["os"].__file__)
_not_library = (_library + "site-packages/", _library + "dist-packages/", _library + "test/")
_ours = _folder_of(__file__)
_text_is_library = any(word.startswith("from multiprocessing.") for word in sys.orig_argv)  # what it gives its children with -c
_text_is_program = not _text_is_library and ("-c" in sys.orig_argv or "-" in sys.orig_argv)
_folder = _folder_of(posix.getcwd() + "/")

_ids = count(1)
_known: dict[tuple[str, int, str], int] = {}
_kept: dict[int, CodeType] = {}
_internal: dict[str, bool] = {}
_known_libraries: list[str] = []  # folders of packages whose operations we report as one


def is_internal(filename: str) -> bool:
    """Say whether a file is the standard library's, ours, or of a library that we know as well as those."""
    known = _internal.get(filename)
    if known is None:
        known = filename.startswith((_ours, "<frozen ")) or (filename.startswith(_library) and not filename.startswith(_not_library))
        known = known or (filename.startswith(tuple(_known_libraries)) and "/tests/" not in filename)
        _internal[filename] = known
    return known


def count_as_library(package: ModuleType) -> None:
    """Take the files of a package for internal, like the standard library's; its tests are programs."""
    folder = _folder_of(package.__file__)
    if folder not in _known_libraries:
        _known_libraries.extend((folder, f"src/{package.__name__}/"))  # what is compiled by Cython tells where its source was
        _internal.clear()


def is_own(filename: str) -> bool:
    """Say whether a file is one that whoever runs the program wrote: no library's, not even an installed one's."""
    return not is_internal(filename) and "/site-packages/" not in filename and "/dist-packages/" not in filename


def caller(depth: int = 2) -> FrameType:
    """Return the frame that called the hook that asks; the hook's own where a thread, a greenlet or an exit handler begins with it."""
    try:
        return get_frame(depth)
    except ValueError:
        return get_frame(1)


def outer() -> FrameType | None:
    """Return the frame that called the hook that asks, None if there is none. (Its own frame's `f_back` takes three times as long.)"""
    try:
        return get_frame(2)
    except ValueError:
        return None


def location_id(depth: int = 1) -> int:
    """Return the id of the user's innermost frame, seen from the caller's caller; 0 if there is none."""
    try:
        frame: FrameType | None = get_frame(depth + 1)
    except ValueError:
        return 0
    return location_of(frame)


def location_of(frame: FrameType | None) -> int:
    """Return the id of the innermost user's frame from `frame` outwards; 0 if there is none."""
    while frame is not None:
        code = frame.f_code
        place = id(code) + frame.f_lasti
        known = places.get(place)
        if known is None:
            known = _learn(frame, code, place)
        if known:
            return known
        frame = frame.f_back
    return 0


def _learn(frame: FrameType, code: CodeType, place: int) -> int:
    filename = code.co_filename
    known = 0
    if not is_internal(filename) and not _is_aside(filename, frame):
        known = define_location(filename, frame.f_lineno or code.co_firstlineno, code.co_qualname)
    _kept[id(code)] = code
    places[place] = known
    return known


def _is_aside(filename: str, frame: FrameType) -> bool:
    """Say whether a frame runs text, which is a place of its own only where the program itself is one."""
    return filename.startswith("<") and (_text_is_library or (not _text_is_program and _has_user_file(frame.f_back)))


def _has_user_file(frame: FrameType | None) -> bool:
    while frame is not None:
        filename = frame.f_code.co_filename
        if not filename.startswith("<") and not is_internal(filename):
            return True
        frame = frame.f_back
    return False


def define_location(filename: str, line: int, function: str) -> int:
    """Return the id of a place, defining it at its first use."""
    key = (filename, line, function)
    known = _known.get(key)
    if known is None:
        path = filename if filename.startswith(("/", "<")) else _folder + filename
        fresh = next(_ids)
        recorder.define(LOCATION, fresh, path, line, function)
        known = _known[key] = fresh
    return known


def code_location(target: object) -> int:
    """Return the id of where a function is defined, 0 if it is no Python function."""
    code: Any = getattr(getattr(target, "__func__", target), "__code__", None)
    if not hasattr(code, "co_qualname"):
        return 0
    return define_location(code.co_filename, code.co_firstlineno, code.co_qualname)

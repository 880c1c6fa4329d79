"""Watch generators only in programs that drive some by hand, as far as their text tells: the others pay nothing.

The program's own file is looked at before it runs, the modules beside it when they are imported.
"""

from __future__ import annotations

import posix
import sys
from _io import FileIO

from .imports import PostImportFinder
from .location import is_own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_TEXT = 1 << 20  # bytes of a file that are looked at
FILE_TYPE, REGULAR_FILE = 0o170000, 0o100000  # of a file's mode; the module `stat` need not be there
SIGNS = ("next(", ".send(", ".throw(", "= yield", "=(yield", "= (yield", "__next__", ".asend(", "anext(", ".athrow(")


def start(begin: Callable[[], None]) -> None:
    """Call `begin` as soon as there is text that drives generators by hand."""
    if drives(program_text(sys.orig_argv[1:])):
        begin()
        return

    def look(name: str, path: Sequence[str] | None) -> None:
        if drives(module_text(name, path)):
            PostImportFinder.look = None
            begin()

    PostImportFinder.look = look


def drives(text: str) -> bool:
    """Say whether a text has generators, or coroutines, and something that drives them."""
    return ("yield" in text or "async def" in text) and any(sign in text for sign in SIGNS)


def program_text(arguments: list[str]) -> str:
    """Read what Python was told to run: the file, the module's file or the text itself; nothing of what it may import."""
    for number, argument in enumerate(arguments):
        following = arguments[number + 1] if number + 1 < len(arguments) else ""
        if argument == "-c":
            return following
        if argument == "-m":
            path = following.replace(".", "/")
            return _read(path + ".py") or _read(path + "/__main__.py")
        if argument in ("-X", "-W"):
            continue
        if not argument.startswith("-") and (not number or arguments[number - 1] not in ("-X", "-W")):
            return _read(argument)
    return ""


def module_text(name: str, path: Sequence[str] | None) -> str:
    """Read a module that is about to be imported, if it is one of the program's own; `path` is its package's, None if it is in none."""
    for folder in list(sys.path[:1] if path is None else path)[:1]:
        stem = f"{folder}/{name.rpartition('.')[2]}"
        if is_own(stem):
            return _read(stem + ".py") or _read(stem + "/__init__.py")
    return ""


def _read(path: str) -> str:
    try:
        state = posix.stat(path)
        if state.st_mode & FILE_TYPE != REGULAR_FILE:  # what comes out of a pipe comes once, and is for the interpreter
            return ""
        with FileIO(path) as file:
            return file.read(min(state.st_size, MOST_TEXT)).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""

"""Trace what the program does to files through `os`: opens one by its number, moves in it, empties it, puts one in the place of another.

Reading and writing by number is the business of pipes.py. What the library opens so is left alone, and so is all that is no plain file.
"""

from __future__ import annotations

import posix

from .contents import emptied, last_written, moved
from .descriptors import NUMBER, find, here
from .existence import act, spelled, take, tested
from .fifos import inode_of, opened
from .files import enter, forget_names, identify, is_for_program, known, resource_of
from .hooking import builtin, unseen
from .kinds import Extent, Kind, Presence
from .location import is_internal, location_of, outer
from .replacing import quietly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

GONE, THERE = 0, int(Presence.THERE)
TYPE, PLAIN = 0o170000, 0o100000  # of a file's mode
APPEARS = Kind.PRESENCE << 48 | THERE << 32
REPLACES = Kind.WRITE << 48 | (Extent.START | Extent.EMPTIED | Extent.REPLACED) << 32


def install(module: ModuleType) -> None:
    """Hook the module `os`."""
    _install_open(module)
    _install_change(module, "lseek", lambda descriptor, arguments, result: moved(descriptor, result))
    _install_change(module, "ftruncate", lambda descriptor, arguments, result: emptied(descriptor, arguments[1]))
    for name in ("chdir", "fchdir"):
        _install_folder(module, name)
    for name in ("replace", "rename"):
        _install_rename(module, name)
    for name, becomes in (("remove", GONE), ("unlink", GONE), ("rmdir", GONE), ("mkdir", THERE)):
        _install_act(module, name, becomes)


def _install_open(module: ModuleType) -> None:
    original = module.open

    def open(*arguments: Any, **keywords: Any) -> int:
        try:
            frame = outer()
            is_plain = not here.hidden and not keywords and 2 <= len(arguments) <= 3
            if not is_plain or frame is None or is_internal(frame.f_code.co_filename) or not is_for_program(frame):
                return original(*arguments, **keywords)  # type: ignore[no-any-return]
            fifo = inode_of(arguments[0])
            if fifo:
                return opened(arguments[0], fifo, location_of(frame), lambda: original(*arguments), int)  # type: ignore[no-any-return]
            number: int = original(*arguments)
            quietly(_enter, number, *arguments[:2], location_of(frame))
            return number
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "open", open)


def _enter(number: int, path: Any, flags: int, location: int) -> None:
    if posix.fstat(number).st_mode & TYPE != PLAIN:
        return
    mode = "a" if flags & posix.O_APPEND else "w" if flags & (posix.O_TRUNC | posix.O_EXCL) else "r"
    enter(number, path if isinstance(path, str | bytes) else posix.fspath(path), location, mode)


def _install_change(module: ModuleType, name: str, note: Callable[[Any, tuple[Any, ...], int], None]) -> None:
    original = getattr(module, name)

    def change(*arguments: Any) -> Any:
        try:
            result = original(*arguments)
            descriptor = find(arguments[0]) if type(arguments[0]) is int else None
            if descriptor is not None:
                note(descriptor, arguments, result)
            return result
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, name, change)


def _install_folder(module: ModuleType, name: str) -> None:
    original = getattr(module, name)

    def enter_folder(*arguments: Any, **keywords: Any) -> None:
        try:
            original(*arguments, **keywords)
            forget_names()
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, name, enter_folder)


def _install_rename(module: ModuleType, name: str) -> None:
    original = getattr(module, name)

    def rename(*arguments: Any, **keywords: Any) -> None:
        try:
            frame = outer()
            is_seen = len(arguments) == 2 and not keywords and not here.hidden and is_for_program(frame)
            if is_seen and is_of_interest(arguments[0]):
                source = posix.fspath(arguments[0])
                location = location_of(frame)
                act(take(source), lambda: original(*arguments), lambda: identify(source, location), GONE, location)
            else:
                original(*arguments, **keywords)
            if is_seen:
                quietly(_replaced, *arguments, location_of(frame))
                if is_of_interest(arguments[1]):
                    quietly(_appears, arguments[1], location_of(frame))
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, name, rename)


def is_of_interest(path: Any) -> bool:
    """Tell whether the program has opened this file, or has tested whether it is there."""
    text = spelled(path)
    return text is not None and (text in tested or known(text) is not None)


def _install_act(module: ModuleType, name: str, becomes: int) -> None:
    original = getattr(module, name)

    def change(*arguments: Any, **keywords: Any) -> None:
        try:
            frame = outer()
            is_seen = bool(arguments) and not keywords and not here.hidden and is_of_interest(arguments[0]) and is_for_program(frame)
            if not is_seen:
                return original(*arguments, **keywords)  # type: ignore[no-any-return]
            path, location = posix.fspath(arguments[0]), location_of(frame)
            return act(take(path), lambda: original(*arguments), lambda: identify(path, location), becomes, location)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, name, change)


def _appears(path: Any, location: int) -> None:
    here.write(APPEARS | location, identify(posix.fspath(path), location), 0)


def _replaced(source: Any, target: Any, location: int) -> None:
    """Record that a file has another's content now, if the program has had to do with one of them."""
    written = known(source)
    if written not in last_written and known(target) is None:
        return
    identity = resource_of(posix.fspath(target), location)
    text, size = last_written.get(written or 0, (0, 0))
    last_written[identity] = text, size
    here.write(REPLACES | location, identity, size & NUMBER | text << 32)

"""Trace `os.pipe`, and `os.read` and `os.write` of whatever descriptor is in the table.

A pipe is one resource, which both its ends are. Standard output and error are the business of output.py.
"""

from __future__ import annotations

import posix

from .descriptors import Descriptor, find, forget, here, is_own_account, make, table
from .hooking import builtin, unseen
from .kinds import ResourceKind
from .location import caller, location_of, outer, places
from .raw_files import read_bytes, written_bytes
from .replacing import quietly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

PIPE = ResourceKind.PIPE
known_place = places.get


def install(module: ModuleType) -> None:
    """Hook the module `os`."""
    _install_pipe(module)
    _install_transfer(module, "read", read_bytes)
    _install_transfer(module, "write", written_bytes)
    _install_close(module)
    _install_copies(module)


def _install_pipe(module: ModuleType) -> None:
    for name in ("pipe", "pipe2"):
        original = getattr(module, name, None)
        if original is not None:
            builtin(module, name, _maker_of_pipes(original))


def _maker_of_pipes(original: Any) -> Any:
    def pipe(*arguments: Any) -> Any:
        try:
            ends = original(*arguments)
            frame = outer()
            if here.hidden or is_own_account(frame):
                for end in ends:
                    table.pop(end, None)
            else:
                quietly(enter, ends, location_of(frame))
            return ends
        except BaseException as error:
            unseen(error)
            raise

    return pipe


def enter(ends: tuple[int, ...], location: int, *, name: str = "") -> None:
    """Enter the ends of a pipe that this process has: they stand for one resource."""
    identity = make(PIPE, location, name=name, key=f"pipe:{posix.fstat(ends[0]).st_ino}")
    for end in ends:
        table[end] = Descriptor(identity)


def _install_transfer(module: ModuleType, name: str, transfer: Callable[..., Any]) -> None:
    original = getattr(module, name)

    def read_or_write(*arguments: Any) -> Any:
        try:
            descriptor = find(arguments[0]) if len(arguments) == 2 and type(arguments[0]) is int else None
            if descriptor is None or here.hidden:
                return original(*arguments)
            frame = caller()
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            return transfer(descriptor, original, arguments, location)
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, name, read_or_write)


def _install_close(module: ModuleType) -> None:
    original = module.close

    def close(*arguments: Any, **keywords: Any) -> None:
        try:
            number = arguments[0] if arguments else keywords.get("fd")
            if type(number) is int and number in table:
                forget(number, location_of(outer()))
            return original(*arguments, **keywords)  # type: ignore[no-any-return]
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "close", close)


def _install_copies(module: ModuleType) -> None:
    for name in ("dup", "dup2"):
        builtin(module, name, _maker_of_copies(getattr(module, name)))
    original = module.set_blocking

    def set_blocking(*arguments: Any) -> None:
        try:
            original(*arguments)
            descriptor = find(arguments[0]) if type(arguments[0]) is int else None
            if descriptor is not None:
                descriptor.limit = None if arguments[1] else 0.0
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "set_blocking", set_blocking)


def _maker_of_copies(original: Any) -> Any:
    def duplicate(*arguments: Any, **keywords: Any) -> int:
        try:
            copy: int = original(*arguments, **keywords)
            number = arguments[0] if arguments else keywords.get("fd")
            descriptor = find(number) if type(number) is int else None
            if descriptor is not None:
                table[copy] = descriptor
            else:
                table.pop(copy, None)
            return copy
        except BaseException as error:
            unseen(error)
            raise

    return duplicate

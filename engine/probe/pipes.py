"""Trace `os.pipe`, and `os.read` and `os.write` of whatever descriptor is in the table.

A pipe is one resource, which both its ends are. Standard output and error are the business of output.py.
"""

from __future__ import annotations

import posix

from .descriptors import Descriptor, begin, fail, find, forget, here, is_own_account, make, received, sent, table
from .files import read_bytes, written_bytes
from .hooking import builtin, unseen
from .kinds import Call, ResourceKind
from .location import get_frame, location_of
from .replacing import quietly

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

RECEIVES, SENDS = int(Call.RECV), int(Call.SEND)
PIPE = ResourceKind.PIPE


def install(module: ModuleType) -> None:
    """Hook the module `os`."""
    _install_pipe(module)
    _install_read(module)
    _install_write(module)
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
            frame = get_frame().f_back
            if here.hidden or is_own_account(frame):
                for end in ends:
                    table.pop(end, None)
            else:
                quietly(_enter, ends, location_of(frame))
            return ends
        except BaseException as error:
            unseen(error)
            raise

    return pipe


def _enter(ends: tuple[int, int], location: int) -> None:
    identity = make(PIPE, location, key=f"pipe:{posix.fstat(ends[0]).st_ino}")
    for end in ends:
        table[end] = Descriptor(identity)


def _install_read(module: ModuleType) -> None:
    original = module.read

    def read(*arguments: Any) -> bytes:
        try:
            descriptor = find(arguments[0]) if len(arguments) == 2 and type(arguments[0]) is int else None
            if descriptor is None or here.hidden:
                return original(*arguments)  # type: ignore[no-any-return]
            location = location_of(get_frame().f_back)
            if descriptor.is_file:
                return read_bytes(descriptor, original, arguments, location)  # type: ignore[no-any-return]
            began = begin(descriptor, RECEIVES, descriptor.limit, location)
            try:
                data: bytes = original(*arguments)
            except BaseException as error:
                if isinstance(error, BlockingIOError):
                    descriptor.limit = 0.0  # it does not wait, as is known from now on
                fail(descriptor, error, began, location)
                raise
            received(descriptor, data, len(data), began, location)
            return data
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "read", read)


def _install_write(module: ModuleType) -> None:
    original = module.write

    def write(*arguments: Any) -> int:
        try:
            descriptor = find(arguments[0]) if len(arguments) == 2 and type(arguments[0]) is int else None
            if descriptor is None or here.hidden:
                return original(*arguments)  # type: ignore[no-any-return]
            location = location_of(get_frame().f_back)
            if descriptor.is_file:
                return written_bytes(descriptor, original, arguments, location)  # type: ignore[no-any-return]
            began = begin(descriptor, SENDS, descriptor.limit, location)
            try:
                size: int = original(*arguments)
            except BaseException as error:
                fail(descriptor, error, began, location)
                raise
            sent(descriptor, arguments[1], size, began, location)
            return size
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "write", write)


def _install_close(module: ModuleType) -> None:
    original = module.close

    def close(*arguments: Any, **keywords: Any) -> None:
        try:
            number = arguments[0] if arguments else keywords.get("fd")
            if type(number) is int and number in table:
                forget(number, location_of(get_frame().f_back))
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

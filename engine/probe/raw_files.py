"""Trace what passes between a file's buffer and the kernel: the raw file that `open` puts below the buffer (see files.py).

`os.read` and `os.write` do the same by number, and to pipes too (see pipes.py).
"""

from __future__ import annotations

from _io import FileIO

from .contents import SHORT, START, emptied, text_of, was_written
from .descriptors import BEGINS, NUMBER, begin, fail, find, here, received, refuse, sent
from .hooking import disguise, unseen
from .kinds import Call, Kind
from .location import get_frame, location_of, places
from .writer import pack_tail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .descriptors import Descriptor

READ, WRITE = Kind.READ << 48, Kind.WRITE << 48
READS_START = READ | START << 32
READS, WRITES, RECEIVES, SENDS = int(Call.READ), int(Call.WRITE), int(Call.RECV), int(Call.SEND)
READ_BEGINS, WRITE_BEGINS = BEGINS[READS], BEGINS[WRITES]
known_place = places.get
raw_repr, fileno = FileIO.__repr__, FileIO.fileno


def read_bytes(descriptor: Descriptor, original: Any, arguments: tuple[Any, ...], location: int) -> Any:
    """Read, and record how much; of a pipe as what came through it."""
    if not descriptor.is_file or descriptor.limit is not None:
        return _receive(descriptor, original, arguments, location)
    word = READ_BEGINS | location
    begun, tail = descriptor.last_call
    if begun != word:  # else it is the same record as the last time, but for its time
        tail = pack_tail(descriptor.id, -1, word)
        descriptor.last_call = word, tail
    here.stamp(tail)
    try:
        result = original(*arguments)
    except BaseException as error:
        _fail(descriptor, error, 0, location)
        raise
    content, place, tail = descriptor.last_read
    if type(result) is bytes and result == content and place == location and not descriptor.position:
        descriptor.position = len(result)
        here.stamp(tail)  # the same as the last time, too
    else:
        _tell(descriptor, result, arguments, 0, location)
    return result


def _receive(descriptor: Descriptor, original: Any, arguments: tuple[Any, ...], location: int) -> Any:
    is_file = descriptor.is_file
    began = begin(descriptor, READS if is_file else RECEIVES, descriptor.limit, location)
    try:
        result = original(*arguments)
    except BaseException as error:
        _fail(descriptor, error, began, location)
        raise
    if is_file or result is None:
        _tell(descriptor, result, arguments, began, location)
    else:
        is_bytes = type(result) is bytes
        size = len(result) if is_bytes else result
        received(descriptor, result if is_bytes else bytes(arguments[1][:64])[:size], size, began, location)
    return result


def _fail(descriptor: Descriptor, error: BaseException, began: int, location: int) -> None:
    if isinstance(error, BlockingIOError):
        descriptor.limit = 0.0  # it does not wait, as is known from now on
    fail(descriptor, error, began, location)


def _tell(descriptor: Descriptor, result: Any, arguments: tuple[Any, ...], began: int, location: int) -> None:
    """Record what a call has read from a file: bytes, or how many it put into the buffer that is its argument, or that there were none."""
    if result is None:
        refuse(descriptor, began, location)
        return
    is_bytes = type(result) is bytes
    size = len(result) if is_bytes else result
    if descriptor.position:
        if descriptor.position > 0:
            descriptor.position += size
        here.write(READ | location, descriptor.id, size & NUMBER)
        return
    descriptor.position = size
    if size > SHORT:
        here.write(READS_START | location, descriptor.id, size & NUMBER)
        return
    value = size | text_of(descriptor.id, result if is_bytes else bytes(arguments[1][:size])) << 32
    if is_bytes:
        descriptor.last_read = result, location, pack_tail(descriptor.id, value, READS_START | location)
    here.write(READS_START | location, descriptor.id, value)


def written_bytes(descriptor: Descriptor, original: Any, arguments: tuple[Any, ...], location: int) -> Any:
    """Write, and record how much; into a pipe as what went through it."""
    is_file, began = descriptor.is_file, 0
    if is_file and descriptor.limit is None:
        word = WRITE_BEGINS | location
        begun, tail = descriptor.last_call
        if begun != word:
            tail = pack_tail(descriptor.id, -1, word)
            descriptor.last_call = word, tail
        here.stamp(tail)
    else:
        began = begin(descriptor, WRITES if is_file else SENDS, descriptor.limit, location)
    try:
        size = original(*arguments)
    except BaseException as error:
        fail(descriptor, error, began, location)
        raise
    if size is None:
        refuse(descriptor, began, location)
    elif is_file:
        marks, text = was_written(descriptor, arguments[1], size)
        here.write(WRITE | marks << 32 | location, descriptor.id, size & NUMBER | text << 32)
    else:
        sent(descriptor, arguments[1], size, began, location)
    return size


def _make_transfer(original: Any, act: Any) -> Any:
    """Make the hook of a read or a write; `act` does and records it: read_bytes or written_bytes."""

    def transfer(*arguments: Any) -> Any:
        try:
            descriptor = find(fileno(arguments[0])) if arguments else None
            if descriptor is None or here.hidden:
                return original(*arguments)
            try:
                frame = get_frame(1)
            except ValueError:
                frame = get_frame()
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            return act(descriptor, original, arguments, location)
        except BaseException as error:
            unseen(error)
            raise

    return disguise(transfer, original)


def _make_seek(original: Any) -> Any:
    def seek(self: Any, *arguments: Any) -> Any:
        try:
            position = original(self, *arguments)
            descriptor = find(fileno(self))
            if descriptor is not None and descriptor.position >= 0:
                descriptor.position = position
            return position
        except BaseException as error:
            unseen(error)
            raise

    return disguise(seek, original)


def _make_truncate(original: Any) -> Any:
    def truncate(self: Any, *arguments: Any) -> Any:
        try:
            size = original(self, *arguments)
            descriptor = find(fileno(self))
            if descriptor is not None:
                emptied(descriptor, size)
            return size
        except BaseException as error:
            unseen(error)
            raise

    return disguise(truncate, original)


class File(FileIO):
    """A raw file that records what passes between its buffer and the kernel. (It has no `close`: a warning of a file left open names whose
    frame is innermost.)
    """

    readinto, readall, read = (_make_transfer(original, read_bytes) for original in (FileIO.readinto, FileIO.readall, FileIO.read))
    write = _make_transfer(FileIO.write, written_bytes)
    seek, truncate = _make_seek(FileIO.seek), _make_truncate(FileIO.truncate)

    def __repr__(self) -> str:
        return raw_repr(self).replace("<FileIO", "<_io.FileIO", 1)  # from 3.13 on it has the name of the type, without its module


File.__name__ = File.__qualname__ = "FileIO"
File.__module__ = "_io"
File.__doc__ = FileIO.__doc__

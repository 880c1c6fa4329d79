"""Trace `open`: the program's own files, what is read from them and written to them.

A file object's buffers are C's and stay so; what is recorded is what passes between them and the kernel. So many small writes that a buffer
gathers are one write here, as they are for the kernel. It is done by giving the buffer a raw file of ours below it. What the standard
library opens on its own account (an import, a log, a traceback's source) is left alone.
"""

from __future__ import annotations

import posix
import sys
from _io import BufferedRandom, BufferedReader, BufferedWriter, FileIO, TextIOWrapper

from .callers import LIBRARY
from .descriptors import NUMBER, Descriptor, begin, fail, find, here, make, received, refuse, sent, table
from .hooking import builtin, call_as, unseen
from .kinds import Call, Kind, ResourceKind
from .location import get_frame, is_internal, location_of
from .recorder import emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

READ, WRITE, CREATE = Kind.READ << 48, Kind.WRITE << 48, int(Kind.CREATE)
READS, WRITES, RECEIVES, SENDS = int(Call.READ), int(Call.WRITE), int(Call.RECV), int(Call.SEND)
MOST_FILES = 64  # that have a lane each; all others share one
OTHERS = "(other files)"
# What the library opens in these files it opens for whoever called it.
PASSING = frozenset(
    [
        "<frozen os>",
        "<frozen codecs>",
        *(
            f"{LIBRARY}/{name}.py"
            for name in (
                "pathlib",
                "pathlib/_local",
                "pathlib/_abc",
                "tempfile",
                "shutil",
                "fileinput",
                "gzip",
                "bz2",
                "lzma",
                "zipfile",
            )
        ),
    ]
)

_files: dict[str, int] = {}  # path -> resource
raw_readinto, raw_readall, raw_read, raw_write, raw_repr = FileIO.readinto, FileIO.readall, FileIO.read, FileIO.write, FileIO.__repr__


def install(module: ModuleType) -> None:
    """Hook the module `builtins` and, if it is there, `io`, whose `open` is the same."""
    original = module.open

    def open(*arguments: Any, **keywords: Any) -> Any:
        try:
            frame = get_frame().f_back
            if here.hidden or not is_for_program(frame):
                return original(*arguments, **keywords)
            if frame is not None and warns(*arguments[1:3], **keywords):
                return call_as(frame, original, *arguments, **keywords)
            made = _open(location_of(frame), *arguments, **keywords) if 0 < len(arguments) <= 8 and keywords.keys() <= NAMES else None
            return original(*arguments, **keywords) if made is None else made
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "open", open)
    io = sys.modules.get("io")
    if io is not None:
        io.open = module.open  # type: ignore[attr-defined]


def is_for_program(frame: FrameType | None) -> bool:
    """Tell whether the program opens this file, itself or through a function of the library's that is there for it."""
    while frame is not None:
        name = frame.f_code.co_filename
        if not is_internal(name):
            return not (name.startswith("<") and name != "<string>") and "-packages/" not in name
        if name not in PASSING:
            return False
        frame = frame.f_back
    return False


NAMES = frozenset({"mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"})


def warns(mode: object = "r", buffering: object = -1, **_: object) -> bool:
    """Tell whether `open` would warn, naming the line that called it."""
    return bool(sys.flags.warn_default_encoding) or (buffering == 1 and type(mode) is str and "b" in mode)


def _open(
    location: int,
    file: Any,
    mode: Any = "r",
    buffering: Any = -1,
    encoding: Any = None,
    errors: Any = None,
    newline: Any = None,
    closefd: Any = True,
    opener: Any = None,
) -> Any:
    """Open as `io.open` does; return None where it would refuse or warn, so that it may do so itself."""
    if type(mode) is not str or type(buffering) is not int or not _is_mode(mode) or (type(file) is int and file not in table):
        return None
    is_binary = "b" in mode
    texts = (encoding, errors, newline)
    if any(text is not None and (is_binary or type(text) is not str) for text in texts) or (buffering == 0 and not is_binary):
        return None
    path = file if isinstance(file, str | bytes | int) else posix.fspath(file)
    raw = File(path, mode.replace("b", "").replace("t", ""), closefd, opener)
    result: Any = raw
    try:
        is_line = buffering == 1 or (buffering < 0 and raw.isatty())
        if buffering:
            result = _buffer_for(mode)(raw, raw._blksize if buffering < 0 or is_line else buffering)  # type: ignore[attr-defined]
        if not is_binary:
            result = TextIOWrapper(result, encoding, errors, newline, is_line)
            result.mode = mode
    except BaseException:
        result.close()
        raise
    _enter(raw, path, location)
    return result


def _is_mode(mode: str) -> bool:
    letters = set(mode)
    is_known = letters <= set("rwxabt+") and len(letters) == len(mode)
    return is_known and len(letters & set("rwxa")) == 1 and not {"b", "t"} <= letters


def _buffer_for(mode: str) -> Any:
    if "+" in mode:
        return BufferedRandom
    return BufferedReader if "r" in mode else BufferedWriter


def _enter(raw: File, path: Any, location: int) -> None:
    number = raw.fileno()
    if type(path) is int and number in table:
        return  # a pipe's end, or what `os.open` opened
    table[number] = descriptor = Descriptor(resource_of(path, location))
    descriptor.is_file = True


def resource_of(path: Any, location: int) -> int:
    """Return the resource that stands for a file; its number is the same each time it is opened."""
    text = path if isinstance(path, str) else path.decode("utf-8", "replace") if isinstance(path, bytes) else f"descriptor {path}"
    known = _files.get(text)
    if known is None and len(_files) >= MOST_FILES:
        known = _files.get(OTHERS)
        text = OTHERS
    if known is None:
        whole = text if text.startswith("/") else f"{posix.getcwd()}/{text}"
        known = _files[text] = make(ResourceKind.FILE, location, name=text.rpartition("/")[2] or text, key=f"file:{whole}")
    else:
        emit(CREATE, known, 0, 0, location)
    return known


def read_bytes(descriptor: Descriptor, original: Any, arguments: tuple[Any, ...], location: int) -> Any:
    """Read, and record how much; of a pipe as what came through it."""
    is_file = descriptor.is_file
    began = begin(descriptor, READS if is_file else RECEIVES, descriptor.limit, location)
    try:
        result = original(*arguments)
    except BaseException as error:
        fail(descriptor, error, began, location)
        raise
    if result is None:
        refuse(descriptor, began, location)
        return None
    size = len(result) if type(result) is bytes else result
    if is_file:
        here.write(READ | location, descriptor.id, size & NUMBER)
    else:
        received(descriptor, result if type(result) is bytes else bytes(arguments[1][:64])[:size], size, began, location)
    return result


def written_bytes(descriptor: Descriptor, original: Any, arguments: tuple[Any, ...], location: int) -> Any:
    """Write, and record how much."""
    is_file = descriptor.is_file
    began = begin(descriptor, WRITES if is_file else SENDS, descriptor.limit, location)
    try:
        size = original(*arguments)
    except BaseException as error:
        fail(descriptor, error, began, location)
        raise
    if size is None:
        refuse(descriptor, began, location)
    elif is_file:
        here.write(WRITE | location, descriptor.id, size & NUMBER)
    else:
        sent(descriptor, arguments[1], size, began, location)
    return size


class File(FileIO):
    """A raw file that records what passes between its buffer and the kernel. (It has no `close`: a warning of a file left open names whose
    frame is innermost.)
    """

    def readinto(self, buffer: Any, /) -> Any:
        """Same as RawIOBase.readinto()."""
        try:
            descriptor = find(self.fileno())
            if descriptor is None or here.hidden:
                return raw_readinto(self, buffer)
            return read_bytes(descriptor, raw_readinto, (self, buffer), location_of(get_frame().f_back))
        except BaseException as error:
            unseen(error)
            raise

    def read(self, size: Any = -1, /) -> Any:
        """Read at most size bytes, returned as bytes."""
        try:
            descriptor = find(self.fileno())
            if descriptor is None or here.hidden:
                return raw_read(self, size)
            return read_bytes(descriptor, raw_read, (self, size), location_of(get_frame().f_back))
        except BaseException as error:
            unseen(error)
            raise

    def __repr__(self) -> str:
        return raw_repr(self).replace("<FileIO", "<_io.FileIO", 1)  # from 3.13 on it has the name of the type, without its module

    def readall(self) -> Any:
        """Read all data from the file, returned as bytes."""
        try:
            descriptor = find(self.fileno())
            if descriptor is None or here.hidden:
                return raw_readall(self)
            return read_bytes(descriptor, raw_readall, (self,), location_of(get_frame().f_back))
        except BaseException as error:
            unseen(error)
            raise

    def write(self, data: Any, /) -> Any:
        """Write buffer b to file, return number of bytes written."""
        try:
            descriptor = find(self.fileno())
            if descriptor is None or here.hidden:
                return raw_write(self, data)
            return written_bytes(descriptor, raw_write, (self, data), location_of(get_frame().f_back))
        except BaseException as error:
            unseen(error)
            raise


File.__name__ = File.__qualname__ = "FileIO"
File.__module__ = "_io"
File.__doc__ = FileIO.__doc__

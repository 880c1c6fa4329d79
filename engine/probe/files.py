"""Trace `open`: the program's own files, what is read from them and written to them.

A file object's buffers are C's and stay so; what is recorded is what passes between them and the kernel. So many small writes that a buffer
gathers are one write here, as they are for the kernel. It is done by giving the buffer a raw file of ours below it. What the standard
library opens on its own account (an import, a log, a traceback's source) is left alone.
"""

from __future__ import annotations

import builtins
import posix
import sys
from _io import BufferedRandom, BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from posixpath import normpath

from .callers import LIBRARY
from .contents import START, emptied, was_read, was_written
from .descriptors import NUMBER, Descriptor, begin, fail, find, here, make, received, refuse, sent, table
from .existence import act, take
from .fifos import inode_of, opened
from .hooking import builtin, call_as, disguise, unseen
from .kinds import Call, Kind, Presence, ResourceKind
from .location import get_frame, is_internal, location_of, places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

READ, WRITE, CREATE = Kind.READ << 48, Kind.WRITE << 48, Kind.CREATE << 48
PRESENCE = Kind.PRESENCE << 48
READS_START = READ | START << 32
READS, WRITES, RECEIVES, SENDS = int(Call.READ), int(Call.WRITE), int(Call.RECV), int(Call.SEND)
MOST_FILES = 64  # that have a lane each; all others share one
MOST_NAMES = 1024  # of them that are known at once
OTHERS = "(other files)"
BECOMES = {"w": Presence.THERE | Presence.EMPTIED, "x": int(Presence.THERE), "a": int(Presence.THERE)}  # by mode, once it is open
# What the library opens in these files it opens for whoever called it.
PASSING = frozenset(
    [
        "<frozen os>",
        "<frozen codecs>",
        *(
            f"{LIBRARY}/{name}.py"
            for name in (
                "pathlib",
                "pathlib/__init__",
                "pathlib/_local",
                "pathlib/_abc",
                "tempfile",
                "shutil",
                "fileinput",
                "gzip",
                "bz2",
                "lzma",
                "zipfile",
                "subprocess",  # its ends of a child's pipes
            )
        ),
    ]
)

PATHS = (str, bytes, int)
TEXTS = ("encoding", "errors", "newline")
NAMES = ("file", "mode", "buffering", *TEXTS, "closefd", "opener")
LEFT = [frozenset(NAMES[given:]) for given in range(len(NAMES) + 1)]  # what may be named when so many arguments were not
warns_of_text = bool(sys.flags.warn_default_encoding)

_files: dict[str, int] = {}  # path, as the program spells it -> resource
_wholes: dict[str, int] = {}  # whole path -> resource
_openings: dict[int, int] = {}  # the program's own lines that have opened a file: place -> location
_plans: dict[str, tuple[str, Any, bool]] = {}  # mode -> the raw file's mode, its buffer's type, is it binary?
known_opening, known_plan, known_place, known_file = _openings.get, _plans.get, places.get, _files.get
raw_repr, fileno = FileIO.__repr__, FileIO.fileno


def install(module: ModuleType) -> None:
    """Hook the module `builtins` and `io`, whose `open` is the same; since Python 3.14 that comes when the program asks for it."""
    if module is not builtins:
        module.open = builtins.open  # type: ignore[attr-defined]
        return
    original = module.open

    def open(*arguments: Any, **keywords: Any) -> Any:
        try:
            frame = get_frame().f_back
            location = None if frame is None else known_opening(id(frame.f_code) + frame.f_lasti)
            if location is None:
                if frame is None or not is_for_program(frame):
                    return original(*arguments, **keywords)
                location = _learn(frame)
            is_whole = is_signature(arguments, keywords) if keywords else 0 < len(arguments) <= len(NAMES)
            if is_whole and not here.hidden:
                made = _open(location, *arguments, **keywords)
                if made is not None:
                    return made
            if frame is not None and warns(arguments, keywords):
                return call_as(frame, original, *arguments, **keywords)
            return original(*arguments, **keywords)
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


def is_signature(arguments: tuple[Any, ...], keywords: dict[str, Any]) -> bool:
    """Tell whether `open` takes these arguments."""
    return len(arguments) < len(LEFT) and keywords.keys() <= LEFT[len(arguments)] and bool(arguments or "file" in keywords)


def _learn(frame: FrameType) -> int:
    """Return where the program opens a file, and remember it if it is the program's own line."""
    place, location = id(frame.f_code) + frame.f_lasti, location_of(frame)
    if known_place(place):
        _openings[place] = location
    return location


def warns(arguments: tuple[Any, ...], keywords: dict[str, Any]) -> bool:
    """Tell whether `open` would warn, naming the line that called it."""
    named = dict(zip(NAMES, arguments, strict=False)) | keywords
    mode = named.get("mode")
    return warns_of_text or (named.get("buffering") == 1 and type(mode) is str and "b" in mode)


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
    plan = (known_plan(mode) or _plan(mode)) if type(mode) is str else None
    if plan is None or type(buffering) is not int or (type(file) is int and file not in table) or warns_of_text:
        return None
    raw_mode, buffer_type, is_binary = plan
    if (is_binary and buffering == 1) or not (is_binary or buffering):
        return None
    has_texts = encoding is not None or errors is not None or newline is not None
    if has_texts and (is_binary or any(text is not None and type(text) is not str for text in (encoding, errors, newline))):
        return None
    path = file if isinstance(file, PATHS) else posix.fspath(file)
    fifo = inode_of(path) if type(path) is str and known_file(path) is None else 0
    if fifo:
        raw = opened(path, fifo, location, lambda: File(path, raw_mode, closefd, opener), fileno)
    else:
        raw = _make_raw(path, raw_mode, closefd, opener, location)
    result: Any = raw
    try:
        is_line = buffering == 1 or (buffering < 0 and raw.isatty())
        if buffering:
            result = buffer_type(raw, raw._blksize if buffering < 0 or is_line else buffering)
        if not is_binary:
            result = TextIOWrapper(result, encoding, errors, newline, is_line)
            result.mode = mode
    except BaseException:
        result.close()
        raise
    number = fileno(raw)
    if fifo:
        return result
    if type(path) is not int or number not in table:  # else it is a pipe's end, or what `os.open` opened
        enter(number, path, location, raw_mode)
        if raw_mode[0] != "r":
            here.write(PRESENCE | BECOMES[raw_mode[0]] << 32 | location, table[number].id, 0)
    elif raw_mode == "a":
        table[number].position = -1  # it stands at the end
    return result


def _make_raw(path: Any, mode: str, closefd: Any, opener: Any, location: int) -> Any:
    """Open a raw file; if the program has just tested whether it is there, tell of that."""
    note = take(path)
    if note is None:
        return File(path, mode, closefd, opener)
    return act(note, lambda: File(path, mode, closefd, opener), lambda: identify(path, location), -1, location)


def _plan(mode: str) -> tuple[str, Any, bool] | None:
    """Return what a mode asks for, None if there is no such mode."""
    letters = set(mode)
    is_known = letters <= set("rwxabt+") and len(letters) == len(mode)
    if not is_known or len(letters & set("rwxa")) != 1 or {"b", "t"} <= letters:
        return None
    buffer_type = BufferedRandom if "+" in mode else BufferedReader if "r" in mode else BufferedWriter
    plan = _plans[mode] = mode.replace("b", "").replace("t", ""), buffer_type, "b" in mode
    return plan


def enter(number: int, path: Any, location: int, mode: str) -> None:
    """Record that a file was opened; `mode` has a w if it was emptied. A number that stood for the same one goes on doing so."""
    identity = known_file(path) if type(path) is str else None
    if identity is None:
        identity = resource_of(path, location)
    else:
        here.write(CREATE | location, identity, 0)
    descriptor = find(number)
    if descriptor is None or descriptor.id != identity:
        descriptor = table[number] = Descriptor(identity)
        descriptor.is_file = True
    descriptor.limit = None
    descriptor.position = 0 if identity != known_file(OTHERS) else -1
    descriptor.appends = mode == "a" or mode == "a+"
    descriptor.is_emptied = not descriptor.appends and mode[0] != "r"


def identify(path: Any, location: int) -> int:
    """Return the resource that stands for a file that is not opened here."""
    return resource_of(path, location, is_opened=False)


def resource_of(path: Any, location: int, *, is_opened: bool = True) -> int:
    """Return the resource that stands for a file; its number is the same each time it is opened."""
    text = path if isinstance(path, str) else path.decode("utf-8", "replace") if isinstance(path, bytes) else f"descriptor {path}"
    identity = _files.get(text)
    whole = "" if identity else normpath(text if text.startswith("/") else f"{posix.getcwd()}/{text}")
    if identity is None:
        identity = _wholes.get(whole)
    if identity is None and len(_wholes) >= MOST_FILES:
        text, whole = OTHERS, f"{posix.getcwd()}/{OTHERS}"
        identity = _files.get(OTHERS)
    if identity is None:
        identity = _files[text] = _wholes[whole] = make(
            ResourceKind.FILE, location, name=text.rpartition("/")[2] or text, key=f"file:{whole}", is_created=is_opened
        )
    else:
        if len(_files) < MOST_NAMES:
            _files[text] = identity
        if is_opened:
            here.write(CREATE | location, identity, 0)
    return identity


def forget_names() -> None:
    """Note that the process is in another folder now: what is no whole path stands for another file."""
    for text in [text for text in list(_files) if not text.startswith("/") and text != OTHERS]:
        _files.pop(text, None)


def known(path: Any) -> int | None:
    """Return the resource that stands for a file, if the program has opened it under this name."""
    path = posix.fspath(path)
    identity = _files.get(path) if isinstance(path, str) else None
    return identity if identity != _files.get(OTHERS) else None


def read_bytes(descriptor: Descriptor, original: Any, arguments: tuple[Any, ...], location: int) -> Any:
    """Read, and record how much; of a pipe as what came through it."""
    is_file = descriptor.is_file
    began = begin(descriptor, READS if is_file else RECEIVES, descriptor.limit, location)
    try:
        result = original(*arguments)
    except BaseException as error:
        if isinstance(error, BlockingIOError):
            descriptor.limit = 0.0  # it does not wait, as is known from now on
        fail(descriptor, error, began, location)
        raise
    if result is None:
        refuse(descriptor, began, location)
        return None
    size = result if type(result) is int else len(result)
    if is_file:
        if descriptor.position:
            if descriptor.position > 0:
                descriptor.position += size
            here.write(READ | location, descriptor.id, size & NUMBER)
        else:
            text = was_read(descriptor, result if type(result) is bytes else arguments[1], size)
            here.write(READS_START | location, descriptor.id, size & NUMBER | text << 32)
    else:
        received(descriptor, result if type(result) is bytes else bytes(arguments[1][:64])[:size], size, began, location)
    return result


def written_bytes(descriptor: Descriptor, original: Any, arguments: tuple[Any, ...], location: int) -> Any:
    """Write, and record how much; into a pipe as what went through it."""
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
        marks, text = was_written(descriptor, arguments[1], size)
        here.write(WRITE | marks << 32 | location, descriptor.id, size & NUMBER | text << 32)
    else:
        sent(descriptor, arguments[1], size, began, location)
    return size


def _make_transfer(original: Any, act: Any) -> Any:
    """Make the hook of a read or a write; `act` does and records it: read_bytes or written_bytes."""

    def transfer(self: Any, *arguments: Any) -> Any:
        try:
            descriptor = find(fileno(self))
            if descriptor is None or here.hidden:
                return original(self, *arguments)
            frame = get_frame().f_back or get_frame()
            location = known_place(id(frame.f_code) + frame.f_lasti) or location_of(frame)
            return act(descriptor, original, (self, *arguments), location)
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

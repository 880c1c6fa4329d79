"""Trace `open`: the program's own files, what is read from them and written to them.

A file object's buffers are C's and stay so; what is recorded is what passes between them and the kernel. So many small writes that a buffer
gathers are one write here, as they are for the kernel. It is done by giving the buffer a raw file of ours below it. What the standard
library opens on its own account (an import, a log, a traceback's source) is left alone.

A program opens the same few files time and again: what was found out about one is kept, so that only its first opening takes long.
"""

from __future__ import annotations

import builtins
import posix
import sys
from _io import DEFAULT_BUFFER_SIZE, BufferedRandom, BufferedReader, BufferedWriter, TextIOWrapper
from posixpath import normpath

from .callers import LIBRARY
from .descriptors import Descriptor, find, here, make, table
from .existence import act, take
from .fifos import inode_of, opened
from .hooking import builtin, call_as, unseen
from .kinds import Kind, Presence, ResourceKind
from .location import get_frame, is_internal, location_of, places
from .raw_files import File, fileno

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, ModuleType
    from typing import Any

    Way = tuple[int, str, str, Any, bool, int, bool, bool]  # the file's resource, its mode, the mode's plan, and what `_beginning` tells

CREATE, PRESENCE = Kind.CREATE << 48, Kind.PRESENCE << 48
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
has_large_buffers = sys.version_info >= (3, 14)
MOST_BUFFERED = 8 << 20  # bytes

_files: dict[str, int] = {}  # path, as the program spells it -> resource
_wholes: dict[str, int] = {}  # whole path -> resource
_openings: dict[int, int] = {}  # the program's own lines that have opened a file: place -> location
_plans: dict[str, tuple[str, Any, bool]] = {}  # mode -> the raw file's mode, its buffer's type, is it binary?
_ways: dict[tuple[str, ...], Way] = {}  # path, or path and mode, with which a file was opened before -> what came of it
known_opening, known_plan, known_place, known_file, known_way = _openings.get, _plans.get, places.get, _files.get, _ways.get


def install(module: ModuleType) -> None:
    """Hook the module `builtins` and `io`, whose `open` is the same; since Python 3.14 that comes when the program asks for it."""
    if module is not builtins:
        module.open = builtins.open  # type: ignore[attr-defined]
        return
    original = module.open

    def open(*arguments: Any, **keywords: Any) -> Any:
        try:
            try:
                frame: FrameType | None = get_frame(1)  # a call less than `outer`
            except ValueError:
                frame = None
            location = None if frame is None else known_opening(id(frame.f_code) + frame.f_lasti)
            if location is None:
                if frame is None or not is_for_program(frame):
                    return original(*arguments, **keywords)
                location = _learn(frame)
            is_brief = 0 < len(arguments) <= 2 and not keywords and type(arguments[0]) is type(arguments[-1]) is str
            way = known_way(arguments) if is_brief else None
            if way is not None and not here.hidden and not here.tests:
                return _open_again(arguments[0], way, location)
            if is_signature(arguments, keywords) and not here.hidden:
                made = _open(location, *arguments, **keywords)
                if made is not None:
                    if is_brief:
                        _learn_way(arguments)
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
    if plan is None or type(buffering) is not int or warns_of_text:
        return None
    raw_mode, buffer_type, is_binary = plan
    if (is_binary and buffering == 1) or not (is_binary or buffering):
        return None
    if (encoding is not None or errors is not None or newline is not None) and (is_binary or not _are_texts(encoding, errors, newline)):
        return None
    path, fifo = file, 0
    if type(file) is not str or known_file(file) is None:
        if type(file) is int and file not in table:
            return None
        path = file if isinstance(file, PATHS) else posix.fspath(file)
        fifo = inode_of(path) if type(path) is str and known_file(path) is None else 0
    result: Any = _make_raw(path, fifo, location, raw_mode, closefd, opener)
    number = fileno(result)
    try:
        is_line = not is_binary and (buffering == 1 or (buffering < 0 and result.isatty()))
        if buffering:
            result = buffer_type(result, _size(result) if buffering < 0 or is_line else buffering)
        if not is_binary:
            result = TextIOWrapper(result, encoding, errors, newline, is_line)
            result.mode = mode
    except BaseException:
        result.close()
        raise
    if fifo:
        return result
    if type(path) is not int or number not in table:  # else it is a pipe's end, or what `os.open` opened
        enter(number, path, location, raw_mode)
        if raw_mode[0] != "r":
            here.write(PRESENCE | BECOMES[raw_mode[0]] << 32 | location, table[number].id, 0)
    elif raw_mode == "a":
        table[number].position = -1  # it stands at the end
    return result


def _learn_way(arguments: tuple[str, ...]) -> None:
    """Remember how to open a file that has just been opened, and is no pipe, if it is to be opened again."""
    identity = known_file(arguments[0])
    if identity is not None and (plan := known_plan(arguments[1] if len(arguments) > 1 else "r")) is not None:
        if len(_ways) >= MOST_NAMES:
            _ways.clear()
        _ways[arguments] = (identity, arguments[-1] if len(arguments) > 1 else "r", *plan, *_beginning(identity, plan[0]))


def _open_again(path: str, way: Way, location: int) -> Any:
    """Open as `_open` does what it has opened before, without looking at it again."""
    identity, mode, raw_mode, buffer_type, is_binary, position, appends, is_emptied = way
    raw: Any = File(path, raw_mode)
    number = fileno(raw)
    result: Any = buffer_type(raw, _size(raw) if has_large_buffers else raw._blksize)
    if not is_binary:
        try:
            result = TextIOWrapper(result, None, None, None, raw.isatty())
            result.mode = mode
        except BaseException:
            result.close()
            raise
    here.write(CREATE | location, identity, 0)
    descriptor = find(number)
    if descriptor is None or descriptor.id != identity:
        descriptor = _enter_new(number, identity)
    descriptor.limit, descriptor.position, descriptor.appends, descriptor.is_emptied = None, position, appends, is_emptied
    if raw_mode[0] != "r":
        here.write(PRESENCE | BECOMES[raw_mode[0]] << 32 | location, identity, 0)
    return result


def _are_texts(*texts: Any) -> bool:
    return all(text is None or type(text) is str for text in texts)


def _make_raw(path: Any, fifo: int, location: int, mode: str, closefd: Any, opener: Any) -> Any:
    """Open a raw file; if the program has just tested whether it is there, tell of that."""
    if fifo:
        return opened(path, fifo, location, lambda: File(path, mode, closefd, opener), fileno)
    note = take(path)
    if note is None:
        return File(path, mode, closefd, opener)
    return act(note, lambda: File(path, mode, closefd, opener), lambda: identify(path, location), -1, location)


def _size(raw: Any) -> int:
    """Return how many bytes a buffer takes if nobody says how many."""
    size: int = raw._blksize
    return max(min(size, MOST_BUFFERED), DEFAULT_BUFFER_SIZE) if has_large_buffers else size


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
        descriptor = _enter_new(number, identity)
    descriptor.limit = None
    descriptor.position, descriptor.appends, descriptor.is_emptied = _beginning(identity, mode)


def _enter_new(number: int, identity: int) -> Descriptor:
    descriptor = table[number] = Descriptor(identity)
    descriptor.is_file = True
    return descriptor


def _beginning(identity: int, mode: str) -> tuple[int, bool, bool]:
    """Tell where in a file a program stands that has just opened it, whether it only appends, and whether the file was emptied."""
    appends = mode == "a" or mode == "a+"
    return 0 if identity != known_file(OTHERS) else -1, appends, not appends and mode[0] != "r"


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
    _ways.clear()
    for text in [text for text in list(_files) if not text.startswith("/") and text != OTHERS]:
        _files.pop(text, None)


def known(path: Any) -> int | None:
    """Return the resource that stands for a file, if the program has opened it under this name."""
    path = posix.fspath(path)
    identity = _files.get(path) if isinstance(path, str) else None
    return identity if identity != _files.get(OTHERS) else None

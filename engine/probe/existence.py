"""Trace what is done on the strength of a test whether a file is there: `if not os.path.exists(path): open(path, "w")`.

A test leaves no record, only a note in this thread (of its task) of when it was made and what it gave; an act on the same path records
both, the test first. Tests that the standard library makes on its own account are not noted.
"""

from __future__ import annotations

import posix
from time import monotonic_ns

from .hooking import builtin, unseen
from .kinds import Kind, Presence
from .location import is_internal, location_of, outer, places
from .recorder import here
from .replacing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    Note = tuple[int, bool, int]  # when, was it there, where in the program

LOOKED, PRESENCE = Kind.LOOKED << 48, Kind.PRESENCE << 48
REFUSED = int(Presence.REFUSED)
MOST = 256  # tests that a thread remembers
known_place = places.get
tested: set[str] = set()  # paths that some thread of this process has tested: what becomes of these is of interest
MOST_TESTED = 4096
PATHS = ("exists", "lexists", "isfile", "isdir")  # of posixpath; most are genericpath's
METHODS = ("exists", "is_file", "is_dir")  # of pathlib.Path


class _State:
    paths: Any = ()  # pathlib's, once that is there
    running_loop: Any = None  # asyncio's, once that is there
    current_task: Any = None


def install(module: ModuleType) -> None:
    """Hook `os` and its `path`, or `pathlib`."""
    if module.__name__ == "pathlib":
        _State.paths = (module.PurePath,)
        for name in METHODS:  # since Python 3.13 some are those of a class above it
            _install_test(next(owner for owner in module.Path.__mro__ if name in vars(owner)), name)
        return
    generic = __import__("genericpath")
    for name in PATHS:
        hook = _install_test(module.path, name)
        if name in vars(generic):
            setattr(generic, name, hook)
    _install_access(module)


def watch_tasks(running_loop: Callable[[], Any], current_task: Callable[[], Any]) -> None:
    """Keep the tests of a thread's tasks apart from now on."""
    _State.running_loop, _State.current_task = running_loop, current_task


def _whose(path: str) -> Any:
    """Return what a test is known by: its path, and the task that made it."""
    running_loop = _State.running_loop
    return path if running_loop is None or running_loop() is None else (id(_State.current_task()), path)


def _install_test(owner: Any, name: str) -> Any:
    original = getattr(owner, name)

    def test(path: Any, **keywords: Any) -> Any:
        try:
            found = original(path, **keywords)
            frame = outer()
            if frame is not None:
                place = known_place(id(frame.f_code) + frame.f_lasti)
                if place or (place is None and not is_internal(frame.f_code.co_filename)):
                    _note(path, found, place or location_of(frame))
            return found
        except BaseException as error:
            unseen(error)
            raise

    replace(owner, name, test)
    return test


def _install_access(module: ModuleType) -> None:
    original = module.access

    def access(*arguments: Any, **keywords: Any) -> Any:
        try:
            found = original(*arguments, **keywords)
            frame = outer()
            is_plain = len(arguments) == 2 and not keywords and (found or arguments[1] == 0)  # else it may be there, and not for us
            if is_plain and frame is not None and not is_internal(frame.f_code.co_filename):
                _note(arguments[0], found, location_of(frame))
            return found
        except BaseException as error:
            unseen(error)
            raise

    builtin(module, "access", access)


def spelled(path: Any) -> str | None:
    """Spell a path; None if it is no text and none of pathlib's, for what others say of themselves is said by the program's own code."""
    if type(path) is str:
        return path
    text = posix.fspath(path) if isinstance(path, _State.paths) else None
    return text if type(text) is str else None


def _note(path: Any, found: Any, location: int) -> None:
    text = spelled(path)
    if text is None:
        return
    notes = here.tests
    if notes is None:
        notes = here.tests = {}
    elif len(notes) >= MOST:
        notes.clear()
    notes[_whose(text)] = monotonic_ns(), found, location
    if len(tested) < MOST_TESTED:
        tested.add(text)


def take(path: Any) -> Note | None:
    """Return what the last test of a path by this thread, or the task that it runs, gave, once."""
    return here.tests.pop(_whose(path), None) if type(path) is str and here.tests else None


def act(note: Note | None, does: Callable[[], Any], identify: Callable[[], int], marks: int, location: int) -> Any:
    """Do something to a file and record it, with the test that came before; `marks`: what it is to be then, -1 if that changes nothing."""
    identity = 0
    if note is not None:
        when, found, place = note
        identity = identify()
        here.write(LOOKED | bool(found) << 32 | place, identity, monotonic_ns() - when)
    try:
        result = does()
    except (FileNotFoundError, FileExistsError) as error:
        is_there = isinstance(error, FileExistsError)
        if note is not None and bool(note[1]) is not is_there:
            here.write(PRESENCE | (REFUSED | is_there) << 32 | location, identity, 0)
        raise
    if marks >= 0:
        here.write(PRESENCE | marks << 32 | location, identity or identify(), 0)
    return result

"""Whose call it is: the program's or the library's own."""

import multiprocessing.queues
import multiprocessing.synchronize
import sys
import threading
from types import FrameType

from engine.probe import callers


def frame_of(file: str, *, name: str = "call", module: str | None = "somewhere") -> FrameType:
    """Return the frame of a function in `file`, called from this file."""
    scope = {"sys": sys, **({"__name__": module} if module else {})}
    exec(compile(f"def {name}():\n    return sys._getframe()\n", file, "exec"), scope)
    frame: FrameType = scope[name]()  # type: ignore[operator]
    return frame


def test_the_programs_frame_is_its_own() -> None:
    frame = sys._getframe()
    assert callers.program_frame(frame) is frame


def test_a_line_of_the_librarys_calls_on_its_own_account() -> None:
    assert callers.program_frame(frame_of(multiprocessing.queues.__file__)) is None


def test_threads_run_what_the_program_gave_them() -> None:
    frame = frame_of(threading.__file__)
    assert callers.program_frame(frame) is frame


def test_a_function_that_passes_the_call_on_is_looked_through() -> None:
    frame = frame_of(multiprocessing.synchronize.__file__)
    callers._passing[id(frame.f_code)] = frame.f_code
    try:
        assert callers.passes_on(frame)
        assert callers.program_frame(frame) is frame.f_back
    finally:
        del callers._passing[id(frame.f_code)]


def test_a_property_that_the_library_made_is_looked_through_and_the_programs_text_is_not() -> None:
    made = frame_of("<string>", module=None)
    assert callers.program_frame(made) is made.f_back
    text = frame_of("<string>", module="__main__")
    assert callers.program_frame(text) is text


def test_every_private_file_exists() -> None:
    assert not [file for file in callers.private_files if not __import__("os").path.exists(file)]


def test_some_methods_are_the_librarys_own_in_a_file_that_is_not() -> None:
    scope = {"sys": sys, "__name__": "threading"}
    exec(compile("class Barrier:\n    def wait(self):\n        return sys._getframe()\n", threading.__file__, "exec"), scope)
    assert callers.program_frame(scope["Barrier"]().wait()) is None  # type: ignore[operator]

"""Report exceptions that nobody caught, without touching `sys.excepthook`."""

from __future__ import annotations

import sys

from . import recorder
from .kinds import Kind
from .location import define_location, is_internal
from .reprs import short_repr, type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType

EXCEPTION = int(Kind.EXCEPTION)
NoneType = type(None)


class _State:
    reported: BaseException | None = None


def report(error: BaseException, trace: TracebackType | None, *, strand: int = 0) -> None:
    """Record that an exception ends this thread, or that greenlet of it, with the innermost user's line it passed."""
    file, line, function = where(trace) if trace is not None else _where_written(error)
    location = define_location(file, line, function) if file else 0
    recorder.emit_text(EXCEPTION, strand, f"{describe(error)}\x1f{file}\x1f{line}", 0, location)


def report_main() -> bool:
    """Record the exception that ended the main thread, if one did; the interpreter keeps it in `sys.last_value` before it prints it."""
    error = getattr(sys, "last_value", None)
    trace = getattr(sys, "last_traceback", None)
    if not isinstance(error, BaseException) or (trace is None and not isinstance(error, SyntaxError)):
        return False
    if _State.reported is not error:
        _State.reported = error
        report(error, trace)
    return True


def describe(error: BaseException) -> str:
    """Return "Type: message" without running code of the program's."""
    name = type_name(type(error))
    if (
        isinstance(error, OSError)
        and type(error).__str__ is OSError.__str__
        and all(type(part) in (int, str, NoneType) for part in (error.errno, error.strerror, error.filename))
    ):
        return f"{name}: {error}" if str(error) else name
    if type(error).__str__ not in (BaseException.__str__, KeyError.__str__, ImportError.__str__, SyntaxError.__str__):
        return name
    arguments = BaseException.args.__get__(error)  # type: ignore[attr-defined]
    if not arguments:
        return name
    only = arguments[0] if len(arguments) == 1 or isinstance(error, SyntaxError) else arguments
    return f"{name}: {only if type(only) is str and type(error).__str__ is not KeyError.__str__ else short_repr(only)}"


def _where_written(error: BaseException) -> tuple[str, int, str]:
    """Tell the place that a syntax error complains of: the program has no frame, since no line of it ran."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    return (file, line, "<module>") if type(file) is str and type(line) is int else ("", 0, "")


def where(trace: TracebackType | None) -> tuple[str, int, str]:
    """Tell the innermost line of the program's that an exception passed; empty if there is none."""
    found = ("", 0, "")
    while trace is not None:
        code = trace.tb_frame.f_code
        if not is_internal(code.co_filename) and not _is_compiled(trace.tb_frame):
            found = (code.co_filename, trace.tb_lineno or 0, code.co_qualname)
        trace = trace.tb_next
    return found


def _is_compiled(frame: FrameType) -> bool:
    """Tell whether a frame stands for compiled code (gevent's), whose file names lead nowhere on this machine."""
    file = frame.f_globals.get("__file__")
    return type(file) is str and file.endswith((".so", ".pyd"))

"""Record exceptions that jobs of pools ended with and that nobody ever asked for: their result's object is gone, or the program is over.

asyncio says so of its tasks; of pools nobody says a word. Whoever has asked for one of several that failed at the same line, in the same
way, has been told what there is to tell. Nothing here keeps a result or an exception alive.
"""

from __future__ import annotations

from _weakref import ref

from . import exceptions, recorder
from .kinds import Kind
from .location import define_location, is_internal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

UNASKED = int(Kind.UNASKED)
EARLY = "_lockstep_asked"  # instance attribute of a result: somebody asked before it was there, and did not wait for it
MOST_PASSED_ON = 1000
WRITTEN = '  File "'  # how a traceback that came from another process as text begins a line
Failure = tuple[int, str, str, int]  # job, type of the exception, its text, where it was raised

_kept: dict[int, tuple[Any, Failure]] = {}  # by id of the result; the reference tells when that is gone
_passed_on: dict[int, Failure] = {}  # by id of the exception: asyncio has asked, for a future of its own
_told: set[tuple[str, int]] = set()  # types and places of the exceptions that somebody has asked for


def raised(result: Any, job: int, error: Any) -> None:
    """Note that a job ended with an exception, before anybody can ask for it."""
    if not isinstance(error, BaseException) or isinstance(error, SystemExit) or EARLY in vars(result):
        return
    file, line, function = exceptions.where(error.__traceback__)
    if not file:
        file, line, function = _where_elsewhere(error)
    location = define_location(file, line, function) if file else 0
    failure = job, type(error).__name__, exceptions.describe(error), location
    identity = id(result)
    _kept[identity] = ref(result, lambda _: _gone(identity)), failure


def asked(result: Any, *, is_there: bool) -> None:
    """Note that somebody asked for a result; `is_there`: it was not too early."""
    entry = _kept.pop(id(result), None)
    if entry is not None:
        _told.add(entry[1][1::2])
    elif not is_there:
        vars(result)[EARLY] = True


def passed_on(result: Any, error: BaseException) -> None:
    """Note that asyncio asked for a result, to give it to a future of its own."""
    entry = _kept.pop(id(result), None)
    if entry is not None:
        if len(_passed_on) >= MOST_PASSED_ON:
            _passed_on.clear()
        _passed_on[id(error)] = entry[1]


def dropped_by_asyncio(error: BaseException) -> None:
    """Record an exception that asyncio has complained of, if it is one that was passed on to it."""
    failure = _passed_on.pop(id(error), None)
    if failure is not None and failure[1] == type(error).__name__:
        _report(failure)


def given_up(result: Any) -> None:
    """Note that nobody wants a result any more: `map` cancels what comes after an exception that it told of."""
    _kept.pop(id(result), None)


def _gone(identity: int) -> None:
    entry = _kept.pop(identity, None)
    if entry is not None:
        _report(entry[1])


def _report(failure: Failure) -> None:
    job, _, text, location = failure
    if failure[1::2] not in _told:
        recorder.emit(UNASKED, job, recorder.text_id(text) << 32, 0, location)


def _report_all() -> None:
    while _kept:
        _report(_kept.popitem()[1][1])


def _where_elsewhere(error: BaseException) -> tuple[str, int, str]:
    """Tell the innermost line of the program's that an exception passed in another process, which sends its traceback as text."""
    found = ("", 0, "")
    text = getattr(error.__cause__, "tb", None)
    for row in text.splitlines() if type(text) is str else ():
        file, quote, rest = row.removeprefix(WRITTEN).partition('", line ')
        number, comma, function = rest.partition(", in ")
        if row.startswith(WRITTEN) and quote and comma and number.isdigit() and not is_internal(file):
            found = file, int(number), function
    return found


recorder.state.before_end.append(_report_all)
recorder.state.after_fork.append(_kept.clear)

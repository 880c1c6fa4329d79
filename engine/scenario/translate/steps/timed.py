"""Trying something for so long: the shapes that `timeout` and `else` take."""

from collections.abc import Sequence

from engine.scenario.steps import Action, Leave, Return
from engine.scenario.translate.code import Code


def await_within(seconds: str, statement: str, instead: str | None, otherwise: Sequence[Action] | None, code: Code) -> None:
    """Await something within a time; else do without. instead: a statement that says what came out then."""
    with code.block("try"), code.block(f"async with {code.program.imports.use('asyncio', 'timeout')}({seconds})"):
        code.line(statement)
    give_up("TimeoutError", instead, otherwise, code)


def try_within(error: str, statement: str, instead: str | None, otherwise: Sequence[Action] | None, code: Code) -> None:
    """Try something that says by an error that its time is over."""
    with code.block("try"):
        code.line(statement)
    give_up(error, instead, otherwise, code)


def give_up(error: str, instead: str | None, otherwise: Sequence[Action] | None, code: Code) -> None:
    """Write what is done when a time is over."""
    with code.block(f"except {error}"):
        if instead is not None and not _leaves(otherwise):
            code.line(instead)
        code.steps(otherwise, "else")


def unless(condition: str, otherwise: Sequence[Action] | None, code: Code) -> None:
    """Do `else` if a condition is not true."""
    if otherwise:
        with code.block(f"if not {condition}"):
            code.steps(otherwise, "else")


def result_of(call: str, into: str | None, code: Code) -> str:
    """Return a statement that calls and keeps what it gets."""
    return call if into is None else f"{code.local(into)} = {call}"


def nothing(into: str | None, code: Code, value: str = "None") -> str | None:
    """Return a statement for a name that gets nothing."""
    return None if into is None else f"{code.local(into)} = {value}"


def _leaves(steps: Sequence[Action] | None) -> bool:
    return bool(steps) and isinstance(steps[-1], Leave | Return) and len(steps) == 1 if steps else False

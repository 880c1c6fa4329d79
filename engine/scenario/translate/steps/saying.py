"""What the program says, for people and expectations: print, mark, section, fail. All is flushed, since one that hangs says no more."""

from collections.abc import Sequence

from engine.scenario.steps import Action, Call, Fail, Leave, Mark, Print, Return, Section
from engine.scenario.translate.code import Code
from engine.scenario.translate.walking import steps_in


def say(step: Print, code: Code) -> None:
    """Print a text."""
    code.line(f"print({code.text(step.print)}, flush=True)")


def mark(step: Mark, code: Code) -> None:
    """Print a mark."""
    code.line(f"print({code.text(f'mark: {step.mark}')}, flush=True)")


def section(step: Section, code: Code) -> None:
    """Print when a section is entered and left, so that between the two lines the worker was certainly inside."""
    code.line(f"print({code.text(f'enter: {step.section}')}, flush=True)")
    leaving = f"print({code.text(f'leave: {step.section}')}, flush=True)"
    if not _may_jump_out(step.steps):
        code.steps(step.steps, "steps")
        code.line(leaving)
        return
    with code.block("try"):
        code.steps(step.steps, "steps")
    with code.block("finally"):
        code.line(leaving)


def _may_jump_out(steps: Sequence[Action]) -> bool:
    return any(isinstance(step, Leave | Return | Fail | Call) for step in steps_in(steps))


def fail(step: Fail, code: Code) -> None:
    """Raise an error."""
    code.line(f"raise RuntimeError({code.text(step.fail)})")

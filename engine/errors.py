"""Everything that can go wrong, as one tree:

LockstepError
├── WireError          bytes that are no frames, or frames of another version
├── ProgramError       the program cannot be started
├── SupervisorError    the supervisor could not start or died
├── KernelError        the kernel's records cannot be read here
├── ExportError        a run cannot be written in the format asked for
├── ScheduleError      a job or a knob of a schedule is wrong; its `field` says which
└── ScenarioError      a scenario is wrong; its `problems` say where and how
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

MAX_PROBLEMS = 10
MAX_DETAIL = 120  # characters of a problem's sentence: enough for one, too little to send back what was sent


class LockstepError(Exception):
    """Base of all errors that Lockstep raises on purpose. Its text is a sentence for the user."""


class WireError(LockstepError):
    """Bytes that are no frames, or frames of another version."""


class ProgramError(LockstepError):
    """The program cannot be started: no such file, no such interpreter, not Python."""


class SupervisorError(LockstepError):
    """The supervisor could not start, or died."""


class KernelError(LockstepError):
    """The kernel's records cannot be read on this machine."""


class ExportError(LockstepError):
    """A run cannot be written in the format asked for."""


class ScheduleError(LockstepError):
    """A job or a knob of a schedule is wrong. field: where, as a path into the request: `quantum`, `jobs/2/arrival`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong at one place of a scenario. pointer: a JSON pointer; code: stable, kebab-case; line, column: in the text, from 1.

    message_id, parameters: the detail as a message of the catalogues, and what goes into its gaps.
    """

    pointer: str
    code: str
    detail: str
    line: int | None = None
    column: int | None = None
    message_id: str = ""
    parameters: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else f"{self.pointer}: " if self.pointer else ""
        return place + self.detail


class ScenarioError(LockstepError):
    """A scenario is wrong. problems: the first few, in short; count: how many there are in all."""

    def __init__(self, problems: Iterable[Problem], *, count: int | None = None) -> None:
        found = list(problems)
        self.problems = tuple(found[:MAX_PROBLEMS])
        self.count = len(found) if count is None else count
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        super().__init__(f"{self.problems[0]}{more}")

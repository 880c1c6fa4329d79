"""Everything that can go wrong, as one tree:

LockstepError
├── WireError          bytes that are no frames, or frames of another version
├── ProgramError       the program cannot be started
├── SupervisorError    the supervisor could not start or died
├── KernelError        the kernel's records cannot be read here
├── ExportError        a run cannot be written in the format asked for
└── ScheduleError      a job or a knob of a schedule is wrong; its `field` says which
"""


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

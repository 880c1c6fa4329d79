"""The signals that a supervisor gets: it notes them and goes on; a byte in a pipe wakes its loop."""

import os
import signal
from types import FrameType

from engine.errors import SupervisorError

NOTED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
STUCK_SECONDS = 30.0  # of our own CPU time in one round of the loop; a suspended machine is not stuck


def _raise_stuck(number: int, frame: FrameType | None) -> None:
    raise SupervisorError("The supervisor was stuck, so the run was ended.")


class Signals:
    """Notes signals from now on. `descriptor` becomes readable when one came."""

    def __init__(self) -> None:
        self.ignored = frozenset(number for number in (signal.SIGINT, signal.SIGHUP) if signal.getsignal(number) == signal.SIG_IGN)
        self.descriptor, self._wake = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(self._wake, False)
        self._seen: set[int] = set()
        for number in NOTED:
            if number not in self.ignored:
                signal.signal(number, self._note)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._seen.add(number)

    def beat(self, *, seconds: float = STUCK_SECONDS) -> None:
        """Say that the loop goes round. If it does not for too long, SupervisorError is raised wherever it is stuck, and the run ends."""
        signal.signal(signal.SIGPROF, _raise_stuck)
        signal.setitimer(signal.ITIMER_PROF, seconds)

    @property
    def interrupted(self) -> bool:
        """Whether we got SIGINT ourselves: then a terminal sent it, and the program in our process group has it too."""
        return signal.SIGINT in self._seen

    @property
    def must_end(self) -> bool:
        """Whether somebody wants us gone: kill, a closed terminal, the guardian's death."""
        return signal.SIGTERM in self._seen or signal.SIGHUP in self._seen

    def clear(self) -> None:
        """Empty the pipe."""
        try:
            while os.read(self.descriptor, 512):
                pass
        except BlockingIOError:
            return

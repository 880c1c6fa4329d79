"""Two switches of Linux's prctl(2); elsewhere they do nothing and say so."""

import ctypes
import signal
import sys

PDEATHSIG = 1
CHILD_SUBREAPER = 36


def become_subreaper() -> bool:
    """Let orphans among our descendants become our children, so that none can hide. False where that does not exist."""
    return _prctl(CHILD_SUBREAPER, 1)


def die_with_parent(number: signal.Signals) -> bool:
    """Ask for a signal when the parent ends."""
    return _prctl(PDEATHSIG, number)


def _prctl(option: int, value: int) -> bool:
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None, use_errno=True).prctl(option, ctypes.c_ulong(value), 0, 0, 0) == 0)

"""What Ctrl-C does while a program runs under us."""

import signal
from typing import Any

import pytest

from app.interrupts import GRACE_NS, stopped_by_signals


class Stopped:
    def __init__(self) -> None:
        self.graces: list[int] = []

    def stop(self, *, grace_ns: int = 0) -> None:
        self.graces.append(grace_ns)


@pytest.mark.parametrize(
    ("signals", "graces"),
    [([signal.SIGINT], [GRACE_NS]), ([signal.SIGINT, signal.SIGINT], [GRACE_NS, 0]), ([signal.SIGTERM], [0])],
)
def test_the_first_interrupt_is_soft_and_what_follows_is_not(signals: list[signal.Signals], graces: list[int]) -> None:
    run: Any = Stopped()
    before = signal.getsignal(signal.SIGINT)
    with stopped_by_signals(run):
        for number in signals:
            signal.raise_signal(number)

    assert run.graces == graces
    assert signal.getsignal(signal.SIGINT) is before

import os
import select
import signal
from collections.abc import Iterator

import pytest

from engine.errors import SupervisorError
from engine.supervisor.signals import NOTED, Signals


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in NOTED}
    yield
    signal.set_wakeup_fd(-1)
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_is_noted_and_wakes() -> None:
    signals = Signals()
    assert not signals.interrupted
    os.kill(os.getpid(), signal.SIGINT)

    assert select.select([signals.descriptor], [], [], 20)[0]
    assert signals.interrupted
    assert not signals.must_end
    signals.clear()
    assert not select.select([signals.descriptor], [], [], 0)[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_who_is_told_to_end_must_end(number: signal.Signals) -> None:
    signals = Signals()
    os.kill(os.getpid(), number)

    assert signals.must_end


def test_what_was_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signals = Signals()
    os.kill(os.getpid(), signal.SIGINT)

    assert signals.ignored == {signal.SIGINT}
    assert not signals.interrupted


def test_a_loop_that_goes_round_no_more_is_broken_out_of() -> None:
    signals = Signals()
    signals.beat(seconds=0.02)

    with pytest.raises(SupervisorError, match="stuck"):
        spin()


def spin() -> None:
    while True:
        pass

"""The run's clock is the kernel's CLOCK_MONOTONIC."""

import time

from engine.clock import monotonic


def test_it_is_the_clock_that_the_kernel_stamps_switches_with() -> None:
    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC)
    between = monotonic()
    assert before <= between <= time.clock_gettime_ns(time.CLOCK_MONOTONIC)

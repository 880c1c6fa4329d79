"""The run's clock: ns since the run began, on CLOCK_MONOTONIC, the clock that the probe and the kernel share."""

import time
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time in ns on CLOCK_MONOTONIC."""

    def __call__(self) -> int: ...


monotonic: Clock = time.monotonic_ns

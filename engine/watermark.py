"""How long the collector waits for records that may still become visible: as long as they have lately been seen to need, and more.

A record is late for a viewer when it becomes visible after what is younger has been let go, and how late records become visible differs
by orders of magnitude: by microseconds where each thread has its CPU, by a hundred ms where thirty of them queue for the GIL or the machine
is overloaded. So the wait is measured while the run goes on. A record that a visit brings, though it is stamped before the visit before,
was missed by that one: it needed at least the time between. The wait is three times the longest such time of the last second, within
bounds; it rises at once and falls only when a whole window of visits has missed nothing that long.
"""

from typing import Final

START_NS: Final = 20_000_000  # while nothing is known: processes and threads begin slowly
LEAST_NS: Final = 5_000_000
MOST_NS: Final = 60_000_000
CAUTION: Final = 3  # times the longest miss
WINDOW_NS: Final = 500_000_000
WINDOW_VISITS: Final = 32  # that brought something: fewer prove nothing


class Watermark:
    """Learns from what each visit to the rings brings. `ns` is how long to wait. Times are on CLOCK_MONOTONIC."""

    def __init__(self, *, most_ns: int = MOST_NS) -> None:
        self.ns = min(START_NS, most_ns)
        self._most = most_ns
        self._missed = 0  # the longest miss of this window
        self._missed_before = self.ns // CAUTION  # and of the one before
        self._visits = 0
        self._began: int | None = None

    def learn(self, now_ns: int, missed_ns: int) -> None:
        """Learn that a visit to a ring brought records, and that the visit before had missed the oldest by `missed_ns` (0: it had not)."""
        if self._began is None:
            self._began = now_ns
        self._visits += 1
        self._missed = max(self._missed, missed_ns)
        if now_ns - self._began >= WINDOW_NS and self._visits >= WINDOW_VISITS:
            self._missed_before, self._missed = self._missed, 0
            self._began, self._visits = now_ns, 0
        self.ns = min(self._most, max(LEAST_NS, CAUTION * max(self._missed, self._missed_before)))

"""The fold: events in, states, owners, waiters, depths, edges and findings out. No I/O, no clock."""

from typing import Any

from engine.events import Event
from engine.tables import Tables
from engine.timeline.batch import Batch


class Timeline:
    """Folds a run's events. Feed events in order, advance the time, take the news."""

    def __init__(self, tables: Tables, *, kernel: str = "measured") -> None:
        """Begin. `kernel` is how states are known: measured, sampled or inferred."""
        self.event_count = 0
        self.switch_count = 0
        self.live_worker_count = 0

    def feed(self, event: Event) -> None:
        """Fold one event."""

    def advance(self, now_ns: int) -> None:
        """Let time pass up to `now_ns` (ns since the run began): sleeps and timeouts come due, findings are looked for."""

    def process_exited(self, pid: int, code: int, time_ns: int) -> None:
        """Say how a process ended (negative code: signal); time in ns since the run began."""

    def lost(self, count: int, time_ns: int) -> None:
        """Say how many records are lost by now, in total."""

    def finish(self, time_ns: int) -> None:
        """Close the run: whoever lives is cut off at this instant."""

    def take(self) -> Batch:
        """Return the news since the last call."""
        return Batch()

    def summary(self) -> dict[str, Any]:
        """Return the contract's Summary, without `run`, which the supervisor knows: workers, resources, edges, findings, events ..."""
        return {"kernel": "measured", "events": 0, "dropped": 0, "workers": [], "resources": [], "edges": {}, "findings": []}

"""What the timeline hands on: everything that became known since the last batch."""

from dataclasses import dataclass, field
from typing import Any

from engine.events import Event
from engine.wire import Change, Edge


@dataclass(slots=True)
class Batch:
    """News of a run. Rows of `workers`, `resources` and `findings` are JSON objects and replace earlier ones of the same id."""

    workers: list[dict[str, Any]] = field(default_factory=list)
    resources: list[dict[str, Any]] = field(default_factory=list)
    locations: list[tuple[int, str, int, str]] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    outputs: list[tuple[int, int, int, str]] = field(default_factory=list)  # time, worker, stream, text
    findings: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(
            (
                self.workers,
                self.resources,
                self.locations,
                self.texts,
                self.events,
                self.changes,
                self.edges,
                self.outputs,
                self.findings,
            )
        )

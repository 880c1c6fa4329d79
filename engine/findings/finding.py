"""A fact worth telling."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Finding:
    """One finding. `key` tells it from the others; `parameters` are for translating `message`; times in ns since the run began."""

    kind: str
    level: str  # error, warning, info
    message: str
    message_id: str
    key: tuple[Any, ...]
    at: int  # when it was certain
    since: int  # when it began
    parameters: dict[str, Any] = field(default_factory=dict)
    workers: list[int] = field(default_factory=list)
    resources: list[int] = field(default_factory=list)
    location: int = 0
    ring: list[dict[str, int]] = field(default_factory=list)
    id: int = 0
    is_open: bool = True

    def row(self) -> dict[str, Any]:
        """Describe the finding as a FINDING frame does."""
        return {
            "id": self.id,
            "kind": self.kind,
            "level": self.level,
            "message": self.message,
            "message_id": self.message_id,
            "parameters": self.parameters,
            "workers": self.workers,
            "resources": self.resources,
            "at": self.at,
            "since": self.since,
            "location": self.location,
            "open": self.is_open,
            "ring": self.ring,
        }

"""Events lost: what could not be recorded is said, never silent."""

from __future__ import annotations

from engine.findings.finding import Finding


def explain_lost(count: int, time: int) -> Finding:
    """Tell how many records are missing."""
    return Finding(
        kind="events-lost",
        level="warning",
        message=f"{count} events could not be recorded, so what is shown has gaps.",
        message_id="finding.events-lost",
        key=("events-lost",),
        at=time,
        since=time,
        parameters={"count": count},
    )

"""Workers killed by a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.findings.finding import Finding

if TYPE_CHECKING:
    from engine.timeline.workers import Process
    from engine.timeline.world import World


def explain_killed(world: World, process: Process) -> Finding:
    """Tell which process a signal ended, and who of the program sent it, if one of them did."""
    number = -(process.exit or 0)
    sender = next((who for _, who, sent in reversed(process.signals) if sent == number), 0)
    name, signal = process.facts.name, process.signal or "a signal"
    by = world.label(world.workers[sender]) if sender in world.workers else ""
    time = world.now if process.ended is None else process.ended
    return Finding(
        kind="killed-by-signal",
        level="warning" if sender else "error",
        message=f"{name} was killed by {signal}" + (f", sent by {by}." if by else "."),
        message_id="finding.killed-by-signal.by" if by else "finding.killed-by-signal",
        key=("killed-by-signal", process.id),
        at=time,
        since=time,
        parameters={"who": name, "signal": signal, "by": by},
        workers=[process.id, *([sender] if sender else [])],
        is_open=False,
    )

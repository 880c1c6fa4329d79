"""Workers killed by a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.findings.finding import Finding
from engine.timeline.workers import Thread

if TYPE_CHECKING:
    from engine.timeline.workers import Process
    from engine.timeline.world import World


def explain_killed(world: World, process: Process) -> Finding:
    """Tell which process a signal ended, and who of the program sent it, if one of them did."""
    number = -(process.exit or 0)
    sender = next((who for _, who, sent in reversed(process.signals) if sent == number), 0)
    name, signal = process.facts.name, process.signal or "a signal"
    who = world.workers.get(sender)
    by = world.label(who) if who is not None else ""
    is_own_doing = isinstance(who, Thread) and who.process is process
    time = world.now if process.ended is None else process.ended
    sent = f", sent by {by}." if by else "."
    message = f"{name} killed itself with {signal}." if is_own_doing else f"{name} was killed by {signal}{sent}"
    return Finding(
        kind="killed-by-signal",
        level="warning" if is_own_doing else "info" if sender else "error",  # terminate() by another is meant: every pool ends so
        message=message,
        message_id="finding.killed-by-signal" + (".self" if is_own_doing else ".by" if by else ""),
        key=("killed-by-signal", process.id),
        at=time,
        since=time,
        parameters={"who": name, "signal": signal, "by": by},
        workers=[process.id, *([sender] if sender else [])],
        is_open=False,
    )

"""Workers killed by a signal, unless multiprocessing ended them in the way it does: a pool's at its end, daemons as their parent leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.findings.finding import Finding
from engine.findings.lineage import parent_of
from engine.timeline.workers import Thread

if TYPE_CHECKING:
    from engine.events import Event
    from engine.timeline.workers import Process
    from engine.timeline.world import World

SIGTERM: Final = 15


def explain_killed(world: World, process: Process) -> Finding | None:
    """Tell which process a signal ended, and who of the program sent it, if one of them did; nothing if that is how it was to end."""
    number = -(process.exit or 0)
    sent = next((signal for signal in reversed(process.signals) if signal.value == number), None)
    if sent is not None and _is_as_ever(world, process, sent):
        return None
    sender = sent.worker if sent is not None else 0
    name, signal = process.facts.name, process.signal or "a signal"
    who = world.workers.get(sender)
    by = world.label(who) if who is not None else ""
    is_own_doing = isinstance(who, Thread) and who.process is process
    time = world.now if process.ended is None else process.ended
    end = f", sent by {by}." if by else "."
    message = f"{name} killed itself with {signal}." if is_own_doing else f"{name} was killed by {signal}{end}"
    return Finding(
        kind="killed-by-signal",
        level="warning" if is_own_doing else "info" if sender else "error",  # terminate() by another is meant
        message=message,
        message_id="finding.killed-by-signal" + (".self" if is_own_doing else ".by" if by else ""),
        key=("killed-by-signal", process.id),
        at=time,
        since=time,
        parameters={"who": name, "signal": signal, "by": by},
        workers=[process.id, *([sender] if sender else [])],
        is_open=False,
    )


def _is_as_ever(world: World, process: Process, sent: Event) -> bool:
    """Tell whether its parent terminated it because a pool is over, or at no line of the program's: a daemon, at the end."""
    who, parent = world.workers.get(sent.worker), parent_of(world, process)
    if sent.value != SIGTERM or not isinstance(who, Thread) or who.process is not parent:
        return False
    is_pools = any(thread.process is process for pool in world.pools.values() for thread in pool.slots)
    return is_pools or (process.facts.daemon and not sent.location)

"""A standstill: nobody of the program can ever move again. A run may be ended for it, so what is not certain is none.

Certain it is only where the kernel itself tells who ran, where every living thread and task is in the knot, and where somebody has been
told of it (a deadlock, a join that hangs). Who waits at a pipe or for an answer may have its other end outside of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Reason, State
from engine.timeline.workers import Strand, Thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.findings.finding import Finding
    from engine.findings.knots import Knot
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

HANGS: Final = frozenset({"deadlock", "pool-deadlock", "join-hang"})


def standing_since(world: World, knot: Knot, findings: Iterable[Finding]) -> int | None:
    """Tell since when nobody has been able to move, ns since the run began; None if somebody may."""
    told = {number for finding in findings if finding.is_open and finding.kind in HANGS for number in finding.workers}
    is_seen = world.kernel == "measured" and not world.has_lost_switches and not world.asked.open and not world.asked.served
    living: list[Contender] = [*world.threads.values(), *world.strands.values()]
    if not (told and knot and is_seen and all(_is_still(worker, knot, told) for worker in living)):
        return None
    return max(worker.since for worker in living)


def _is_still(worker: Contender, knot: Knot, told: set[int]) -> bool:
    """Tell whether it cannot move: one of the library's that is idle, a loop whose tasks cannot, or one in the knot."""
    if worker.span[0] is not State.BLOCKED:
        return False
    if worker.is_helper and not worker.facts.is_shown:
        return True
    if isinstance(worker, Thread) and any(strand.ended is None for strand in worker.strands):
        return bool(worker.waits) and worker.waits[-1].is_sealed
    wait = knot.get(worker)
    return wait is not None and wait.reason is not Reason.PIPE and (not isinstance(worker, Strand) or worker.id in told)

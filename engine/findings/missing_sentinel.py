"""Missing sentinel: consumers that wait for another item for ever, since too few were told to end, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Reason
from engine.findings.finding import Finding
from engine.findings.knots import has_lasted, successors
from engine.findings.words import line_of, names_of, resource_name, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.timeline.resources import Resource, Wait
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

MESSAGES: Final = {
    "finding.missing-sentinel": (
        "{who} will wait for an item from {resource} for ever (line {line}), and {joiner} for that to end. {ended} got "
        "{sentinel} as the last item and ended; nobody put one for the others. Put one {sentinel} for each consumer."
    ),
    "finding.missing-sentinel.none": (
        "{who} took items from {resource} and will wait for the next for ever (line {line}), and {joiner} for that to end: "
        "nobody is left to put one, and no last item said that there is no more. Put one such sentinel for each consumer."
    ),
}


def find_missing_sentinels(world: World, knot: dict[Contender, Wait]) -> list[Finding]:
    """Find the queues at which consumers wait for ever though others that took from them have ended."""
    waiting: dict[Resource, list[Contender]] = {}
    for thread, wait in knot.items():
        if wait.reason is Reason.QUEUE_GET and wait.resource is not None:
            waiting.setdefault(wait.resource, []).append(thread)
    found = (_judge(world, queue, threads, knot) for queue, threads in waiting.items())
    return [finding for finding in found if finding is not None]


def _judge(world: World, queue: Resource, threads: list[Contender], knot: dict[Contender, Wait]) -> Finding | None:
    joiner = _joiner(world, threads, knot)
    if joiner is None or not has_lasted(world, [knot[joiner], *(knot[thread] for thread in threads)]):
        return None
    ended = {number: event for number, event in queue.taken.items() if world.workers[number].ended is not None}
    # Whoever ended took the sentinel last. If their last items differ they ended for another reason, e.g. after so many items.
    sentinels = {event.text for event in ended.values()}
    if len(sentinels) == 1:
        return _finding(world, queue, threads, knot, joiner, ended=ended, sentinel=sentinels.pop())
    consumers = [thread for thread in threads if _asks_again(queue, thread, knot[thread])]
    return _finding(world, queue, consumers, knot, joiner, ended=(), sentinel=0) if consumers and not ended else None


def _joiner(world: World, threads: list[Contender], knot: dict[Contender, Wait]) -> Contender | None:
    """Find who waits for one of them, or for its process, to end."""
    return next(
        (thread for thread, wait in knot.items() if wait.target and any(step in threads for step in successors(wait, knot, world))), None
    )


def _asks_again(queue: Resource, thread: Contender, wait: Wait) -> bool:
    """Tell whether it got an item at the very line at which it waits for the next: a loop."""
    last = queue.taken.get(thread.id)
    return last is not None and last.location == wait.location


def _finding(
    world: World,
    queue: Resource,
    threads: list[Contender],
    knot: dict[Contender, Wait],
    joiner: Contender,
    *,
    ended: Iterable[int],
    sentinel: int,
) -> Finding:
    waits = [knot[thread] for thread in threads]
    texts = world.tables.texts
    message_id = "finding.missing-sentinel" if ended else "finding.missing-sentinel.none"
    parameters: dict[str, Any] = {
        "who": names_of(world, (thread.id for thread in threads)),
        "resource": resource_name(queue),
        "line": line_of(world, waits[0].location),
        "joiner": world.label(joiner),
    }
    if ended:
        parameters |= {"ended": names_of(world, ended), "sentinel": texts[sentinel - 1] if 0 < sentinel <= len(texts) else "?"}
    return Finding(
        kind="missing-sentinel",
        level="error",
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("missing-sentinel", queue.id, *sorted((thread.id, knot[thread].since) for thread in threads)),
        at=world.now,
        since=max(wait.since for wait in waits),
        parameters=parameters,
        workers=[thread.id for thread in threads],
        resources=[queue.id],
        location=waits[0].location,
    )

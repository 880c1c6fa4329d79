"""Reads and writes of shared data: windows from a read to the write of what was made of it, and who wrote in between; locks held or not.

Nothing is guessed: an update counts as lost only when a worker read a value, another wrote, and then the first wrote something that came
from what it had read (see engine/flows.py), so that the other's write is gone.
"""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final

from engine.events import Access, EdgeKind, Event, Reason, ResourceKind
from engine.flows import Check, Flow
from engine.timeline.sharing import Datum, Held, Mishap, Part, Read, Write
from engine.wire import Edge

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.timeline.resources import Resource
    from engine.timeline.workers import Contender
    from engine.timeline.world import World

LONG_NS: Final = 20_000  # shorter windows are told only where another worker wrote in between
NOTHING: Final = Flow()
PRESENT: Final = "present"  # what an item's text says where the value is not known
TESTS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "Is": operator.is_,
    "IsNot": operator.is_not,
    "Truth": lambda value, _: bool(value),
}


def read(world: World, thread: Contender, event: Event) -> Event:
    """READ: the worker knows the value now."""
    resource, datum = _touched(world, thread, event)
    if not datum.is_closed:
        _part(datum, event).note_read(event)
        if not event.flags & Access.EARLIER:
            _note_locks(world, thread, event, resource, datum)
    return event


def write(world: World, thread: Contender, event: Event) -> Event:
    """WRITE: does it come from what the worker read, and did another write since?"""
    resource, datum = _touched(world, thread, event)
    if datum.is_closed:
        return event
    part = _part(datum, event)
    flow = world.tables.flows.get(event.location, NOTHING)
    base = base_of(world, part, event.worker, flow)
    checked = checked_by(world, part, event.worker, flow)
    if not event.flags & Access.EARLIER:
        held = _note_locks(world, thread, event, resource, datum)
        _compare(world, datum, part, event, held, is_change=base is not None)
    before = part.text
    made = part.note_write(event)
    is_lost = base is not None and _note_lost(world, resource, datum, part, event, base, made)
    if checked is not None and not is_lost and (not checked[1].is_exit or (base is None and _shuts(world, event, checked[1]))):
        _note_unchecked(world, datum, part, event, *checked, before=before, made=made)
    start = min((one for one in (base, checked and checked[0]) if one is not None), key=lambda one: one.number, default=None)
    if start is not None and (event.time - start.time >= LONG_NS or is_lost):
        reason = Reason.LOCK if is_lost else Reason.NONE
        edge = Edge(start.time, event.time, EdgeKind.WINDOW, event.worker, event.worker, resource.id, start.location, event.text, reason)
        world.add_edge(edge)
    return event


def unseen(world: World, thread: Contender, event: Event) -> Event:
    """UNSEEN: no more is recorded of this datum."""
    _, datum = _touched(world, thread, event)
    datum.is_closed = True
    datum.parts.clear()
    return event


def _touched(world: World, thread: Contender, event: Event) -> tuple[Resource, Datum]:
    resource = world.resource(event.resource, event.time)
    resource.users.add(event.worker)
    resource.senders.add(event.worker)
    resource.acquisitions += 1
    return resource, world.sharing.datum(resource)


def _part(datum: Datum, event: Event) -> Part:
    part = datum.parts.get(event.value)
    if part is None:
        part = datum.parts[event.value] = Part()
    return part


# --- what a write comes from


def base_of(world: World, part: Part, worker: int, flow: Flow) -> Read | None:
    """Find the read that a write's value comes from: the latest of them."""
    reads = part.reads.get(worker)
    if not reads or not (flow.reads or flow.far):
        return None
    found = [one for place, one in reads.items() if _line(world, place) in flow.reads]
    if flow.far and not _may_be_first(world, worker, flow):
        # The function that reads may be called for other things, too; but between this write and the last it was called for this one.
        last = part.last_write(worker)
        found += [one for place, one in reads.items() if one.number > last and _line(world, place) in flow.far]
    return max(found, key=lambda one: one.number, default=None)


def _may_be_first(world: World, number: int, flow: Flow) -> bool:
    """Tell whether a worker may write there as it runs the module itself: a main thread, but a forked child does not run that again."""
    worker = world.workers[number]
    if not flow.is_also_first or not worker.is_main:
        return False
    method = world.tables.workers[worker.facts.process].start_method
    return flow.is_also_imported if method in ("spawn", "forkserver") else method != "fork"


def checked_by(world: World, part: Part, worker: int, flow: Flow) -> tuple[Read, Check] | None:
    """Find the latest read that had to pass a test before a write; with the first write after it the worker has acted on it."""
    reads = part.reads.get(worker)
    if not reads or not flow.checks:
        return None
    last = part.last_write(worker)
    lines = {_line(world, place): one for place, one in reads.items() if one.number > last}
    found = [(lines[check.line], check) for check in flow.checks if check.line in lines]
    # Of several tests of one read the simple one says more.
    return max(found, key=lambda pair: (pair[0].number, bool(pair[1].test)), default=None)


def _line(world: World, location: int) -> int:
    return world.tables.locations[location - 1][1] if location else 0


# --- what went wrong


def _note_lost(world: World, resource: Resource, datum: Datum, part: Part, event: Event, base: Read, made: Write) -> bool:
    """Note the writes of others that are gone now; say whether there are any."""
    since: list[Write] = []
    for one in part.writes:
        if base.text and one.text == base.text:
            since.clear()  # what stands there then is what was read: nothing before it is missed
        elif one.number > base.number and one is not made:
            since.append(one)
    others = [one for one in since if one.worker != event.worker and not one.is_lost]
    if not others or (base.text and made.before == base.text):
        return False  # what it overwrote is what it had read
    if not resource.facts.process and (base.is_odd or (base.text and others[0].before and others[0].before != base.text)):
        return False  # of two processes the order is not certain, and the values do not bear it out
    for one in others:
        one.is_lost = True
    datum.trouble("lost-update", Mishap(event.time, event.worker, base, others[-1], made), event.value, count=len(others))
    return True


def _note_unchecked(world: World, datum: Datum, part: Part, event: Event, read: Read, check: Check, *, before: int, made: Write) -> None:
    """Note that a test was passed with a value that was another's by the time of the write."""
    others = [one for one in part.writes if one.number > read.number and one is not made and one.worker != event.worker]
    if not others or before == read.text != 0:
        return
    still = still_holds(world, before, check)
    if still is not True:
        mishap = Mishap(event.time, event.worker, read, others[-1], made, still is False)
        datum.trouble("check-then-act", mishap, event.value)


def _shuts(world: World, event: Event, check: Check) -> bool:
    """Tell whether a write has others wait in the loop that its worker has left: any other does not act on what was waited for."""
    return still_holds(world, event.text, check) is False


def still_holds(world: World, text: int, check: Check) -> bool | None:
    """Work out whether a test would still give what it gave; None if that cannot be told."""
    shown = world.tables.texts[text - 1] if text else ""
    if check.test in ("In", "NotIn"):
        return (check.test == "In") is check.holds  # somebody has written the item, so it is there
    test = TESTS.get(check.test)
    value = _literal(shown.partition("]: ")[2] if shown.startswith("[") and "]: " in shown else shown)
    if test is None or value is _UNKNOWN:
        return None
    try:
        return bool(test(value, ast.literal_eval(check.value) if check.value else None)) is check.holds
    except (TypeError, ValueError, SyntaxError):
        return None


class _Unknown:
    """Stands for a value that its text does not tell."""


_UNKNOWN: Final = _Unknown()


def _literal(text: str) -> Any:
    if not text or text.endswith("..."):
        return _UNKNOWN
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return _UNKNOWN


# --- locks


def _held(world: World, thread: Contender, event: Event, resource: Resource) -> frozenset[int]:
    """Tell which locks a worker holds; a value's own counts if the program took it, not if this access alone did."""
    strand = world.strands.get(event.worker)
    held = {one.id for one in thread.held} | ({one.id for one in strand.held} if strand is not None else set())
    if resource.kind is ResourceKind.VALUE and (resource.value or 0) > 1:
        held.add(resource.id)
    return frozenset(held)


def _note_locks(world: World, thread: Contender, event: Event, resource: Resource, datum: Datum) -> frozenset[int]:
    """Note with which locks a datum is accessed as long as others may access it too."""
    held = _held(world, thread, event, resource)
    if any(other != event.worker and _lives(world, other) for other in resource.users):
        datum.shared_count += 1
        datum.bare_count += not held
        datum.locks = held if datum.locks is None else datum.locks & held
        if datum.locks:
            guard: str | list[int] = sorted(datum.locks)
        else:
            guard = "none" if datum.bare_count == datum.shared_count else "mixed"
        if guard != resource.guard:
            resource.guard = guard
            world.tables.changed_resources.add(resource.id)
    return held


def _lives(world: World, number: int) -> bool:
    worker = world.threads.get(number) or world.strands.get(number)
    return worker is not None and worker.done_at is None


def _compare(world: World, datum: Datum, part: Part, event: Event, held: frozenset[int], *, is_change: bool) -> None:
    """Compare a write with the others' last ones of the other kind: one with the lock that all take, one without."""
    sharing, worker = world.sharing, event.worker
    mine = Held(sharing.step(worker), event.location, is_change)
    if held:
        part.guard = held if part.guard is None else part.guard & held
        part.locked_count += 1
        part.locked[worker] = mine
        theirs = part.bare
    else:
        part.bare[worker] = mine
        theirs = part.locked
    if not part.guard or part.locked_count < 2:
        return
    for other, their in theirs.items():
        if other == worker or sharing.knows(worker, other, their.step) or not (is_change or their.is_change):
            continue
        bare, bare_at, locked, locked_at = (other, their, worker, mine) if held else (worker, mine, other, their)
        _note_bare(datum, event, bare, bare_at, locked, locked_at, part)
        return


def _note_bare(datum: Datum, event: Event, bare: int, bare_at: Held, locked: int, locked_at: Held, part: Part) -> None:
    seen = Read(0, event.time, bare_at.location, part.text)
    other, made = (Write(0, event._replace(worker=who, location=at.location), 0) for who, at in ((locked, locked_at), (bare, bare_at)))
    datum.trouble("unlocked-access", Mishap(event.time, bare, seen, other, made), event.value)

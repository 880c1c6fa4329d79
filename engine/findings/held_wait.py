"""A lock held while its holder waits for something slow - sleeps, reads, joins - and others wait for the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.events import Reason
from engine.findings.finding import Finding
from engine.findings.words import line_of, names_of, resource_name, say
from engine.timeline.noticed import HeldWait, held_waits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.world import World

# One such wait must be as long as a person notices. Shorter ones count together, for a lock that is held across a thousand short sleeps
# costs as much; a few of some ms are how examples stand in for work that needs the lock.
LONG_WAIT_NS: Final = 100_000_000
LONG_SUM_NS: Final = 1_000_000_000
LEAST_COST: Final = 0.5  # of that time somebody must have waited for the lock
# A lock may be a signal, which another than its holder releases. That is known when the wait is over and the lock still in the same hands;
# before that it is told of a sleep, in which its holder cannot wait for the signal, and only when it lasts.
LASTING_NS: Final = 1_000_000_000
OWN_AFFAIR: Final = frozenset({Reason.SLEEP, Reason.IO, Reason.PIPE})
AGAIN: Final = 1.5  # told anew when it costs so much more

ADVICE: Final = "Do the slow part before taking the lock or after giving it back."
MESSAGES: Final = {
    "finding.lock-held-while-waiting": (
        "{who} held {resource} (taken at line {held_line}) during a wait for something else at line {line}, {wait_ns} in all. "
        "Meanwhile {others} waited for the lock, {cost_ns} in all. " + ADVICE
    ),
    "finding.lock-held-while-waiting.sleep": (
        "{who} held {resource} (taken at line {held_line}) during a sleep at line {line}, {wait_ns} in all. Meanwhile {others} "
        "waited for the lock, {cost_ns} in all. " + ADVICE
    ),
    "finding.lock-held-while-waiting.io": (
        "{who} held {resource} (taken at line {held_line}) during a wait for data at line {line}, {wait_ns} in all. Meanwhile "
        "{others} waited for the lock, {cost_ns} in all. " + ADVICE
    ),
}


class _Account:
    def __init__(self, fact: HeldWait) -> None:
        self.first = fact
        self.longest_ns = self.wait_ns = self.cost_ns = self.told_ns = 0
        self.holders: dict[int, None] = {}
        self.others: dict[int, None] = {}

    def add(self, fact: HeldWait) -> None:
        self.longest_ns = max(self.longest_ns, fact.wait_ns)
        self.wait_ns += fact.wait_ns
        self.cost_ns += fact.cost_ns
        self.holders[fact.thread.id] = None
        self.others.update(dict.fromkeys(fact.others))

    @property
    def is_worth_telling(self) -> bool:
        is_long = self.longest_ns >= LONG_WAIT_NS or self.wait_ns >= LONG_SUM_NS
        return is_long and self.cost_ns >= LEAST_COST * self.wait_ns


class HeldWaits:
    """Adds up, for each lock and each line that waits with the lock held, what it cost."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[int, int, Reason], _Account] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, and what has become much worse."""
        for fact in noticed:
            if isinstance(fact, HeldWait):
                key = (fact.resource.id, fact.wait.location, fact.wait.reason)
                self._accounts.setdefault(key, _Account(fact)).add(fact)
        for account in self._accounts.values():
            is_worse = account.cost_ns > account.told_ns * (1 if is_last else AGAIN)
            if is_worse and account.is_worth_telling:
                account.told_ns = account.cost_ns
                yield _finding(world, account)
        yield from self._lasting(world, LONG_WAIT_NS if is_last else LASTING_NS)

    def _lasting(self, world: World, least: int) -> Iterator[Finding]:
        """Tell of a wait that is not over yet and long already."""
        for thread in world.threads.values():
            wait = thread.waits[-1] if thread.held and thread.waits else None
            if wait is None or wait.reason not in OWN_AFFAIR or world.now - wait.since < least:
                continue
            for fact in held_waits(thread, wait, world.now):
                account = _Account(fact)
                account.add(fact)
                if (fact.resource.id, fact.wait.location, fact.wait.reason) not in self._accounts and account.is_worth_telling:
                    yield _finding(world, account)


def _finding(world: World, account: _Account) -> Finding:
    fact = account.first
    resource, wait = fact.resource, fact.wait
    match wait.reason:
        case Reason.SLEEP:
            message_id = "finding.lock-held-while-waiting.sleep"
        case Reason.IO | Reason.PIPE:
            message_id = "finding.lock-held-while-waiting.io"
        case _:
            message_id = "finding.lock-held-while-waiting"
    parameters = {
        "who": names_of(world, account.holders),
        "resource": resource_name(resource),
        "held_line": line_of(world, fact.location),
        "line": line_of(world, wait.location),
        "wait_ns": account.wait_ns,
        "others": names_of(world, account.others),
        "cost_ns": account.cost_ns,
    }
    return Finding(
        kind="lock-held-while-waiting",
        level="warning",
        message=say(MESSAGES[message_id], parameters),
        message_id=message_id,
        key=("lock-held-while-waiting", resource.id, wait.location, wait.reason),
        at=fact.time,
        since=wait.since,
        parameters=parameters,
        workers=list(account.holders | account.others),
        resources=[resource.id],
        location=wait.location,
        is_open=False,
    )

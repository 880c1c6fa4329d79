"""Starvation by the CPU: a worker that hardly ever gets one, since others of the program, of a higher priority, want theirs all the time.

Who computes with others of the same priority gets about as much of the CPUs as they do, however many they are. So told is only of one
of whom all of this was measured: it wanted a CPU throughout, and by the kernel's own word mostly lacked one; meanwhile workers of this
program, whose weight for the scheduler is several times its own, ran on the CPUs that it may use; and of what the program had of these it
got far less than an equal part. Where other programs take most of a CPU, all of this program are slowed down alike, and that is not its
doing: so the time that counts is not what went by but what its own workers ran, and where that is hardly anything nothing is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Reason, State
from engine.findings.finding import Finding
from engine.findings.words import names_of, say
from engine.timeline.ranks import FIRST
from engine.timeline.summary import state_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.ranks import Rank
    from engine.timeline.workers import Thread
    from engine.timeline.world import World

STRETCH_NS: Final = 200_000_000
LEAST_NS: Final = 1_000_000_000  # that the program had of the CPUs, in all such stretches together
WANTED: Final = 0.95  # of a stretch, in which it ran or was ready
LEAST_TAKEN: Final = 0.1  # of a stretch's CPU time, by the program; less is hardly anything
TAKEN: Final = 0.8  # of that, by those of a higher priority
LEAST_WEIGHT: Final = 4.0  # how many times its own theirs is: seven nice values
MOST_RUN: Final = 0.25  # of an equal part
HOG_SHARE: Final = 0.05  # of what the program had, from which on a worker is one of those that computed
AGAIN: Final = 1.5
MOST_THREADS: Final = 256  # of a program; beyond, nobody would look at it
MOST_NAMED: Final = 32  # of those that starve, and of those that do not

READY_CPU: Final = State.READY << 5 | Reason.CPU
MESSAGES: Final = {
    "finding.starvation.cpu": (
        "{who} was ready for {ready_ns} of {window_ns} and ran for {ran_ns} in all: it has a low priority ({rank}), and meanwhile {others} "
        "ran for {other_ns} on the CPUs that it may use ({cpus}). Give it a priority nearer to theirs, let them wait for something now and "
        "then, or leave a CPU free for it (os.sched_setaffinity)."
    ),
}


class _Sums:
    """What a thread has done so far."""

    __slots__ = ("blocked", "on_cpus", "ran", "ready")

    def __init__(self, thread: Thread, now: int) -> None:
        sums = state_sums(thread, now)
        self.ready = sums.get(READY_CPU, 0)
        self.blocked = sum(ns for key, ns in sums.items() if key >> 5 == State.BLOCKED)
        self.ran = sum(ns for key, ns in sums.items() if key >> 5 == State.RUNNING)
        self.on_cpus = dict(thread.on_cpus)
        if thread.cpu >= 0:
            self.on_cpus[thread.cpu] = self.on_cpus.get(thread.cpu, 0) + now - thread.since

    def wanted(self, before: _Sums, length: int) -> bool:
        """Tell whether it ran or, more often, was ready for the whole of a stretch."""
        ran, ready = self.ran - before.ran, self.ready - before.ready
        return self.blocked == before.blocked and ran + ready >= WANTED * length and ready > ran

    def ran_on(self, cpus: frozenset[int], before: _Sums) -> int:
        """How long it ran on some CPUs."""
        return sum(ns - before.on_cpus.get(cpu, 0) for cpu, ns in self.on_cpus.items() if cpu in cpus)


class _Stretch:
    """What all threads did that lived throughout. victims: who wanted a CPU all the time and mostly had none."""

    def __init__(self, length: int, done: dict[Thread, tuple[_Sums, _Sums]]) -> None:
        self.length = length
        self.done = done
        self.victims = {thread for thread, (before, after) in done.items() if after.wanted(before, length) and not thread.is_helper}
        self._had: dict[frozenset[int], tuple[int, dict[Thread, int]]] = {}

    def ran(self, thread: Thread) -> int:
        """How long a thread ran."""
        before, after = self.done[thread]
        return after.ran - before.ran

    def had(self, cpus: frozenset[int]) -> tuple[int, dict[Thread, int]]:
        """How long the program had some CPUs, and who of it for a part worth the name."""
        if cpus not in self._had:
            ran = {thread: after.ran_on(cpus, before) for thread, (before, after) in self.done.items()}
            total = sum(ran.values())
            self._had[cpus] = total, {thread: ns for thread, ns in ran.items() if ns >= HOG_SHARE * total}
        return self._had[cpus]

    def least(self) -> list[Thread]:
        """List those victims that ran least."""
        return sorted(self.victims, key=self.ran)[:MOST_NAMED]

    def most(self) -> list[Thread]:
        """List those threads that ran most."""
        return sorted(self.done, key=self.ran)[-MOST_NAMED:]


class _Account:
    """The stretches of a thread in which others, of a higher priority, took its CPUs."""

    def __init__(self, since: int) -> None:
        self.since = since
        self.window = self.ready = self.ran = self.had = self.equal = self.told = 0
        self.others: dict[int, int] = {}  # how long each ran instead

    def add(self, world: World, victim: Thread, rank: Rank, stretch: _Stretch) -> None:
        """Add a stretch, if it is one of those."""
        had, hogs = stretch.had(rank.cpus)
        above = {other: ns for other, ns in hogs.items() if _is_above(world.ranks.get(other.facts.tid), rank)}
        if had < LEAST_TAKEN * stretch.length * len(rank.cpus) or sum(above.values()) < TAKEN * had:
            return
        before, after = stretch.done[victim]
        self.window += stretch.length
        self.ready += after.ready - before.ready
        self.ran += after.ran - before.ran
        self.had += had
        self.equal += had // len(hogs.keys() | stretch.victims)
        for other, ns in above.items():
            self.others[other.id] = self.others.get(other.id, 0) + ns

    @property
    def is_starved(self) -> bool:
        """Whether it got far less than an equal part, for long enough."""
        return self.had >= LEAST_NS and self.ran <= MOST_RUN * self.equal


class CpuShares:
    """Compares, five times a second, what all threads of the program did."""

    def __init__(self) -> None:
        self._began = 0
        self._before: dict[Thread, _Sums] = {}
        self._accounts: dict[Thread, _Account] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, and what has become much worse."""
        length = world.now - self._began
        if length < STRETCH_NS or world.kernel != "measured":
            return
        world.asked_ranks.clear()
        threads = [thread for thread in world.threads.values() if thread.is_alive and thread.is_measured]
        is_asked = len(threads) <= MOST_THREADS and not world.has_lost_switches and any(_lacks_cpu(thread) for thread in threads)
        now = {thread: _Sums(thread, world.now) for thread in threads} if is_asked else {}
        stretch = _Stretch(length, {thread: (self._before[thread], sums) for thread, sums in now.items() if thread in self._before})
        began, self._began, self._before = self._began, world.now, now
        victims = stretch.least()
        if victims:
            world.asked_ranks = {*victims, *stretch.most()}
        for victim in victims:
            account = self._accounts.setdefault(victim, _Account(began))
            rank = world.ranks.get(victim.facts.tid)
            if rank is not None:
                account.add(world, victim, rank, stretch)
            if account.is_starved and account.window > account.told * AGAIN:
                account.told = account.window
                yield _finding(world, victim, account)


def _lacks_cpu(thread: Thread) -> bool:
    return thread.cpu < 0 and thread.is_preempted and thread.span[0] is State.READY


def _is_above(other: Rank | None, mine: Rank) -> bool:
    return other is not None and mine.weight < FIRST and other.weight >= LEAST_WEIGHT * mine.weight


def _finding(world: World, thread: Thread, account: _Account) -> Finding:
    rank = world.ranks[thread.facts.tid]
    others = sorted(account.others, key=lambda number: -account.others[number])
    parameters: dict[str, Any] = {
        "who": world.label(thread),
        "ready_ns": account.ready,
        "window_ns": account.window,
        "ran_ns": account.ran,
        "rank": str(rank),
        "others": names_of(world, others),
        "other_ns": sum(account.others.values()),
        "cpus": ", ".join(f"CPU {cpu}" for cpu in sorted(rank.cpus)[:4]) + (f" +{len(rank.cpus) - 4}" if len(rank.cpus) > 4 else ""),
    }
    return Finding(
        kind="starvation",
        level="warning",
        message=say(MESSAGES["finding.starvation.cpu"], parameters),
        message_id="finding.starvation.cpu",
        key=("starvation", thread.id, "cpu"),
        at=world.now,
        since=account.since,
        parameters=parameters,
        workers=[thread.id, *others],
        location=(thread.last.location if thread.last is not None else 0) or thread.process.start_location,
        is_open=False,
    )

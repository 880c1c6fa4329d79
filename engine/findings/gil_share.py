"""Starvation by the GIL: a thread needs it only for a moment, again and again, and each time stands in line behind those that compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.events import Reason, State
from engine.findings.finding import Finding
from engine.findings.words import names_of, say
from engine.timeline.summary import state_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.timeline.noticed import Noticed
    from engine.timeline.workers import Process, Thread
    from engine.timeline.world import World

# Threads that compute share the GIL about equally: each of n is ready for (n - 1) / n of its time, and that is no starvation. Told is of
# one that hardly runs and is ready for most of the time all the same. On a busy machine who has the GIL may lack a CPU, which makes all
# waits for it longer; so they count only as far as some thread of the process ran.
WINDOW_NS: Final = 1_000_000_000
LEAST_SHARE: Final = 0.6  # of its time, without the time for which it had work and lacked a CPU
LEAST_TURNS: Final = 20  # in a window
MOST_RUN: Final = 0.2  # of what each of the others ran
HOG_SHARE: Final = 0.1  # of what the process ran, from which on a thread computes
HOGS_SHARE: Final = 0.8  # all of them together
AGAIN: Final = 1.5
MOST_THREADS: Final = 256  # of a process; beyond, nobody would look at it

GIL: Final = State.READY << 5 | Reason.GIL
MESSAGES: Final = {
    "finding.starvation.gil": (
        "{who} was ready for {ready_ns} of {window_ns}: it got the GIL {turns} times and needed it for {ran_ns} in all, while {others} "
        "computed and got it {other_turns} times. Who computes gives it up only when asked, after 5 ms (sys.setswitchinterval), so each "
        "short step waits that long. Let processes do the computing, or ask for the GIL more often."
    ),
}


class _Sums:
    """What a thread has done so far."""

    def __init__(self, thread: Thread, now: int) -> None:
        sums = state_sums(thread, now)
        self.ready = sums.get(GIL, 0)
        self.ran = sum(ns for key, ns in sums.items() if key >> 5 == State.RUNNING)
        self.blocked = sum(ns for key, ns in sums.items() if key >> 5 == State.BLOCKED)
        self.turns = thread.turns

    def since(self, other: _Sums) -> _Sums:
        """What it has done since then."""
        made = object.__new__(_Sums)
        for name in ("ready", "ran", "blocked", "turns"):
            setattr(made, name, getattr(self, name) - getattr(other, name))
        return made


class _Account:
    def __init__(self, since: int) -> None:
        self.since = since
        self.ready = self.window = self.ran = self.turns = self.other_turns = self.told = 0
        self.others: dict[int, None] = {}


class GilShares:
    """Compares, once a second, what the threads of each process did."""

    def __init__(self) -> None:
        self._windows: dict[Process, tuple[int, dict[Thread, _Sums]]] = {}  # when each began, and what the threads had done by then
        self._accounts: dict[Thread, _Account] = {}

    def look(self, world: World, noticed: Sequence[Noticed], *, is_last: bool) -> Iterator[Finding]:
        """Tell what is new, and what has become much worse."""
        for process in world.processes if world.kernel == "measured" else ():
            since, before = self._windows.get(process, (0, {}))
            if process.gil is None or (before and world.now - since < WINDOW_NS):
                continue
            threads = [thread for thread in process.threads if thread.is_alive]
            if not 1 < len(threads) <= MOST_THREADS:
                continue
            now = {thread: _Sums(thread, world.now) for thread in threads}
            self._windows[process] = world.now, now
            done = {thread: sums.since(before[thread]) for thread, sums in now.items() if thread in before}
            yield from self._compare(world, process, done, since=since, window=world.now - since)

    def _compare(self, world: World, process: Process, done: dict[Thread, _Sums], *, since: int, window: int) -> Iterator[Finding]:
        ran = sum(one.ran for one in done.values())
        hogs = {thread: one for thread, one in done.items() if one.ran >= HOG_SHARE * ran}
        if sum(one.ran for one in hogs.values()) < HOGS_SHARE * ran:
            return
        for thread, one in done.items():
            if thread in hogs or thread.is_helper or not _is_starved(one, hogs, ran, window):
                continue
            account = self._accounts.setdefault(thread, _Account(since))
            account.ready += one.ready
            account.window += window
            account.ran += one.ran
            account.turns += one.turns
            account.other_turns += sum(other.turns for other in hogs.values())
            account.others.update(dict.fromkeys(hog.id for hog in hogs))
            if account.window > account.told * AGAIN:
                account.told = account.window
                yield _finding(world, process, thread, account)


def _is_starved(one: _Sums, hogs: dict[Thread, _Sums], ran: int, window: int) -> bool:
    in_line = one.ready * min(ran / window, 1.0)
    is_kept = in_line >= LEAST_SHARE * (in_line + one.ran + one.blocked) and one.ready >= window // 4
    is_modest = all(one.ran <= MOST_RUN * hog.ran for hog in hogs.values())
    return is_kept and is_modest and one.turns >= LEAST_TURNS


def _finding(world: World, process: Process, thread: Thread, account: _Account) -> Finding:
    assert process.gil is not None
    others = list(account.others)
    parameters: dict[str, Any] = {
        "who": world.label(thread),
        "ready_ns": account.ready,
        "window_ns": account.window,
        "ran_ns": account.ran,
        "turns": account.turns,
        "others": names_of(world, others),
        "other_turns": account.other_turns,
    }
    return Finding(
        kind="starvation",
        level="warning",
        message=say(MESSAGES["finding.starvation.gil"], parameters),
        message_id="finding.starvation.gil",
        key=("starvation", thread.id, process.gil.id),
        at=world.now,
        since=account.since,
        parameters=parameters,
        workers=[thread.id, *others],
        resources=[process.gil.id],
        location=thread.last.location if thread.last is not None else 0,
        is_open=False,
    )

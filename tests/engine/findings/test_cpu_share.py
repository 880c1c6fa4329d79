"""Processes that compute on one CPU in slices of 4 ms, told by hand; the guest has a slice only now and then."""

from typing import Any

import pytest

from engine.events import Reason
from engine.findings import cpu_share
from engine.timeline.ranks import IDLE, Rank
from tests.engine.findings.street import Street
from tests.story import MS

COOKS = (201, 202, 203)
GUEST = 204
ONE_CPU = frozenset({0})
SLICE = 4.0


def rank(nice: int, policy: int = 0, cpus: frozenset[int] = ONE_CPU) -> Rank:
    return Rank(policy=policy, nice=nice, cpus=cpus)


RANKS = dict.fromkeys(COOKS, rank(0)) | {GUEST: rank(19)}


class Kitchen(Street):
    """Three cooks and a guest; the main thread waits for them."""

    def __init__(self) -> None:
        super().__init__()
        self.cooks = [self.child(f"cook-{number}", pid=pid, at=1 + number) for number, pid in enumerate(COOKS)]
        self.guest = self.child("guest", pid=GUEST, at=5)
        self.wait(self.main, 6, Reason.PROCESS, target=self.guest - 1).off(self.main, 6)

    def compute(self, until: float, *, every: int, foreign: float = 0, others: int = 3, cpus: int = 1) -> "Kitchen":
        """Let all of them want a CPU; the guest gets every so many-th slice, other programs so many ms after each."""
        now, turn = 10.0, 0
        for worker in (*self.cooks[:others], self.guest):
            self.on(worker, now, cpu=0).off(worker, now + 0.5, preempted=True)
            now += 0.5
        while now < until:
            turn += 1
            worker = self.guest if every and turn % every == 0 else self.cooks[turn % others]
            self.run(worker, now, now + SLICE, cpu=turn % cpus, preempted=True)
            now += SLICE + foreign
        return self

    def starved(self, ranks: dict[int, Rank] = RANKS, *, until: float = 2500, kernel: str = "measured") -> list[dict[str, Any]]:
        timeline = self.timeline(kernel=kernel)
        timeline.ranked(ranks)
        for _ in self.fold(timeline, until=until):
            pass
        return [finding for finding in timeline.summary()["findings"] if finding["kind"] == "starvation"]


def test_who_is_ready_and_hardly_runs_for_those_of_a_higher_priority_starves() -> None:
    kitchen = Kitchen().compute(2500, every=60)
    (finding,) = kitchen.starved()
    parameters = finding["parameters"]

    assert (finding["level"], finding["message_id"], finding["open"]) == ("warning", "finding.starvation.cpu", False)
    assert finding["workers"][0] == kitchen.guest
    assert set(finding["workers"][1:]) == set(kitchen.cooks)
    assert parameters["ran_ns"] <= 0.03 * parameters["window_ns"]
    assert parameters["ran_ns"] + parameters["ready_ns"] == parameters["window_ns"]
    assert parameters["other_ns"] >= 0.9 * parameters["window_ns"]
    assert (parameters["rank"], parameters["cpus"]) == ("nice 19", "CPU 0")
    assert finding["message"].startswith("guest was ready for ")


def test_who_gets_as_much_as_the_others_does_not_whatever_its_priority() -> None:
    assert Kitchen().compute(2500, every=4).starved() == []


def test_who_gets_little_and_is_of_the_same_priority_has_only_bad_luck() -> None:
    assert Kitchen().compute(2500, every=60).starved(dict.fromkeys((*COOKS, GUEST), rank(0))) == []
    assert Kitchen().compute(2500, every=60).starved(RANKS | {GUEST: rank(6)}) == []
    assert Kitchen().compute(2500, every=60).starved(dict.fromkeys((*COOKS, GUEST), rank(0, policy=1))) == []


def test_a_policy_for_the_idle_is_a_low_priority_too() -> None:
    (finding,) = Kitchen().compute(2500, every=60).starved(RANKS | {GUEST: rank(0, policy=IDLE)})
    assert finding["parameters"]["rank"] == "SCHED_IDLE"


def test_when_nobody_can_say_what_priority_it_has_nothing_is_told() -> None:
    assert Kitchen().compute(2500, every=60).starved({}) == []
    assert Kitchen().compute(2500, every=60).starved({GUEST: rank(19)}) == []


def test_what_other_programs_take_does_not_count() -> None:
    shared = Kitchen().compute(2500, every=60, foreign=SLICE)
    assert shared.starved(until=1900) == []  # the program itself has not run for a second yet
    assert len(shared.starved()) == 1


def test_where_other_programs_take_nearly_all_it_is_their_doing() -> None:
    assert Kitchen().compute(30_000, every=0, foreign=15 * SLICE).starved(until=30_000) == []


def test_who_also_waits_for_something_is_not_kept_from_the_cpu_throughout() -> None:
    kitchen = Kitchen().compute(2500, every=0)
    for ms in range(100, 2500, 150):
        kitchen.run(kitchen.guest, ms, ms + 0.1, cpu=1)
    assert kitchen.starved() == []


def test_before_the_others_ran_for_a_second_nothing_is_told() -> None:
    assert Kitchen().compute(1000, every=60).starved(until=1000) == []


def test_on_cpus_that_it_may_not_use_they_do_it_no_harm() -> None:
    kitchen = Kitchen().compute(2500, every=60)
    assert kitchen.starved(RANKS | {GUEST: rank(19, cpus=frozenset({1}))}) == []


@pytest.mark.parametrize("kernel", ["sampled", "inferred"])
def test_only_the_kernels_own_word_counts(kernel: str) -> None:
    assert Kitchen().compute(2500, every=60).starved(kernel=kernel) == []


def test_of_too_many_threads_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cpu_share, "MOST_THREADS", 3)
    assert Kitchen().compute(2500, every=60).starved() == []


def test_ranks_are_asked_for_only_while_somebody_lacks_a_cpu() -> None:
    kitchen = Kitchen().compute(1000, every=60)
    timeline = kitchen.timeline()
    asked = []
    for now, _ in kitchen.fold(timeline, until=1000):
        if timeline.asked_ranks:
            asked.append((now, sorted(timeline.asked_ranks)))
    first, threads = asked[0]
    assert 400 * MS <= first <= 600 * MS
    assert threads == [(100, 100), *((pid, pid) for pid in (*COOKS, GUEST))]

    calm = Kitchen()
    timeline = calm.timeline()
    assert not any(timeline.asked_ranks for _ in calm.fold(timeline, until=1000))

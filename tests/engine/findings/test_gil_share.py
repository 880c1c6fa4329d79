"""Threads of one process and the GIL: slices of 5 ms, told by hand."""

from typing import Any

from tests.engine.findings.street import Street

SLICE = 5


class Kitchen(Street):
    """Ann and Cid compute in turns; Ben sleeps for a moment, wants the GIL, waits for it and needs it for 0.1 ms."""

    def cook(self, until: float, *, sleep: float, cpu_lag: float = 0, names: int = 2) -> None:
        hogs, ben = self.others[:names], self.others[-1]
        now, turn = 1.0, 0
        self.off(self.main, 0.9)
        while now < until:
            hog, end = hogs[turn % len(hogs)], now + 0.2 + SLICE + cpu_lag
            if sleep:  # he has the GIL, begins to sleep, wakes, and asks for it
                self.on(ben, now, cpu=1).sleep(ben, now + 0.1, sleep, wake_after=end + 0.02 - (now + 0.1 + sleep)).off(ben, now + 0.11)
                self.on(ben, now + 0.12 + sleep, cpu=1).off(ben, now + 0.15 + sleep)
            self.on(hog, now + 0.2, cpu=0)
            if cpu_lag:  # somebody else has the CPU: who has the GIL does not get on
                self.off(hog, now + 1, preempted=True).on(hog, now + 1 + cpu_lag, cpu=0)
            self.off(hog, end)
            now, turn = end + 0.01, turn + 1


def starved(street: Kitchen, until: float = 2300) -> list[dict[str, Any]]:
    return [finding for finding in street.found(until=until, is_over=False) if finding["kind"] == "starvation"]


def test_who_hardly_runs_and_mostly_waits_for_the_gil_starves() -> None:
    street = Kitchen("Ann", "Cid", "Ben")
    street.cook(2300, sleep=1)
    (finding,) = starved(street)
    parameters = finding["parameters"]
    ann, cid, ben = street.others
    assert (finding["level"], finding["message_id"], finding["workers"]) == ("warning", "finding.starvation.gil", [ben, ann, cid])
    assert parameters["turns"] >= 190
    assert parameters["ready_ns"] > 0.6 * parameters["window_ns"]
    assert parameters["ran_ns"] < 0.05 * parameters["window_ns"]
    assert "while Ann, Cid computed and got it" in finding["message"]


def test_who_mostly_sleeps_does_not() -> None:
    street = Kitchen("Ann", "Cid", "Ben")
    street.cook(2300, sleep=3.5)
    assert starved(street) == []


def test_that_the_others_lack_a_cpu_does_not_count() -> None:
    street = Kitchen("Ann", "Cid", "Ben")
    street.cook(2300, sleep=3.5, cpu_lag=10)
    assert starved(street) == []


def test_threads_that_all_compute_share_alike() -> None:
    street = Kitchen("Ann", "Cid", "Dan", "Eve", "Ben")
    street.cook(2300, sleep=0, names=5)
    assert starved(street) == []


def test_before_a_second_is_over_nothing_is_told() -> None:
    street = Kitchen("Ann", "Cid", "Ben")
    street.cook(900, sleep=1)
    assert starved(street, until=900) == []

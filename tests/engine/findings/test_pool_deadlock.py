"""Pools that wait for themselves, told by hand."""

from typing import Any

from engine.events import Kind, Reason, ResourceKind, Until
from tests.story import Story

SOURCE = """\
outer = pool.submit(total)
inner = pool.submit(add)
return inner.result()
print(outer.result())
"""


class Deep:
    """A pool of some workers, each at an outer job."""

    def __init__(self, workers: int, *, capacity: int) -> None:
        self.story = story = Story(SOURCE)
        self.main = story.process("deep.py", pid=100)
        story.on(self.main, 0).begin(self.main, 0.1)
        self.pool = story.resource(ResourceKind.POOL, "pool", of=self.main, capacity=capacity)
        self.workers = [story.thread(f"W{number}", self.main, tid=101 + number) for number in range(workers)]
        self.outer, self.inner = [], []
        for number, worker in enumerate(self.workers):
            story.start(self.main, worker, 0.2).on(worker, 0.5)
            self.outer.append(self.job(f"total({number})", self.main, 1))
            story.add(1.1, Kind.JOB_BEGIN, worker, resource=self.outer[-1])

    def job(self, name: str, by: int, ms: float) -> int:
        job = self.story.resource(ResourceKind.FUTURE, name, of=self.main)
        self.story.tables.resources[job].pool = self.pool
        self.story.add(ms, Kind.SUBMIT, by, resource=job)
        return job

    def wait_inside(self, *, timeout: float = -1) -> None:
        for number, worker in enumerate(self.workers):
            self.inner.append(self.job(f"add({number})", worker, 2))
            self.story.wait(worker, 3, Reason.FUTURE, resource=self.inner[-1], timeout=timeout, line="inner.result").off(worker, 3.1)
        self.story.wait(self.main, 3, Reason.FUTURE, resource=self.outer[0], line="outer.result").off(self.main, 3.1)

    def findings(self, until: float = 1500) -> list[dict[str, Any]]:
        timeline, _ = self.story.told(until=until)
        return timeline.summary()["findings"]  # type: ignore[no-any-return]


def test_a_full_pool_whose_jobs_wait_for_its_backlog_waits_for_itself() -> None:
    deep = Deep(2, capacity=2)
    deep.wait_inside()
    (finding,) = deep.findings()
    assert (finding["kind"], finding["level"], finding["open"]) == ("pool-deadlock", "error", True)
    assert finding["message"].startswith(
        "pool waits for itself: total(0) (line 3) waits for the result of add(0); total(1) (line 3) waits for the result of add(1), "
        "which all its 2 workers are too busy waiting to begin."
    )
    assert finding["parameters"] == {"pool": "pool", "count": 2, "job": "total(0)", "line": 3, "wanted": "add(0)"}
    assert finding["workers"] == [*deep.workers, deep.main]
    assert finding["resources"] == [deep.pool, deep.outer[0], deep.inner[0], deep.outer[1], deep.inner[1]]
    assert finding["ring"][-1]["holder"] == deep.workers[0]  # who does what the main thread waits for


def test_a_pool_that_may_yet_have_another_worker_is_not_told_of() -> None:
    deep = Deep(2, capacity=3)
    deep.wait_inside()
    assert deep.findings() == []


def test_a_wait_with_a_time_limit_is_not_told_of() -> None:
    deep = Deep(2, capacity=2)
    deep.wait_inside(timeout=10_000)
    assert deep.findings() == []


def test_a_pool_with_a_worker_that_works_is_not_told_of() -> None:
    deep = Deep(3, capacity=3)
    busy = deep.workers.pop()
    deep.wait_inside()
    deep.story.sleep(busy, 3, 10_000)
    assert deep.findings() == []


def test_idle_workers_are_no_deadlock_of_their_own() -> None:
    deep = Deep(1, capacity=2)
    idle = deep.story.thread("Idle", deep.main, tid=200)
    deep.story.start(deep.main, idle, 0.2).on(idle, 0.5)
    deep.story.wait(idle, 1, Reason.QUEUE_GET, resource=deep.pool).off(idle, 1.1)
    gate = deep.story.resource(ResourceKind.EVENT, "gate", of=deep.main)
    for worker in (deep.workers[0], deep.main):
        deep.story.wait(worker, 3, Reason.EVENT, resource=gate).off(worker, 3.1)
    (finding,) = deep.findings()
    assert finding["kind"] == "deadlock"
    assert idle not in finding["workers"]


def test_two_pools_whose_jobs_wait_for_each_other_are_a_deadlock() -> None:
    deep = Deep(2, capacity=2)
    other = deep.story.resource(ResourceKind.POOL, "other", of=deep.main, capacity=1)
    deep.story.tables.resources[deep.outer[1]].pool = other
    for worker, wanted in zip(deep.workers, reversed(deep.outer), strict=True):
        deep.story.wait(worker, 3, Reason.FUTURE, resource=wanted).off(worker, 3.1)
    (finding,) = deep.findings()
    assert finding["kind"] == "deadlock"
    assert finding["message"] == (
        "Deadlock: W0 waits for the result of total(1); W1 waits for the result of total(0). Nobody will ever move."
    )


def test_a_job_whose_worker_ended_in_the_midst_of_it_has_nobody_to_end_it() -> None:
    deep = Deep(1, capacity=2)
    deep.story.wait(deep.main, 3, Reason.FUTURE, resource=deep.outer[0]).off(deep.main, 3.1)
    deep.story.end(deep.workers[0], 5)
    assert deep.findings(until=900) == []  # a pool that notices says so at once
    (finding,) = deep.findings(until=1500)
    assert finding["message"] == "Deadlock: MainThread waits for the result of total(0), but W0, which had begun it, has ended."


def test_a_worker_that_finished_its_job_and_ended_left_nobody() -> None:
    deep = Deep(1, capacity=2)
    deep.story.wait(deep.main, 3, Reason.FUTURE, resource=deep.outer[0]).off(deep.main, 3.1)
    deep.story.add(4, Kind.JOB_END, deep.workers[0], resource=deep.outer[0]).end(deep.workers[0], 5)
    assert deep.findings(until=1500) == []


def wait_for_several(deep: Deep, until: Until) -> None:
    """Let the first worker wait for two jobs that it has submitted; the second, if there is one, begins the first of them."""
    story, worker = deep.story, deep.workers[0]
    deep.inner = [deep.job(f"add({number})", worker, 2) for number in range(2)]
    several = story.resource(ResourceKind.FUTURE, "job", of=deep.main)
    if len(deep.workers) > 1:
        story.add(2.2, Kind.JOB_END, deep.workers[1], resource=deep.outer[1]).add(
            2.4, Kind.JOB_BEGIN, deep.workers[1], resource=deep.inner[0]
        )
    for job in deep.inner:
        story.add(2.5, Kind.AMONG, worker, resource=several, value=job, flags=until)
    story.wait(worker, 3, Reason.FUTURE, resource=several, line="inner.result").off(worker, 3.1)


def test_a_job_that_waits_for_several_that_only_its_own_worker_could_begin_is_told_of() -> None:
    for until in Until:
        deep = Deep(1, capacity=1)
        wait_for_several(deep, until)
        (finding,) = deep.findings()
        assert (finding["kind"], finding["parameters"]["wanted"]) == ("pool-deadlock", "add(0), add(1)")
        assert finding["resources"] == [deep.pool, deep.outer[0], *deep.inner]


def test_a_job_that_waits_for_several_of_which_one_is_under_way_is_not_told_of() -> None:
    for until in Until:
        deep = Deep(2, capacity=2)
        wait_for_several(deep, until)
        deep.story.sleep(deep.workers[1], 3, 10_000)
        assert deep.findings() == []

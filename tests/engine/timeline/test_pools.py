"""A pool's story, told by hand: two workers, jobs from submit to callback."""

from engine.events import EdgeKind, Kind, Outcome, Reason, ResourceKind, State, Until
from engine.timeline import Batch
from engine.wire import Change, Edge
from tests.story import MS, Story

FUTURE = ResourceKind.FUTURE


class Kitchen:
    """A main thread, a pool of two cooks, and orders."""

    def __init__(self) -> None:
        self.story = Story()
        self.main = self.story.process("kitchen.py", pid=100)
        self.story.on(self.main, 0).begin(self.main, 0.1)
        self.cooks = [self.story.thread(f"Cook-{number}", self.main, tid=101 + number) for number in range(2)]
        for number, cook in enumerate(self.cooks):
            self.story.start(self.main, cook, 0.2).run(cook, 0.5, 0.8, cpu=number)
        self.pool = self.story.resource(ResourceKind.POOL, "pool", of=self.main, capacity=2)

    def job(self, name: str, *, whole: int = 0, count: int | None = None) -> int:
        job = self.story.resource(FUTURE, name, of=self.main, capacity=count)
        facts = self.story.tables.resources[job]
        facts.pool, facts.whole = self.pool, whole
        return job

    def tell(self, kind: Kind, worker: int, job: int, ms: float, **more: int) -> None:
        self.story.add(ms, kind, worker, resource=job, **more)


def edges(batch: Batch, kind: EdgeKind) -> list[Edge]:
    return [edge for edge in batch.edges if edge.kind is kind]


def changes(batch: Batch, worker: int, after: float = 1) -> list[Change]:
    return [change for change in batch.changes if change.worker == worker and change.time >= after * MS]


def values(batch: Batch, *kinds: Kind) -> list[int]:
    return [event.value for event in batch.events if event.kind in kinds]


def test_a_job_is_followed_from_submit_to_the_worker_that_begins_it() -> None:
    kitchen = Kitchen()
    job = kitchen.job("soup(1)")
    kitchen.tell(Kind.SUBMIT, kitchen.main, job, 2)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[0], job, 3)
    kitchen.tell(Kind.RESULT, kitchen.cooks[0], job, 8)
    timeline, batch = kitchen.story.told(until=10)

    (edge,) = edges(batch, EdgeKind.SUBMIT)
    assert (edge.t0, edge.t1, edge.source, edge.target, edge.resource) == (2 * MS, 3 * MS, kitchen.main, kitchen.cooks[0], job)
    (pool,) = [row for row in timeline.summary()["resources"] if row["kind"] == "pool"]
    assert pool["jobs"] == {"submitted": 1, "done": 1, "raised": 0, "cancelled": 0}
    assert (pool["acquisitions"], pool["hold_ns"], pool["wait_ns"], pool["max_depth"]) == (1, 5 * MS, 1 * MS, 1)


def test_jobs_are_no_rows_of_the_summary() -> None:
    kitchen = Kitchen()
    kitchen.tell(Kind.SUBMIT, kitchen.main, kitchen.job("soup(1)"), 2)
    timeline, _ = kitchen.story.told(until=10)
    assert {row["kind"] for row in timeline.summary()["resources"]} == {"pool", "gil"}


def test_the_backlog_grows_with_each_submit_and_shrinks_as_jobs_begin_or_are_cancelled() -> None:
    kitchen = Kitchen()
    soup, stew, tea = (kitchen.job(name) for name in ("soup()", "stew()", "tea()"))
    for number, job in enumerate((soup, stew, tea)):
        kitchen.tell(Kind.SUBMIT, kitchen.main, job, 2 + number)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[0], soup, 6)
    kitchen.tell(Kind.WITHDRAW, kitchen.main, tea, 7)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[1], stew, 8)
    timeline, batch = kitchen.story.told(until=10)

    assert values(batch, Kind.SUBMIT, Kind.JOB_BEGIN, Kind.WITHDRAW) == [1, 2, 3, 2, 1, 0]
    (pool,) = [row for row in timeline.summary()["resources"] if row["kind"] == "pool"]
    assert (pool["jobs"]["cancelled"], pool["max_depth"]) == (1, 3)


def test_who_waits_for_a_result_names_the_worker_as_soon_as_one_does_the_job() -> None:
    kitchen = Kitchen()
    job = kitchen.job("soup(1)")
    kitchen.tell(Kind.SUBMIT, kitchen.main, job, 2)
    kitchen.story.wait(kitchen.main, 3, Reason.FUTURE, resource=job).off(kitchen.main, 3.1)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[1], job, 5)
    kitchen.tell(Kind.RESULT, kitchen.cooks[1], job, 9)
    kitchen.story.on(kitchen.main, 9.5).wait_end(kitchen.main, 9.6, resource=job)
    _, batch = kitchen.story.told(until=12)

    seen = [(change.time / MS, change.state, change.resource, change.by) for change in changes(batch, kitchen.main, 3.05)]
    assert seen == [
        (3.1, State.BLOCKED, job, 0),
        (5, State.BLOCKED, job, kitchen.cooks[1]),
        (9, State.READY, 0, kitchen.cooks[1]),
        (9.5, State.RUNNING, 0, 0),
    ]
    (edge,) = edges(batch, EdgeKind.WAKE)
    assert (edge.t0, edge.source, edge.target, edge.resource) == (9 * MS, kitchen.cooks[1], kitchen.main, job)


def test_an_idle_worker_waits_for_the_pool_and_is_ready_when_a_job_comes() -> None:
    kitchen = Kitchen()
    job = kitchen.job("soup(1)")
    cook = kitchen.cooks[0]
    kitchen.story.on(cook, 1).wait(cook, 1.1, Reason.QUEUE_GET, resource=kitchen.pool).off(cook, 1.2)
    kitchen.tell(Kind.SUBMIT, kitchen.main, job, 4)
    kitchen.story.on(cook, 4.5).add(4.6, Kind.WAIT_END, cook, resource=kitchen.pool, reason=Reason.QUEUE_GET)
    kitchen.tell(Kind.JOB_BEGIN, cook, job, 4.7)
    timeline, batch = kitchen.story.told(until=8)

    seen = [(change.time / MS, change.state, change.reason, change.resource) for change in changes(batch, cook, 1.15)]
    assert seen[:2] == [(1.2, State.BLOCKED, Reason.QUEUE_GET, kitchen.pool), (4, State.READY, Reason.CPU, 0)]
    assert not edges(batch, EdgeKind.WAKE)  # the submit says it
    (pool,) = [row for row in timeline.summary()["resources"] if row["kind"] == "pool"]
    assert pool["contended"] == 0  # to have nothing to do is no contention


def test_a_callback_is_an_edge_from_the_job_s_end_to_the_thread_that_runs_it() -> None:
    kitchen = Kitchen()
    job = kitchen.job("soup(1)")
    helper = kitchen.story.thread("Thread-1", kitchen.main, tid=109)
    kitchen.story.tables.workers[helper].is_helper = True
    kitchen.story.start(kitchen.main, helper, 1)
    kitchen.tell(Kind.SUBMIT, kitchen.main, job, 2)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[0], job, 3)
    kitchen.tell(Kind.JOB_END, kitchen.cooks[0], job, 6)
    kitchen.tell(Kind.RESULT, helper, job, 7)
    kitchen.tell(Kind.CALLBACK, helper, job, 7.5, text=kitchen.story.tables.text("tell"))
    _, batch = kitchen.story.told(until=10)

    (edge,) = edges(batch, EdgeKind.CALLBACK)
    assert (edge.t0, edge.t1, edge.source, edge.target) == (6 * MS, 7.5 * MS, kitchen.cooks[0], helper)
    rows = {row["id"]: row for row in batch.workers}
    assert rows[helper]["helper"] is False  # it did something of the program's


def test_a_map_waits_for_whoever_does_one_of_its_chunks() -> None:
    kitchen = Kitchen()
    whole = kitchen.job("map(soup)", count=4)
    parts = [kitchen.job(f"soup[{number}]", whole=whole, count=2) for number in range(2)]
    kitchen.tell(Kind.CREATE, kitchen.main, whole, 2)
    for part in parts:
        kitchen.tell(Kind.SUBMIT, kitchen.main, part, 2.1)
    kitchen.story.wait(kitchen.main, 2.5, Reason.FUTURE, resource=whole).off(kitchen.main, 2.6)
    for number, (cook, part) in enumerate(zip(kitchen.cooks, parts, strict=True)):
        kitchen.tell(Kind.JOB_BEGIN, cook, part, 3 + number)
        kitchen.tell(Kind.JOB_END, cook, part, 6 + number)
    kitchen.tell(Kind.RESULT, kitchen.cooks[1], whole, 8)
    _, batch = kitchen.story.told(until=10)

    owing = [(change.time / MS, change.by) for change in changes(batch, kitchen.main, 2.55) if change.state is State.BLOCKED]
    assert owing == [(2.6, 0), (3, kitchen.cooks[0]), (6, kitchen.cooks[1]), (7, 0)]


def test_what_the_pool_s_own_thread_hands_in_was_asked_for_by_who_called_imap() -> None:
    kitchen = Kitchen()
    handler = kitchen.story.thread("Thread-2", kitchen.main, tid=109)
    kitchen.story.tables.workers[handler].is_helper = True
    kitchen.story.start(kitchen.main, handler, 1)
    whole = kitchen.job("imap(soup)")
    part = kitchen.job("soup(0)", whole=whole)
    kitchen.tell(Kind.CREATE, kitchen.main, whole, 2)
    kitchen.tell(Kind.SUBMIT, handler, part, 3)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[0], part, 4)
    _, batch = kitchen.story.told(until=10)
    (edge,) = edges(batch, EdgeKind.SUBMIT)
    assert edge.source == kitchen.main


def test_a_job_that_raised_and_one_that_the_pool_lost_are_counted() -> None:
    kitchen = Kitchen()
    bad, lost = kitchen.job("bad()"), kitchen.job("lost()")
    for job in (bad, lost):
        kitchen.tell(Kind.SUBMIT, kitchen.main, job, 2)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[0], bad, 3)
    kitchen.tell(Kind.RESULT, kitchen.cooks[0], bad, 4, flags=Outcome.RAISED)
    kitchen.tell(Kind.RESULT, kitchen.main, lost, 5, flags=Outcome.RAISED)  # a broken pool
    after = kitchen.job("after()")
    kitchen.tell(Kind.SUBMIT, kitchen.main, after, 6)
    timeline, batch = kitchen.story.told(until=10)
    (pool,) = [row for row in timeline.summary()["resources"] if row["kind"] == "pool"]
    assert pool["jobs"] == {"submitted": 3, "done": 1, "raised": 1, "cancelled": 0}
    assert values(batch, Kind.SUBMIT) == [1, 2, 1]


def together(until: Until, *, raised: bool = False) -> tuple[Kitchen, list[Change], dict[str, object]]:
    """The main thread waits for soup, at which a cook is, and for tea, which nobody has begun; soup comes at 8 ms, tea at 12."""
    kitchen = Kitchen()
    soup, tea = kitchen.job("soup()"), kitchen.job("tea()")
    several = kitchen.story.resource(FUTURE, "job", of=kitchen.main)
    for job in (soup, tea):
        kitchen.tell(Kind.SUBMIT, kitchen.main, job, 2)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[0], soup, 3)
    for job in (soup, tea):
        kitchen.tell(Kind.AMONG, kitchen.main, several, 4, value=job, flags=until)
    kitchen.story.wait(kitchen.main, 4.5, Reason.FUTURE, resource=several).off(kitchen.main, 4.6)
    kitchen.tell(Kind.RESULT, kitchen.cooks[0], soup, 8, flags=Outcome.RAISED if raised else Outcome.DONE)
    kitchen.tell(Kind.JOB_BEGIN, kitchen.cooks[1], tea, 10)
    kitchen.tell(Kind.RESULT, kitchen.cooks[1], tea, 12)
    _, batch = kitchen.story.told(until=13)
    assert kitchen.story.tables.resources[several].name == "soup(), tea()"
    (row,) = {row["id"]: row for row in batch.resources if row["id"] == several}.values()
    assert row["several"] == [soup, tea]
    return kitchen, changes(batch, kitchen.main, after=4.6), row


def test_who_waits_for_several_jobs_names_who_is_at_one_of_them_until_all_are_done() -> None:
    kitchen, spans, row = together(Until.ALL)
    one, other = kitchen.cooks
    assert [(span.time // MS, span.state, span.by, span.resource) for span in spans] == [
        (4, State.BLOCKED, one, row["id"]),
        (8, State.BLOCKED, 0, row["id"]),
        (10, State.BLOCKED, other, row["id"]),
        (12, State.READY, other, 0),
    ]


def test_who_waits_for_the_first_or_for_each_or_until_one_fails_may_go_when_it_comes() -> None:
    for until, raised in ((Until.FIRST, False), (Until.EACH, False), (Until.FAILURE, True)):
        kitchen, spans, _ = together(until, raised=raised)
        assert [(span.time // MS, span.state, span.by) for span in spans][:2] == [
            (4, State.BLOCKED, kitchen.cooks[0]),
            (8, State.READY, kitchen.cooks[0]),
        ]
    assert together(Until.FAILURE)[1][-1].time == 12 * MS


def test_a_task_owes_what_another_thread_asked_its_loop_for() -> None:
    kitchen = Kitchen()
    story, (waiter, loop) = kitchen.story, kitchen.cooks
    task = story.strand("work", loop)
    job = story.resource(FUTURE, "work()", of=kitchen.main)
    kitchen.tell(Kind.SUBMIT, waiter, job, 2)
    story.wait(waiter, 2.5, Reason.FUTURE, resource=job).off(waiter, 2.6)
    story.step(loop, task, 3)
    kitchen.tell(Kind.JOB_BEGIN, task, job, 3.1)
    story.step(loop, 0, 4).strand_end(task, 7)
    kitchen.tell(Kind.RESULT, loop, job, 8)
    kitchen.tell(Kind.WAIT_END, waiter, job, 8.1, reason=Reason.FUTURE)
    story.on(waiter, 8.05, cpu=0)
    _, batch = story.told(until=10)
    assert [(edge.source, edge.target) for edge in edges(batch, EdgeKind.SUBMIT)] == [(waiter, task)]
    assert [(edge.source, edge.target) for edge in edges(batch, EdgeKind.WAKE)] == [(task, waiter)]

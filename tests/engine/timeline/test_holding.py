from engine.events import EdgeKind, Kind, Outcome, Reason, ResourceKind, State
from engine.timeline import Batch
from tests.story import MS, Story


class Office:
    """A program with three sellers and one lock, in which the sellers wait as real ones do: off their CPU."""

    def __init__(self, kind: ResourceKind = ResourceKind.LOCK, *, capacity: int | None = None) -> None:
        self.story = Story()
        self.main = self.story.process("office.py", pid=100)
        self.story.on(self.main, 0).begin(self.main, 0.1)
        self.sellers = [self.story.thread(f"Seller-{n}", self.main, tid=100 + n) for n in (1, 2, 3)]
        for number, seller in enumerate(self.sellers):
            self.story.start(self.main, seller, 0.2 + number / 10).on(seller, 0.6 + number / 10, cpu=1)
        self.thing = self.story.resource(kind, "thing", of=self.main, capacity=capacity)
        self.story.wait(self.main, 1, Reason.JOIN, target=self.sellers[0]).off(self.main, 1)

    def wait(self, seller: int, ms: float, reason: Reason = Reason.LOCK, timeout: float = -1) -> None:
        """Let a seller wait for the thing."""
        self.story.wait(self.sellers[seller], ms, reason, resource=self.thing, timeout=timeout).off(self.sellers[seller], ms)

    def take(self, seller: int, ms: float, *, value: int = 1) -> None:
        """Let a waiting seller get a CPU and the thing."""
        self.story.on(self.sellers[seller], ms, cpu=1).acquire(self.sellers[seller], self.thing, ms, value=value)

    def seen(self, batch: Batch, seller: int) -> list[tuple[float, State, int]]:
        """When that seller changed, to what, by whom, from 2 ms on."""
        who = self.sellers[seller]
        names = {worker: number for number, worker in enumerate(self.sellers)}
        return [(c.time / MS, c.state, names.get(c.by, -1)) for c in batch.changes if c.worker == who and c.time >= 2 * MS]


def test_a_waiter_knows_who_has_it_and_is_ready_when_that_one_releases() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2)
    office.wait(1, 3)
    office.story.release(office.sellers[0], office.thing, 5)
    office.take(1, 6)
    timeline, batch = office.story.told(until=10)
    assert office.seen(batch, 1) == [(3, State.BLOCKED, 0), (5, State.READY, 0), (6, State.RUNNING, -1)]
    wake = next(edge for edge in batch.edges if edge.kind is EdgeKind.WAKE)
    assert (wake.t0, wake.t1, wake.source, wake.target, wake.resource) == (
        5 * MS,
        5 * MS,
        office.sellers[0],
        office.sellers[1],
        office.thing,
    )
    facts = timeline.summary()["resources"][0]
    assert (facts["acquisitions"], facts["contended"], facts["max_waiters"]) == (2, 1, 1)
    assert (facts["wait_ns"], facts["hold_ns"]) == (3 * MS, (3 + 4) * MS)


def test_only_the_first_waiter_becomes_ready_and_the_other_s_bar_is_split() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2)
    office.wait(1, 3)
    office.wait(2, 4)
    office.story.release(office.sellers[0], office.thing, 5)
    office.take(1, 6)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 2) == [(4, State.BLOCKED, 0), (5, State.BLOCKED, -1), (6, State.BLOCKED, 1)]


def test_a_faster_one_sends_the_woken_waiter_back_and_there_is_no_wake() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2)
    office.wait(1, 3)
    office.story.release(office.sellers[0], office.thing, 5).acquire(office.sellers[0], office.thing, 5.01)
    office.story.release(office.sellers[0], office.thing, 7)
    office.take(1, 8)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 1)[:4] == [(3, State.BLOCKED, 0), (5, State.READY, 0), (5.01, State.BLOCKED, 0), (7, State.READY, 0)]
    assert [edge.t0 for edge in batch.edges if edge.kind is EdgeKind.WAKE] == [7 * MS]


def test_a_timeout_is_ready_when_due_and_woken_by_nobody() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2)
    office.wait(1, 3, timeout=2)
    office.story.on(office.sellers[1], 6, cpu=1).wait_end(office.sellers[1], 6, resource=office.thing, outcome=Outcome.TIMEOUT)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 1) == [(3, State.BLOCKED, 0), (5, State.READY, -1), (6, State.RUNNING, -1)]
    assert not [edge for edge in batch.edges if edge.kind is EdgeKind.WAKE]


def test_whoever_comes_after_the_release_is_ready_at_once() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2).release(office.sellers[0], office.thing, 2.99)
    office.wait(1, 3)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 1) == [(3, State.READY, -1)]


def test_an_rlock_is_free_only_at_depth_zero() -> None:
    office = Office(ResourceKind.RLOCK)
    first = office.sellers[0]
    office.story.acquire(first, office.thing, 2, value=1).acquire(first, office.thing, 2.5, value=2)
    office.wait(1, 3)
    office.story.release(first, office.thing, 4, value=1).release(first, office.thing, 5, value=0)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 1) == [(3, State.BLOCKED, 0), (5, State.READY, 0)]
    depths = [event.value for event in batch.events if event.resource == office.thing and event.kind in (Kind.ACQUIRE, Kind.RELEASE)]
    assert depths == [1, 2, 1, 0]


def test_a_release_by_another_is_a_release() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2)
    office.wait(1, 3)
    office.story.release(office.sellers[2], office.thing, 5)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 1) == [(3, State.BLOCKED, 0), (5, State.READY, 2)]


def test_a_semaphore_wakes_as_many_as_there_are_permits() -> None:
    office = Office(ResourceKind.SEMAPHORE, capacity=2)
    office.story.acquire(office.sellers[0], office.thing, 2, value=0)
    office.wait(1, 3, Reason.SEMAPHORE)
    office.wait(2, 4, Reason.SEMAPHORE)
    office.story.release(office.sellers[0], office.thing, 5, value=1)
    office.take(1, 6, value=0)
    office.story.release(office.sellers[0], office.thing, 7, value=1)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 1) == [(3, State.BLOCKED, -1), (5, State.READY, 0), (6, State.RUNNING, -1)]
    assert office.seen(batch, 2) == [(4, State.BLOCKED, -1), (7, State.READY, 0)]


def test_an_event_wakes_all_and_then_lets_everybody_pass() -> None:
    office = Office(ResourceKind.EVENT)
    office.wait(0, 2, Reason.EVENT)
    office.wait(1, 3, Reason.EVENT)
    office.story.add(5, Kind.SET, office.sellers[2], resource=office.thing)
    for seller in (0, 1):
        office.story.on(office.sellers[seller], 6, cpu=1).wait_end(office.sellers[seller], 6, resource=office.thing)
    _, batch = office.story.told(until=10)
    assert [office.seen(batch, seller)[1] for seller in (0, 1)] == [(5, State.READY, 2)] * 2
    assert len([edge for edge in batch.edges if edge.kind is EdgeKind.WAKE]) == 2


def test_a_cleared_event_holds_again() -> None:
    office = Office(ResourceKind.EVENT)
    office.story.add(2, Kind.SET, office.sellers[2], resource=office.thing).add(2.5, Kind.CLEAR, office.sellers[2], resource=office.thing)
    office.wait(1, 3, Reason.EVENT)
    _, batch = office.story.told(until=10)
    assert office.seen(batch, 1) == [(3, State.BLOCKED, -1)]


def test_notify_wakes_that_many_and_they_then_wait_for_the_lock() -> None:
    office = Office(ResourceKind.CONDITION)
    first, second, third = office.sellers
    story, thing = office.story, office.thing
    story.acquire(second, thing, 2).release(second, thing, 2.1)
    office.wait(1, 2.2, Reason.CONDITION)
    story.acquire(third, thing, 2.3).release(third, thing, 2.4)
    office.wait(2, 2.5, Reason.CONDITION)
    story.acquire(first, thing, 4).add(5, Kind.NOTIFY, first, resource=thing, value=1)
    story.on(second, 5.1, cpu=1).wait(second, 5.2, Reason.LOCK, resource=thing).off(second, 5.3)
    story.release(first, thing, 6)
    story.on(second, 6.1, cpu=1).acquire(second, thing, 6.2).wait_end(second, 6.3, resource=thing)
    _, batch = story.told(until=10)
    assert office.seen(batch, 1) == [
        (2.2, State.BLOCKED, -1),
        (5, State.READY, 0),
        (5.1, State.RUNNING, -1),
        (5.3, State.BLOCKED, 0),
        (6, State.READY, 0),
        (6.1, State.RUNNING, -1),
    ]
    assert office.seen(batch, 2) == [(2.5, State.BLOCKED, -1)]
    assert [(edge.reason, edge.t0) for edge in batch.edges if edge.kind is EdgeKind.WAKE] == [
        (Reason.LOCK, 6 * MS),
        (Reason.CONDITION, 5 * MS),
    ]


def test_the_last_one_at_a_barrier_opens_it() -> None:
    office = Office(ResourceKind.BARRIER, capacity=3)
    for number in (0, 1):
        office.story.add(2 + number, Kind.ARRIVE, office.sellers[number], resource=office.thing, value=number + 1)
        office.wait(number, 2.1 + number, Reason.BARRIER)
    office.story.add(5, Kind.ARRIVE, office.sellers[2], resource=office.thing, value=3)
    _, batch = office.story.told(until=10)
    assert [office.seen(batch, number)[-1] for number in (0, 1)] == [(5, State.READY, 2)] * 2


def test_events_tell_how_many_wait() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2)
    office.wait(1, 3)
    office.wait(2, 4)
    office.story.release(office.sellers[0], office.thing, 5)
    _, batch = office.story.told(until=10)
    assert [(e.kind, e.waiters) for e in batch.events if e.resource == office.thing] == [
        (Kind.ACQUIRE, 0),
        (Kind.WAIT, 1),
        (Kind.WAIT, 2),
        (Kind.RELEASE, 2),
    ]


def test_when_the_second_in_line_wakes_instead_of_the_first_it_is_he_who_was_ready() -> None:
    office = Office()
    office.story.acquire(office.sellers[0], office.thing, 2)
    office.wait(1, 3)
    office.wait(2, 4)
    office.story.release(office.sellers[0], office.thing, 5)
    office.take(2, 6)
    _, batch = office.story.told(until=10)
    last: dict[float, State] = {time: state for time, state, _ in office.seen(batch, 1)}
    assert last[5] is State.BLOCKED
    assert office.seen(batch, 2) == [(4, State.BLOCKED, 0), (5, State.READY, 0), (6, State.RUNNING, -1)]
    assert [(edge.source, edge.target) for edge in batch.edges if edge.kind is EdgeKind.WAKE] == [(office.sellers[0], office.sellers[2])]


def test_who_woke_in_vain_queues_up_again() -> None:
    office = Office()
    story, thing, (first, second, third) = office.story, office.thing, office.sellers
    story.acquire(first, thing, 2)
    office.wait(1, 3)
    office.wait(2, 4)
    story.release(first, thing, 5).on(second, 5.1, cpu=1).acquire(first, thing, 5.2).off(second, 5.3)
    story.release(first, thing, 7)
    _, batch = story.told(until=10)
    assert office.seen(batch, 2)[-1] == (7, State.READY, 0)
    assert office.seen(batch, 1)[-1][1] is State.BLOCKED
    assert third


def test_without_a_kernel_the_release_is_the_cause_whoever_comes_next() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    workers = [story.thread(f"T{n}", main) for n in range(3)]
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.begin(main, 0)
    for worker in workers:
        story.start(main, worker, 0.5, fork_after=None).add(1, Kind.THREAD_BEGIN, worker)
    story.acquire(workers[0], lock, 2)
    for n in (1, 2):
        story.wait(workers[n], 2 + n, Reason.LOCK, resource=lock)
    story.release(workers[0], lock, 5).acquire(workers[2], lock, 6)
    _, batch = story.told(until=10, kernel="inferred")
    assert [(change.time / MS, change.state) for change in batch.changes if change.worker == workers[2]][-2:] == [
        (5, State.READY),
        (6, State.RUNNING),
    ]
    assert len([edge for edge in batch.edges if edge.kind is EdgeKind.WAKE]) == 1


def test_a_value_that_brings_its_own_lock_is_held_and_waited_for_like_a_lock() -> None:
    story = Story()
    one, other = story.process("one", pid=100), story.process("other", pid=200)
    value = story.resource(ResourceKind.VALUE, "counter")
    story.on(one, 0).begin(one, 0).on(other, 0, cpu=1).begin(other, 0)
    story.acquire(one, value, 1).acquire(one, value, 2, value=2).release(one, value, 2.1, value=1)
    story.wait(other, 3, Reason.LOCK, resource=value).off(other, 3.1)
    story.acquire(one, value, 4, value=2).release(one, value, 4.1, value=1)  # inside: it is held all the same
    story.release(one, value, 6).on(other, 6.2, cpu=1).acquire(other, value, 6.3)
    _, batch = story.told(until=8)
    spans = [(change.time / MS, change.state, change.by) for change in batch.changes if change.worker == other][-3:]
    assert spans == [(3.1, State.BLOCKED, one), (6, State.READY, one), (6.2, State.RUNNING, 0)]

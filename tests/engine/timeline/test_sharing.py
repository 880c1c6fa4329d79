from engine.events import Kind, Reason, ResourceKind
from tests.story import Story


class Two:
    """Main and two threads, started one after the other."""

    def __init__(self) -> None:
        self.story = Story()
        self.main = self.story.process("p.py", pid=100)
        self.story.begin(self.main, 0)
        self.datum = self.story.resource(ResourceKind.VARIABLE, "n", of=self.main)
        self.touch(self.main, 0.1)
        self.a, self.b = (self.story.thread(name, self.main, tid=100 + number) for number, name in enumerate("ab", 1))
        self.story.start(self.main, self.a, 1).start(self.main, self.b, 1.5)

    def touch(self, worker: int, ms: float) -> None:
        """Let a worker read the datum."""
        self.story.add(ms, Kind.READ, worker, resource=self.datum)

    def knows(self, worker: int, other: int) -> bool:
        """Tell whether a worker knows of all that another did until now."""
        timeline, _ = self.story.told(until=50)
        sharing = timeline._world.sharing
        return sharing.clock(worker).get(other, 0) >= sharing.step(other) - 1 > 0


def test_who_is_started_knows_what_its_starter_did() -> None:
    two = Two()
    two.touch(two.a, 5)
    timeline, _ = two.story.told(until=50)
    assert timeline._world.sharing.knows(two.a, two.main, 1)
    assert not two.knows(two.a, two.b)


def test_a_forked_child_knows_what_its_parent_did_though_its_parent_has_not_said_yet_that_it_is_there() -> None:
    two = Two()
    child = two.story.process("child", pid=200)
    two.story.add(2, Kind.KERNEL_FORK, two.main, target=child)
    two.touch(child, 3)
    two.story.start(two.main, child - 1, 4)
    timeline, _ = two.story.told(until=3.5)
    assert timeline._world.sharing.knows(child, two.main, 1)


def test_who_joins_knows_what_the_other_did() -> None:
    two = Two()
    two.story.acquire(two.a, two.story.resource(ResourceKind.LOCK, "l", of=two.main), 5)
    two.story.wait(two.main, 6, Reason.JOIN, target=two.a).end(two.a, 7).wait_end(two.main, 8, target=two.a)
    assert two.knows(two.main, two.a)


def test_who_takes_a_lock_knows_what_those_before_did() -> None:
    two = Two()
    lock = two.story.resource(ResourceKind.LOCK, "l", of=two.main)
    two.story.acquire(two.a, lock, 5).release(two.a, lock, 6).acquire(two.b, lock, 7)
    assert two.knows(two.b, two.a)
    assert not two.knows(two.a, two.b)


def test_who_gets_an_item_knows_what_its_sender_did() -> None:
    two = Two()
    queue = two.story.resource(ResourceKind.QUEUE, "q", of=two.main)
    two.story.put(two.a, queue, 5, "1", 1).get(two.b, queue, 6, "1", 0)
    assert two.knows(two.b, two.a)


def test_who_submits_a_job_knows_what_its_worker_did_when_the_result_is_there() -> None:
    two = Two()
    job = two.story.resource(ResourceKind.FUTURE, "job()", of=two.main)
    two.story.tables.resources[job].pool = two.story.resource(ResourceKind.POOL, "pool", of=two.main, capacity=1)
    two.story.add(4, Kind.SUBMIT, two.main, resource=job).add(5, Kind.JOB_BEGIN, two.a, resource=job)
    lock = two.story.resource(ResourceKind.LOCK, "l", of=two.main)
    two.story.acquire(two.a, lock, 6).release(two.a, lock, 6.5)
    did = two.story.told(until=50)[0]._world.sharing.step(two.a) - 1
    assert not two.knows(two.main, two.a)
    two.story.add(7, Kind.RESULT, two.a, resource=job)
    assert two.story.told(until=50)[0]._world.sharing.knows(two.main, two.a, did)


def test_nothing_is_kept_before_the_first_access() -> None:
    story = Story()
    main = story.process("p.py", pid=100)
    lock = story.resource(ResourceKind.LOCK, "l", of=main)
    story.begin(main, 0).acquire(main, lock, 1).release(main, lock, 2)
    timeline, _ = story.told(until=5)
    assert not timeline._world.sharing.is_on
    assert not timeline._world.sharing._clocks

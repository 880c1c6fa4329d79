import pytest

from engine.events import Flag, Kind, Reason, ResourceKind, Taking, Watched
from engine.findings.knots import find_knot
from engine.timeline import Timeline
from tests.story import Story


class Hall:
    """A program whose workers wait: two threads and the main thread that joins the first."""

    def __init__(self, *kinds: ResourceKind) -> None:
        self.story = Story()
        self.main = self.story.process("hall.py", pid=100)
        self.story.on(self.main, 0).begin(self.main, 0.1)
        self.anna, self.bruno = (self.story.thread(name, self.main, tid=101 + n) for n, name in enumerate(("Anna", "Bruno")))
        for n, worker in enumerate((self.anna, self.bruno)):
            self.story.start(self.main, worker, 0.2 + n / 10).on(worker, 0.5 + n / 10, cpu=1)
        self.things = [self.story.resource(kind, f"thing-{n}", of=self.main) for n, kind in enumerate(kinds)]

    def wait(self, worker: int, ms: float, reason: Reason, resource: int = 0, target: int = 0, timeout: float = -1) -> None:
        """Let somebody wait off his CPU."""
        self.story.wait(worker, ms, reason, resource=resource, target=target, timeout=timeout).off(worker, ms)

    def join(self, ms: float = 10) -> None:
        """Let the main thread join Anna."""
        self.wait(self.main, ms, Reason.JOIN, target=self.anna)

    def knot(self, until: float = 2000) -> set[int]:
        """Who can never move again."""
        timeline, _ = self.story.told(until=until)
        return {thread.id for thread in find_knot(world_of(timeline))}


def world_of(timeline: Timeline):  # noqa: ANN201 - private on purpose; only this test looks inside
    return timeline._world


def test_who_waits_for_one_that_sleeps_is_free() -> None:
    hall = Hall(ResourceKind.LOCK)
    hall.story.acquire(hall.anna, hall.things[0], 2)
    hall.wait(hall.bruno, 3, Reason.LOCK, hall.things[0])
    hall.wait(hall.anna, 4, Reason.SLEEP, timeout=100_000)
    hall.join()
    assert hall.knot() == set()


def test_a_ring_of_locks_and_who_joins_it_are_a_knot() -> None:
    hall = Hall(ResourceKind.LOCK, ResourceKind.LOCK)
    first, second = hall.things
    hall.story.acquire(hall.anna, first, 2).acquire(hall.bruno, second, 2.1)
    hall.wait(hall.anna, 3, Reason.LOCK, second)
    hall.wait(hall.bruno, 4, Reason.LOCK, first)
    hall.join()
    assert hall.knot() == {hall.main, hall.anna, hall.bruno}


@pytest.mark.parametrize(
    ("kind", "flags", "is_stuck"),
    [(ResourceKind.LOCK, 0, False), (ResourceKind.LOCK, Taking.SCOPED, True), (ResourceKind.RLOCK, 0, True)],
)
def test_a_lock_whose_holder_joins_the_waiter_may_be_a_signal_that_a_third_gives_unless_only_its_holder_can(
    kind: ResourceKind, flags: int, is_stuck: bool
) -> None:
    hall = Hall(kind)
    hall.story.add(2, Kind.ACQUIRE, hall.main, resource=hall.things[0], value=1, flags=flags)
    hall.wait(hall.anna, 3, Reason.LOCK, hall.things[0])
    hall.wait(hall.bruno, 3, Reason.SLEEP, timeout=100_000)
    hall.join()
    assert hall.knot() == ({hall.main, hall.anna} if is_stuck else set())


def test_a_ring_with_a_time_limit_in_it_is_no_knot() -> None:
    hall = Hall(ResourceKind.LOCK, ResourceKind.LOCK)
    first, second = hall.things
    hall.story.acquire(hall.anna, first, 2).acquire(hall.bruno, second, 2.1)
    hall.wait(hall.anna, 3, Reason.LOCK, second)
    hall.wait(hall.bruno, 4, Reason.LOCK, first, timeout=100_000)
    hall.join()
    assert hall.knot() == set()


def test_who_waits_at_a_queue_that_a_running_worker_could_fill_is_free() -> None:
    hall = Hall(ResourceKind.QUEUE)
    hall.wait(hall.anna, 3, Reason.QUEUE_GET, hall.things[0])
    hall.join()
    assert hall.knot() == set()  # Bruno runs


def test_who_waits_at_a_queue_that_nobody_can_fill_is_in_a_knot() -> None:
    hall = Hall(ResourceKind.QUEUE)
    hall.wait(hall.anna, 3, Reason.QUEUE_GET, hall.things[0])
    hall.story.end(hall.bruno, 4)
    hall.join()
    assert hall.knot() == {hall.main, hall.anna}


def test_who_waits_for_something_we_cannot_see_is_no_part_and_could_help() -> None:
    hall = Hall(ResourceKind.QUEUE)
    hall.wait(hall.anna, 3, Reason.QUEUE_GET, hall.things[0])
    hall.story.off(hall.bruno, 4)  # reads a file, perhaps
    hall.join()
    assert hall.knot() == set()


def test_another_process_cannot_reach_a_thread_s_queue() -> None:
    hall = Hall(ResourceKind.QUEUE)
    other = hall.story.process("other.py", pid=200)
    hall.story.on(other, 1, cpu=1).begin(other, 1.1)
    hall.wait(hall.anna, 3, Reason.QUEUE_GET, hall.things[0])
    hall.story.end(hall.bruno, 4)
    hall.join()
    assert hall.knot() == {hall.main, hall.anna}


def test_another_process_can_reach_a_shared_queue() -> None:
    hall = Hall()
    queue = hall.story.resource(ResourceKind.QUEUE, "shared")
    other = hall.story.process("other.py", pid=200)
    hall.story.on(other, 1, cpu=1).begin(other, 1.1)
    hall.wait(hall.anna, 3, Reason.QUEUE_GET, queue)
    hall.story.end(hall.bruno, 4)
    hall.join()
    assert hall.knot() == set()


def test_an_idle_helper_of_the_library_is_nobody_s_hope() -> None:
    hall = Hall()
    queue = hall.story.resource(ResourceKind.QUEUE, "shared")
    hall.story.tables.workers[hall.bruno].is_helper = True
    hall.wait(hall.anna, 3, Reason.QUEUE_GET, queue)
    hall.story.off(hall.bruno, 4)
    hall.join()
    assert hall.knot() == {hall.main, hall.anna}


@pytest.mark.parametrize("handles", [False, True])
def test_a_handler_of_signals_may_end_what_the_main_thread_waits_for(handles: bool) -> None:
    hall = Hall(ResourceKind.LOCK)
    hall.story.acquire(hall.main, hall.things[0], 2)
    if handles:
        hall.story.add(2.5, Kind.HANDLE, hall.main, value=14)
    hall.wait(hall.main, 3, Reason.LOCK, hall.things[0])
    for worker in (hall.anna, hall.bruno):
        hall.story.end(worker, 4)
    assert hall.knot() == (set() if handles else {hall.main})


def test_who_joins_a_process_of_which_nothing_is_known_is_free() -> None:
    hall = Hall()
    child = hall.story.process("ls", pid=200)
    hall.story.add(1, Kind.KERNEL_FORK, hall.main, target=child).off(child, 2)
    hall.story.end(hall.anna, 2).end(hall.bruno, 2)
    hall.wait(hall.main, 3, Reason.PROCESS, target=child - 1)
    assert hall.knot() == set()


class Loop:
    """An event loop with three tasks; in the end its thread waits for events."""

    def __init__(self) -> None:
        self.story = Story()
        self.main = self.story.process("loop.py", pid=100)
        self.story.on(self.main, 0).begin(self.main, 0.1)
        self.tasks = [self.story.strand(name, self.main) for name in ("boss", "one", "other")]
        self.now = 1.0

    def step(self, task: int, reason: Reason, resource: int = 0, target: int = 0, also: int = 0, timeout: int = -1) -> None:
        """Let a task run and end its step in a wait."""
        story, at = self.story, self.now
        story.step(self.main, task, at)
        story.add(at + 0.2, Kind.WAIT, task, reason=reason, resource=resource, target=target, value=timeout, flags=Flag.STRAND)
        if also:
            story.add(at + 0.3, Kind.ALSO, task, target=also, value=2)
        self.now += 1

    def lock(self, name: str, owner: int) -> int:
        """Make a lock that a task has."""
        lock = self.story.resource(ResourceKind.LOCK, name, of=self.main)
        self.story.tables.resources[lock].is_for_strands = True
        self.story.step(self.main, owner, self.now).acquire(owner, lock, self.now + 0.1)
        self.now += 1
        return lock

    def knot(self, *, timeout: int = -1, flags: int = Watched.NOTHING) -> set[int]:
        """Let the loop wait for events; give who can never move again."""
        self.story.step(self.main, 0, self.now).add(self.now, Kind.WAIT, self.main, reason=Reason.IO, value=timeout, flags=flags)
        self.story.off(self.main, self.now + 0.1)
        return {worker.id for worker in find_knot(world_of(self.story.told(until=2000)[0]))}


def test_tasks_that_wait_for_each_others_locks_are_a_knot_and_so_is_who_gathers_them() -> None:
    loop = Loop()
    boss, one, other = loop.tasks
    left, right = loop.lock("left", one), loop.lock("right", other)
    loop.step(boss, Reason.FUTURE, target=one, also=other)
    loop.step(one, Reason.LOCK, right)
    loop.step(other, Reason.LOCK, left)
    assert loop.knot(timeout=10_000_000_000, flags=0) == {boss, one, other}


def test_a_gathering_is_free_while_one_of_it_may_move() -> None:
    loop = Loop()
    boss, one, other = loop.tasks
    loop.step(boss, Reason.FUTURE, target=one, also=other)
    loop.step(one, Reason.LOCK, loop.lock("left", one))
    loop.step(other, Reason.SLEEP, timeout=10_000_000_000)
    assert boss not in loop.knot(timeout=10_000_000_000, flags=0)


@pytest.mark.parametrize(("timeout", "flags", "is_stuck"), [(-1, Watched.NOTHING, True), (-1, 0, False), (10_000_000_000, 0, False)])
def test_a_task_that_waits_for_an_item_is_stuck_only_if_nothing_can_wake_its_loop(timeout: int, flags: int, is_stuck: bool) -> None:
    loop = Loop()
    boss, one, other = loop.tasks
    queue = loop.story.resource(ResourceKind.QUEUE, "queue", of=loop.main)
    loop.story.tables.resources[queue].is_for_strands = True
    loop.step(one, Reason.QUEUE_GET, queue)
    loop.step(other, Reason.QUEUE_GET, queue)
    loop.step(boss, Reason.FUTURE, target=one, also=other)
    assert loop.knot(timeout=timeout, flags=flags) == ({boss, one, other} if is_stuck else set())


def test_a_thread_that_lives_may_wake_a_loop_that_waits_for_nothing() -> None:
    loop = Loop()
    helper = loop.story.thread("helper", loop.main, tid=101)
    loop.story.start(loop.main, helper, 0.5).on(helper, 0.6, cpu=1)
    loop.step(loop.tasks[0], Reason.FUTURE)
    assert loop.knot() == set()


def test_a_task_with_a_time_limit_is_free() -> None:
    loop = Loop()
    one = loop.tasks[1]
    loop.step(one, Reason.LOCK, loop.lock("left", one), timeout=60_000_000_000)
    assert loop.knot(timeout=60_000_000_000, flags=0) == set()


@pytest.mark.parametrize("ends", [False, True])
def test_a_loop_whose_task_waits_for_a_job_of_another_process_is_free_until_that_can_come_no_more(ends: bool) -> None:
    loop = Loop()
    story, (boss, one, _) = loop.story, loop.tasks
    child = story.process("worker", pid=200)
    story.start(loop.main, child - 1, 0.5, fork_after=0.6).begin(child, 0.7)
    job = story.resource(ResourceKind.FUTURE, "cpu_bound()", of=loop.main)
    story.tables.resources[job].pool = story.resource(ResourceKind.POOL, "pool", of=loop.main, capacity=1)
    story.add(0.8, Kind.SUBMIT, loop.main, resource=job).add(0.9, Kind.JOB_BEGIN, child, resource=job)
    loop.step(boss, Reason.FUTURE, target=one)
    loop.step(one, Reason.FUTURE, job)
    if ends:
        story.end(child, 8)
    assert loop.knot() == ({boss, one} if ends else set())


def test_tasks_are_free_whose_gathering_is_given_up_and_cancelled_when_its_time_limit_has_passed() -> None:
    loop = Loop()
    boss, one, other = loop.tasks
    left, right = loop.lock("left", one), loop.lock("right", other)
    loop.step(boss, Reason.FUTURE, target=one, also=other, timeout=60_000_000_000)
    loop.step(one, Reason.LOCK, right)
    loop.step(other, Reason.LOCK, left)
    assert loop.knot(timeout=60_000_000_000, flags=0) == set()


def test_a_daemon_at_a_queue_is_cut_off_when_the_main_thread_has_ended_and_waits_for_ever_only_while_that_lives() -> None:
    hall = Hall(ResourceKind.QUEUE)
    story = hall.story
    for worker in (hall.anna, hall.bruno):
        story.tables.workers[worker].daemon = True
        hall.wait(worker, 3, Reason.QUEUE_GET, hall.things[0])
    story.add(500, Kind.PROCESS_END, hall.main).add(501, Kind.KERNEL_EXIT, hall.main)
    assert hall.knot() == set()

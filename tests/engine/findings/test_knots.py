import pytest

from engine.events import Kind, Reason, ResourceKind
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

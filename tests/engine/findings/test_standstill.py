"""When nobody of a program can ever move again, for certain; each time with what makes it uncertain."""

import pytest

from engine.events import Reason, ResourceKind
from engine.timeline import Timeline
from tests.engine.findings.test_knots import Hall, Loop, world_of
from tests.story import MS, Story

UNTIL = 2500


def ring() -> Hall:
    """Anna and Bruno have each the lock that the other wants; the main thread joins Anna."""
    hall = Hall(ResourceKind.LOCK, ResourceKind.LOCK)
    first, second = hall.things
    hall.story.acquire(hall.anna, first, 2).acquire(hall.bruno, second, 2.1)
    hall.wait(hall.anna, 3, Reason.LOCK, second)
    hall.wait(hall.bruno, 4, Reason.LOCK, first)
    hall.join()
    return hall


def standing(story: Story, until: float = UNTIL, kernel: str = "measured") -> float:
    timeline, _ = story.told(until=until, kernel=kernel)
    return timeline.standing_ns / MS


def test_if_all_are_in_the_ring_or_join_it_nobody_can_move_since_the_last_did() -> None:
    assert standing(ring().story) == UNTIL - 10


def test_before_a_finding_has_told_it_it_is_not_certain() -> None:
    assert standing(ring().story, until=300) == 0


@pytest.mark.parametrize("kernel", ["sampled", "inferred"])
def test_where_the_kernel_does_not_tell_who_ran_nothing_is_certain(kernel: str) -> None:
    assert standing(ring().story, kernel=kernel) == 0


def test_one_more_who_sleeps_may_yet_do_something() -> None:
    hall = ring()
    other = hall.story.thread("Carla", hall.main, tid=103)
    hall.story.start(hall.main, other, 5).on(other, 6, cpu=1)
    hall.wait(other, 7, Reason.SLEEP, timeout=100_000)
    assert standing(hall.story) == 0


def test_a_process_without_python_may_yet_do_something() -> None:
    hall = ring()
    child = hall.story.process("sleep", pid=200)
    hall.story.start(hall.main, child - 1, 5, fork_after=None).on(child, 6, cpu=1).off(child, 7)
    assert standing(hall.story) == 0


def test_who_runs_moves() -> None:
    hall = ring()
    other = hall.story.thread("Carla", hall.main, tid=103)
    hall.story.start(hall.main, other, 5).on(other, 6, cpu=1)
    assert standing(hall.story) == 0
    hall.story.off(other, 1000, preempted=True)
    assert standing(hall.story) == 0


@pytest.mark.parametrize("is_idle", [True, False])
def test_what_only_the_library_needs_counts_while_it_is_not_idle(is_idle: bool) -> None:
    hall = ring()
    helper = hall.story.thread("QueueFeederThread", hall.main, tid=103)
    hall.story.tables.workers[helper].is_helper = True
    hall.story.start(hall.main, helper, 5).on(helper, 6, cpu=1)
    if is_idle:
        hall.story.off(helper, 7)
    assert (standing(hall.story) > 0) is is_idle


def test_a_wait_that_ends_by_itself_is_none_for_ever() -> None:
    hall = Hall(ResourceKind.LOCK, ResourceKind.LOCK)
    first, second = hall.things
    hall.story.acquire(hall.anna, first, 2).acquire(hall.bruno, second, 2.1)
    hall.wait(hall.anna, 3, Reason.LOCK, second, timeout=100_000)
    hall.wait(hall.bruno, 4, Reason.LOCK, first)
    hall.join()
    assert standing(hall.story) == 0


def test_the_other_end_of_a_pipe_may_be_outside_of_the_program() -> None:
    hall = Hall(ResourceKind.PIPE)
    hall.wait(hall.anna, 3, Reason.PIPE, hall.things[0])
    hall.wait(hall.bruno, 4, Reason.JOIN, target=hall.anna)
    hall.join()
    timeline, _ = hall.story.told(until=UNTIL)
    assert [finding["kind"] for finding in timeline.summary()["findings"] if finding["kind"] == "join-hang"]
    assert timeline.standing_ns == 0


def test_when_records_are_lost_nothing_is_certain() -> None:
    timeline = fold(ring())
    timeline.lost(1, UNTIL * MS)
    assert timeline.standing_ns == 0
    assert fold(ring()).standing_ns > 0


def test_a_manager_may_be_outside_of_the_program() -> None:
    timeline = fold(ring())
    world = world_of(timeline)
    world.asked.served[1] = None
    timeline.advance((UNTIL + 200) * MS)
    assert timeline.standing_ns == 0


def test_tasks_that_wait_for_each_other_and_their_loop_stand_still() -> None:
    for timeout, is_still in ((-1, True), (10_000_000_000, False)):
        loop = Loop()
        boss, one, other = loop.tasks
        left, right = loop.lock("left", one), loop.lock("right", other)
        loop.step(boss, Reason.FUTURE, target=one, also=other)
        loop.step(one, Reason.LOCK, right)
        loop.step(other, Reason.LOCK, left)
        loop.knot(timeout=timeout) if is_still else loop.knot(timeout=timeout, flags=0)
        assert (standing(loop.story) > 0) is is_still


def fold(hall: Hall) -> Timeline:
    return hall.story.told(until=UNTIL)[0]

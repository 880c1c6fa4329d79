from typing import Any

from engine.events import Kind, Reason, ResourceKind
from tests.story import MS, Story


def hall(*kinds: ResourceKind) -> tuple[Story, int, int, int, list[int]]:
    """A program with two threads that the main thread joins one after the other, and some things."""
    story = Story("first\nsecond\nthird\n")
    main = story.process("hall.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    anna, bruno = (story.thread(name, main, tid=101 + n) for n, name in enumerate(("Anna", "Bruno")))
    for n, worker in enumerate((anna, bruno)):
        story.start(main, worker, 0.2 + n / 10).on(worker, 0.5 + n / 10, cpu=1)
    story.wait(main, 1, Reason.JOIN, target=anna, line="third").off(main, 1)
    return story, main, anna, bruno, [story.resource(kind, f"thing-{n}", of=main) for n, kind in enumerate(kinds)]


def wait(story: Story, worker: int, ms: float, reason: Reason, resource: int, line: str = "", timeout: float = -1) -> None:
    story.wait(worker, ms, reason, resource=resource, line=line, timeout=timeout).off(worker, ms)


def found(story: Story, until: float = 3000, kind: str = "deadlock") -> list[dict[str, Any]]:
    timeline, _ = story.told(until=until)
    return [finding for finding in timeline.summary()["findings"] if finding["kind"] == kind]


def opposite_order(story: Story, anna: int, bruno: int, locks: list[int]) -> None:
    story.acquire(anna, locks[0], 2).acquire(bruno, locks[1], 2.1)
    wait(story, anna, 3, Reason.LOCK, locks[1], "first")
    wait(story, bruno, 4, Reason.LOCK, locks[0], "second")


def test_two_locks_in_opposite_order_are_found_with_ring_and_lines() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK, ResourceKind.LOCK)
    opposite_order(story, anna, bruno, locks)
    (finding,) = found(story)
    assert finding["message"] == (
        "Deadlock: Anna waits for thing-1, held by Bruno; Bruno waits for thing-0, held by Anna. Nobody will ever move."
    )
    assert finding["ring"] == [
        {"worker": anna, "resource": locks[1], "location": story.at("first"), "holder": bruno},
        {"worker": bruno, "resource": locks[0], "location": story.at("second"), "holder": anna},
    ]
    assert (finding["level"], finding["open"], finding["since"]) == ("error", True, 4 * MS)
    assert 300 * MS <= finding["at"] - finding["since"] <= 450 * MS


def test_the_same_order_is_no_deadlock() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK, ResourceKind.LOCK)
    story.acquire(anna, locks[0], 2).acquire(anna, locks[1], 2.1)
    wait(story, bruno, 3, Reason.LOCK, locks[0])
    story.sleep(anna, 4, 2000).off(anna, 4)
    assert found(story, until=1900) == []


def test_a_ring_that_moves_within_a_moment_is_not_told() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK, ResourceKind.LOCK)
    opposite_order(story, anna, bruno, locks)
    story.on(anna, 200, cpu=0).wait_end(anna, 200, resource=locks[1])  # interrupted
    assert found(story) == []


def test_a_ring_with_a_timeout_is_not_told() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK, ResourceKind.LOCK)
    story.acquire(anna, locks[0], 2).acquire(bruno, locks[1], 2.1)
    wait(story, anna, 3, Reason.LOCK, locks[1], timeout=5000)
    wait(story, bruno, 4, Reason.LOCK, locks[0])
    assert found(story) == []


def test_a_finding_closes_when_it_resolves_after_all() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK, ResourceKind.LOCK)
    opposite_order(story, anna, bruno, locks)
    story.on(anna, 1000, cpu=0).wait_end(anna, 1000, resource=locks[1]).release(anna, locks[0], 1001)
    (finding,) = found(story)
    assert finding["open"] is False


def test_a_deadlock_that_was_killed_stays_open() -> None:
    story, main, anna, bruno, locks = hall(ResourceKind.LOCK, ResourceKind.LOCK)
    opposite_order(story, anna, bruno, locks)
    for worker in (anna, bruno, main):
        story.add(1000, Kind.KERNEL_EXIT, worker)
    (finding,) = found(story)
    assert finding["open"] is True


def test_it_is_told_once_however_long_it_lasts() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK, ResourceKind.LOCK)
    opposite_order(story, anna, bruno, locks)
    _, batch = story.told(until=3000)
    assert len([row for row in batch.findings if row["kind"] == "deadlock"]) == 1


def test_taking_a_lock_twice_is_a_deadlock_when_nobody_else_is_left() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK)
    story.end(bruno, 1.5).acquire(anna, locks[0], 2)
    wait(story, anna, 3, Reason.LOCK, locks[0])
    (finding,) = found(story)
    assert finding["message"] == "Deadlock: Anna waits for thing-0, held by itself. It will never move."


def test_a_lock_taken_twice_as_a_signal_from_another_is_not() -> None:
    story, _, anna, _, locks = hall(ResourceKind.LOCK)
    story.acquire(anna, locks[0], 2)
    wait(story, anna, 3, Reason.LOCK, locks[0])  # Bruno runs and may release it
    assert found(story) == []


def test_a_lock_whose_holder_has_ended_is_told() -> None:
    story, _, anna, bruno, locks = hall(ResourceKind.LOCK)
    story.acquire(bruno, locks[0], 2).end(bruno, 2.5)
    wait(story, anna, 3, Reason.LOCK, locks[0])
    (finding,) = found(story)
    assert finding["message"] == "Deadlock: Anna waits for thing-0, but Bruno, which holds it, has ended."
    assert finding["message_id"] == "finding.deadlock.orphan"


def test_two_queues_that_only_the_other_could_fill_are_a_deadlock() -> None:
    story, _, anna, bruno, queues = hall(ResourceKind.QUEUE, ResourceKind.QUEUE)
    wait(story, anna, 2, Reason.QUEUE_GET, queues[0])
    wait(story, bruno, 3, Reason.QUEUE_GET, queues[1])
    (finding,) = found(story)
    assert "Anna waits for an item from thing-0; Bruno waits for an item from thing-1" in finding["message"]
    assert finding["at"] - finding["since"] >= 1000 * MS


def test_consumers_of_a_producer_that_sleeps_are_not() -> None:
    story, _, anna, bruno, queues = hall(ResourceKind.QUEUE)
    wait(story, anna, 2, Reason.QUEUE_GET, queues[0])
    story.sleep(bruno, 3, 2800).off(bruno, 3)
    assert found(story, until=2700) == []


def test_the_main_thread_at_a_queue_of_the_dead_is_a_deadlock() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    queue = story.resource(ResourceKind.QUEUE, "results", of=main)
    story.on(main, 0).begin(main, 0.1)
    wait(story, main, 2, Reason.QUEUE_GET, queue)
    (finding,) = found(story)
    assert finding["message"] == "Deadlock: MainThread waits for an item from results, and nobody who is alive can give it."


def test_philosophers_make_a_ring_of_five() -> None:
    story = Story()
    main = story.process("dinner.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    forks = [story.resource(ResourceKind.LOCK, f"forks[{n}]", of=main) for n in range(5)]
    eaters = [story.thread(f"P{n}", main, tid=101 + n) for n in range(5)]
    for number, eater in enumerate(eaters):
        story.start(main, eater, 0.2).on(eater, 0.5 + number, cpu=1).acquire(eater, forks[number], 0.6 + number)
        wait(story, eater, 10 + number, Reason.LOCK, forks[(number + 1) % 5])
    story.wait(main, 1, Reason.JOIN, target=eaters[0]).off(main, 1)
    (finding,) = found(story)
    assert [row["worker"] for row in finding["ring"]] == eaters


def test_a_pool_whose_task_waits_for_another_task_is_found() -> None:
    story = Story("submit\n")
    main = story.process("pool.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    worker = story.thread("pool_0", main, tid=101)
    story.start(main, worker, 0.2).on(worker, 0.5, cpu=1)
    wait(story, main, 2, Reason.FUTURE, 0)
    wait(story, worker, 3, Reason.FUTURE, 0, "submit")
    (finding,) = found(story)
    assert finding["message"] == (
        "Deadlock: MainThread waits for a result; pool_0 waits for a result, and nobody else who is alive can help."
    )
    assert [row["location"] for row in finding["ring"]] == [0, story.at("submit")]


def test_a_result_may_come_from_whoever_still_moves() -> None:
    story, _, anna, bruno, _ = hall()
    wait(story, anna, 2, Reason.FUTURE, 0)
    story.sleep(bruno, 3, 5000).off(bruno, 3)
    assert found(story) == []

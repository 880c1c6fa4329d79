from typing import Any

from engine.events import Flag, Kind, Reason, ResourceKind
from tests.story import Story


def hall() -> tuple[Story, int, int, int]:
    story = Story()
    main = story.process("hall.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    anna = story.thread("Anna", main, tid=101)
    story.start(main, anna, 0.2).on(anna, 0.5, cpu=1)
    queue = story.resource(ResourceKind.QUEUE, "jobs", of=main)
    story.wait(main, 1, Reason.JOIN, target=anna).off(main, 1)
    return story, main, anna, queue


def found(story: Story, until: float = 3000) -> list[dict[str, Any]]:
    timeline, _ = story.told(until=until)
    return timeline.summary()["findings"]


def test_a_join_of_a_consumer_without_a_sentinel_hangs() -> None:
    story, main, anna, queue = hall()
    story.wait(anna, 2, Reason.QUEUE_GET, resource=queue).off(anna, 2)
    (finding,) = found(story)
    assert (finding["kind"], finding["workers"], finding["resources"]) == ("join-hang", [main, anna], [queue])
    assert finding["message"] == "MainThread waits for Anna to finish, but Anna waits for an item from jobs and will never end."
    assert [row["worker"] for row in finding["ring"]] == [main, anna]


def test_the_other_consumers_that_got_no_sentinel_are_named_too() -> None:
    story, main, anna, queue = hall()
    bruno = story.thread("Bruno", main, tid=102)
    story.start(main, bruno, 0.3).on(bruno, 0.6, cpu=1)
    for worker in (anna, bruno):
        story.wait(worker, 2, Reason.QUEUE_GET, resource=queue).off(worker, 2)
    (finding,) = found(story)
    assert finding["workers"] == [main, anna, bruno]


def test_a_join_of_a_consumer_that_somebody_can_still_feed_does_not() -> None:
    story, main, anna, queue = hall()
    bruno = story.thread("Bruno", main, tid=102)
    story.start(main, bruno, 0.3).on(bruno, 0.6, cpu=1)
    story.wait(anna, 2, Reason.QUEUE_GET, resource=queue).off(anna, 2)
    assert found(story) == []


def test_a_join_of_one_that_sleeps_does_not() -> None:
    story, _, anna, _ = hall()
    story.sleep(anna, 2, 10_000).off(anna, 2)
    assert found(story) == []


def test_a_join_with_a_time_limit_does_not() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    anna = story.thread("Anna", main, tid=101)
    queue = story.resource(ResourceKind.QUEUE, "jobs", of=main)
    story.start(main, anna, 0.2).on(anna, 0.5, cpu=1).wait(main, 1, Reason.JOIN, target=anna, timeout=60_000).off(main, 1)
    story.wait(anna, 2, Reason.QUEUE_GET, resource=queue).off(anna, 2)
    assert found(story) == []


def test_a_join_of_a_process_whose_only_thread_waits_for_ever_hangs() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    child = story.process("Worker", pid=200)
    queue = story.resource(ResourceKind.QUEUE, "jobs")
    story.on(main, 0).begin(main, 0.1).add(1, Kind.KERNEL_FORK, main, target=child)
    story.add(1.2, Kind.START, main, target=child - 1, flags=Flag.PROCESS).on(child, 1.3, cpu=1).begin(child, 1.4)
    story.wait(main, 2, Reason.JOIN, target=child - 1).off(main, 2).wait(child, 3, Reason.QUEUE_GET, resource=queue).off(child, 3)
    (finding,) = found(story)
    assert finding["message"] == "hall.py waits for Worker to finish, but Worker waits for an item from jobs and will never end."


def filled_queue() -> tuple[Story, int, int, int]:
    """A child that filled a queue and now waits for the queue's feeder, whose pipe is full; the parent joins the child."""
    story = Story()
    main = story.process("hall.py", pid=100)
    child = story.process("Filler", pid=200)
    feeder = story.thread("QueueFeederThread", child, tid=201)
    story.tables.workers[feeder].is_helper = True
    queue = story.resource(ResourceKind.QUEUE, "letters")
    story.on(main, 0).begin(main, 0.1).add(1, Kind.KERNEL_FORK, main, target=child)
    story.add(1.2, Kind.START, main, target=child - 1, flags=Flag.PROCESS).on(child, 1.3, cpu=1).begin(child, 1.4)
    story.wait(main, 2, Reason.JOIN, target=child - 1).off(main, 2)
    story.put(child, queue, 3, "'a'", 1).put(child, queue, 3.1, "'b'", 2).start(child, feeder, 3.2).on(feeder, 3.3, cpu=0).off(feeder, 3.5)
    story.wait(child, 4, Reason.JOIN, target=feeder).off(child, 4)
    return story, main, child, queue


def test_a_child_that_cannot_end_because_nobody_empties_its_queue_is_found() -> None:
    story, main, child, queue = filled_queue()
    (finding,) = (finding for finding in found(story) if finding["kind"] == "join-hang")
    assert finding["message"] == "hall.py waits for Filler to finish, but Filler waits for room in letters and will never end."
    assert (finding["workers"], finding["resources"]) == ([main, child - 1], [queue])


def test_a_child_at_a_full_queue_is_found_though_its_idle_feeder_lives() -> None:
    story = Story()
    main, child = story.process("hall.py", pid=100), story.process("Filler", pid=200)
    feeder = story.thread("QueueFeederThread", child, tid=201)
    story.tables.workers[feeder].is_helper = True
    queue = story.resource(ResourceKind.QUEUE, "letters", capacity=1)
    story.on(main, 0).begin(main, 0.1).add(1, Kind.KERNEL_FORK, main, target=child)
    story.add(1.2, Kind.START, main, target=child - 1, flags=Flag.PROCESS).on(child, 1.3, cpu=1).begin(child, 1.4)
    story.wait(main, 2, Reason.JOIN, target=child - 1).off(main, 2)
    story.put(child, queue, 3, "'a'", 1).start(child, feeder, 3.2).on(feeder, 3.3, cpu=0)
    story.wait(feeder, 3.4, Reason.UNKNOWN).off(feeder, 3.5)
    story.wait(child, 4, Reason.QUEUE_PUT, resource=queue).off(child, 4)
    (finding,) = found(story)
    assert (finding["kind"], finding["workers"], finding["resources"]) == ("join-hang", [main, child - 1], [queue])
    story.on(feeder, 5, cpu=0)  # it has something to do: who knows whether it serves somebody
    assert found(story) == []


def test_a_child_whose_queue_somebody_may_still_empty_is_not() -> None:
    story, main, _, _ = filled_queue()
    reader = story.process("Reader", pid=300)
    story.add(1.5, Kind.KERNEL_FORK, main, target=reader).on(reader, 1.6, cpu=0)
    assert found(story) == []


def test_two_that_join_each_other_are_a_deadlock_and_no_join_hang_besides() -> None:
    story, main, anna, _ = hall()
    story.wait(anna, 2, Reason.JOIN, target=main).off(anna, 2)
    assert [finding["kind"] for finding in found(story)] == ["deadlock"]

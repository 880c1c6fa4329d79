"""What stood still until somebody of the program ended it."""

from engine.events import Ending, Kind, Reason, ResourceKind
from engine.findings.ended import amend
from engine.findings.finding import Finding
from tests.engine.findings.test_knots import Loop
from tests.story import Story


def told(story: Story, kind: str) -> list[tuple[str, bool]]:
    timeline, _ = story.told(until=3000)
    return [(finding["message"], finding["open"]) for finding in timeline.summary()["findings"] if finding["kind"] == kind]


def ring() -> Loop:
    """Two tasks that wait for each other's locks, and a third that sleeps."""
    loop = Loop()
    dog, one, other = loop.tasks
    left, right = loop.lock("left", one), loop.lock("right", other)
    loop.step(dog, Reason.SLEEP, timeout=10_000_000_000)
    loop.step(one, Reason.LOCK, right)
    loop.step(other, Reason.LOCK, left)
    loop.story.step(loop.main, 0, loop.now).add(loop.now, Kind.WAIT, loop.main, reason=Reason.IO, value=10_000_000_000)
    loop.story.off(loop.main, loop.now)
    return loop


def test_tasks_in_a_ring_that_another_cancels_stood_until_then() -> None:
    loop = ring()
    dog, one, other = loop.tasks
    loop.story.on(loop.main, 900).step(loop.main, dog, 900)
    for task in (one, other):
        loop.story.add(901, Kind.CANCEL, dog, target=task)
    for task in (one, other):
        loop.story.step(loop.main, task, 902).strand_end(task, 903, Ending.CANCELLED)
    ((message, is_open),) = told(loop.story, "deadlock")
    assert message.endswith("Nobody could move. So it was for 898 ms: then boss cancelled one.")
    assert is_open


def test_what_a_finding_says_itself_stays_beside_who_ended_it() -> None:
    loop = ring()
    dog, one, _ = loop.tasks
    loop.story.on(loop.main, 900).step(loop.main, dog, 900).add(901, Kind.CANCEL, dog, target=one)
    loop.story.step(loop.main, one, 902).strand_end(one, 903, Ending.CANCELLED)
    timeline, _ = loop.story.told(until=3000)
    message = "one will wait for an item from q for ever. Ann got None as the last item and ended."
    finding = Finding(
        kind="missing-sentinel",
        level="error",
        message=message,
        message_id="finding.missing-sentinel",
        key=("missing-sentinel",),
        at=0,
        since=3_000_000,
        parameters={"ended": "Ann"},
        workers=[one],
        resources=[],
        location=0,
        is_open=True,
    )
    assert amend(timeline._world, finding)
    assert finding.parameters == {"ended": "Ann", "ended_worker": "one", "ended_by": "boss", "lasted_ns": 900_000_000}
    assert finding.message.startswith("one waited for an item from q in vain. Ann got None")
    assert not amend(timeline._world, finding)


def test_a_process_that_waits_for_ever_and_is_terminated_did_so_until_then() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    child = story.process("Worker", pid=200)
    story.on(main, 0).begin(main, 0.1).add(1, Kind.KERNEL_FORK, main, target=child).on(child, 1.3, cpu=1).begin(child, 1.4)
    lock = story.resource(ResourceKind.LOCK, "lock", of=child)
    story.acquire(child, lock, 2).wait(child, 3, Reason.LOCK, resource=lock).off(child, 3)
    story.add(1003, Kind.SIGNAL, main, target=child - 1, value=15).add(1003, Kind.KERNEL_EXIT, child)
    story.add(1004, Kind.REAP, main, target=child - 1, value=-15)
    assert told(story, "deadlock") == [
        ("Deadlock: Worker waits for lock, held by itself. It could not move. So it was for 1 s: then hall.py killed Worker.", True)
    ]


def test_what_nobody_ended_is_told_as_for_ever() -> None:
    ((message, _),) = told(ring().story, "deadlock")
    assert message.endswith("Nobody will ever move.")

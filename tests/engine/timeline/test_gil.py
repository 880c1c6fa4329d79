from engine.events import Event, Flag, Kind, Reason, ResourceKind
from engine.timeline import Batch
from tests.story import MS, Story


def office() -> tuple[Story, int, int]:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1)
    return story, main, other


def steps(batch: Batch) -> list[tuple[float, Kind, int]]:
    return [(event.time / MS, event.kind, event.worker) for event in batch.events if event.flags == Flag.INFERRED]


def test_a_process_with_one_thread_has_no_gil_lane() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0.1).off(main, 2)
    _, batch = story.told(until=5)
    assert batch.resources == []
    assert steps(batch) == []


def test_the_second_thread_makes_the_gil_appear_with_its_owner() -> None:
    story, main, _ = office()
    _, batch = story.told(until=5)
    assert [(row["kind"], row["process"]) for row in batch.resources] == [("gil", main - 1)]
    assert steps(batch) == [(1, Kind.ACQUIRE, main)]


def test_leaving_the_cpu_of_one_s_own_will_hands_the_gil_on() -> None:
    story, main, other = office()
    story.on(other, 2, cpu=1).off(main, 3).off(other, 4)
    _, batch = story.told(until=5)
    assert steps(batch) == [
        (1, Kind.ACQUIRE, main),
        (3, Kind.RELEASE, main),
        (3, Kind.ACQUIRE, other),
        (4, Kind.RELEASE, other),
    ]


def test_a_preempted_thread_keeps_the_gil() -> None:
    story, main, other = office()
    story.off(main, 2, preempted=True).on(other, 2, cpu=0)
    _, batch = story.told(until=5)
    assert steps(batch) == [(1, Kind.ACQUIRE, main)]


def test_whoever_records_something_has_the_gil() -> None:
    story, main, other = office()
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.on(other, 2, cpu=1).acquire(other, lock, 3)
    _, batch = story.told(until=5)
    assert steps(batch)[1:] == [(3, Kind.RELEASE, main), (3, Kind.ACQUIRE, other)]


def test_whoever_gets_a_cpu_in_the_middle_of_a_wait_does_not_have_the_gil() -> None:
    story, main, other = office()
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.acquire(main, lock, 1.1).on(other, 1.5, cpu=1).wait(other, 1.6, Reason.LOCK, resource=lock).off(other, 1.7)
    story.on(main, 1.8).off(main, 2).on(other, 3, cpu=1).off(other, 3.1)
    _, batch = story.told(until=5)
    assert (3, Kind.ACQUIRE, other) not in steps(batch)


def test_the_end_of_a_thread_gives_its_gil_back() -> None:
    story, _, other = office()
    story.off(2, 1.5).on(other, 2, cpu=1).end(other, 3)
    _, batch = story.told(until=5)
    assert steps(batch)[-1] == (3, Kind.RELEASE, other)


def test_steps_are_events_in_order_of_time() -> None:
    story, main, other = office()
    for ms in range(2, 40, 4):
        story.off(main, ms).on(other, ms + 0.1, cpu=1).off(other, ms + 2).on(main, ms + 2.1)
    _, batch = story.told(until=50)
    times = [event.time for event in batch.events]
    assert times == sorted(times)
    assert isinstance(batch.events[0], Event)


def test_the_woken_thread_waits_first_for_a_cpu_and_then_for_the_gil() -> None:
    story, main, other = office()
    story.on(other, 1.5, cpu=1).wait(other, 1.6, Reason.SLEEP, timeout=10).off(other, 1.7)
    story.on(other, 11.7, cpu=1).off(other, 11.8).off(main, 14).on(other, 14.1, cpu=1)
    _, batch = story.told(until=20)
    reasons = [(change.time / MS, change.reason) for change in batch.changes if change.worker == other and change.time > 2 * MS]
    assert reasons == [(11.6, Reason.CPU), (11.7, Reason.NONE), (11.8, Reason.GIL), (14.1, Reason.NONE)]
    assert main


def test_on_a_busy_machine_one_may_wait_longer_for_the_gil() -> None:
    story, main, other = office()
    story.on(other, 1.5, cpu=1).add(1.6, Kind.THREAD_BEGIN, other)
    story.off(other, 2, preempted=True).on(other, 42, cpu=1)  # 40 ms without a CPU: it is busy
    story.off(main, 50).on(main, 80)
    _, batch = story.told(until=90)
    assert [change.reason for change in batch.changes if change.worker == main and change.time == 50 * MS][-1] is Reason.GIL


def test_who_never_came_although_he_could_is_blocked_after_all() -> None:
    story, main, other = office()
    lock = story.resource(ResourceKind.QUEUE, "jobs", of=main)
    story.on(other, 1.5, cpu=1).wait(other, 2, Reason.QUEUE_GET, resource=lock).off(other, 2.1)
    story.put(main, lock, 3, "1", 1)
    _, batch = story.told(until=500)
    change = [change for change in batch.changes if change.worker == other][-1]
    assert (change.time, change.reason) == (3 * MS, Reason.QUEUE_GET)


def test_who_is_away_while_nobody_has_the_gil_does_not_wait_for_it() -> None:
    story, main, other = office()
    story.on(other, 1.5, cpu=1).add(1.6, Kind.THREAD_BEGIN, other).off(main, 2).off(other, 2.5).on(main, 5)
    _, batch = story.told(until=9)
    assert [change.reason for change in batch.changes if change.worker == main and change.time == 2 * MS][-1] is Reason.UNKNOWN

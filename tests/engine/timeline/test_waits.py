import pytest

from engine.events import EdgeKind, Event, Kind, Reason, ResourceKind, State
from engine.timeline.waits import MOST_NESTED, MOST_TOLD, with_waiters
from tests.story import MS, Story


def program() -> tuple[Story, int]:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    return story, main


def test_an_end_without_a_wait_is_no_trouble() -> None:
    story, main = program()
    lock = story.resource(ResourceKind.EVENT, "gun", of=main)
    story.wait_end(main, 1, resource=lock).wait_end(main, 2)
    _, batch = story.told(until=5)
    assert [event.kind for event in batch.events][2:] == [Kind.WAIT_END, Kind.WAIT_END]


def test_waits_whose_end_was_lost_do_not_pile_up() -> None:
    story, main = program()
    lock = story.resource(ResourceKind.EVENT, "gun", of=main)
    for ms in range(1, 3 * MOST_NESTED):
        story.wait(main, ms, Reason.EVENT, resource=lock)
    story.wait_end(main, 90, resource=lock)
    timeline, batch = story.told(until=95)
    assert batch.changes[-1].state is State.RUNNING
    assert timeline.summary()["resources"][0]["max_waiters"] == 1


def test_a_wait_inside_a_wait_ends_with_the_outer_one() -> None:
    story, main = program()
    gun = story.resource(ResourceKind.CONDITION, "gun", of=main)
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.wait(main, 1, Reason.CONDITION, resource=gun).wait(main, 2, Reason.LOCK, resource=lock)
    story.wait_end(main, 3, resource=gun).off(main, 4)
    _, batch = story.told(until=5)
    assert batch.changes[-2].reason is Reason.UNKNOWN


def test_waiting_for_one_who_has_ended_is_ready_at_once() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).on(other, 2, cpu=1).end(other, 3).wait(main, 4, Reason.JOIN, target=other).off(main, 4)
    _, batch = story.told(until=10)
    change = [change for change in batch.changes if change.worker == main][-1]
    assert (change.state, change.by) == (State.READY, other)


@pytest.mark.parametrize("is_copy", [False, True])
def test_nobody_has_ended_for_a_forked_process_that_joins_its_copies_of_threads(is_copy: bool) -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    child = story.process("child", pid=200)
    story.start(main, other, 1).on(other, 2, cpu=1).begin(child, 3)
    joiner = child if is_copy else main
    story.wait(joiner, 4, Reason.JOIN, target=other)
    if not is_copy:
        story.end(other, 4.5)
    story.add(5, Kind.WAIT_END, joiner, target=other, reason=Reason.JOIN)
    _, batch = story.told(until=10)
    assert [edge.target for edge in batch.edges if edge.kind is EdgeKind.JOIN] == ([] if is_copy else [main])


def test_the_change_tells_where_it_waits() -> None:
    story, main = program()
    story.source = "lock.acquire()"
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.acquire(main, lock, 1).wait(main, 2, Reason.LOCK, resource=lock, line="lock.acquire").off(main, 2)
    _, batch = story.told(until=3)
    change = [change for change in batch.changes if change.worker == main][-1]
    assert (change.resource, change.by, change.location) == (lock, main, story.at("lock.acquire"))


def test_a_long_line_of_waiters_does_not_make_a_change_of_each_at_every_step() -> None:
    story, main = program()
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    others = [story.thread(f"T{n}", main, tid=101 + n) for n in range(100)]
    story.acquire(main, lock, 1)
    for n, other in enumerate(others):
        story.start(main, other, 2 + n / 100).on(other, 4, cpu=1).wait(other, 5 + n / 100, Reason.LOCK, resource=lock).off(
            other, 5 + n / 100
        )
    for step in range(50):
        story.release(main, lock, 10 + step).acquire(main, lock, 10.5 + step)
    _, batch = story.told(until=100)
    told = [change for change in batch.changes if change.time >= 10 * MS]
    assert len(told) <= 50 * 2 * (MOST_TOLD + 1)
    first, last = ([change.by for change in batch.changes if change.worker == other] for other in (others[0], others[-1]))
    assert first[-1] == main
    assert set(last) == {0}


def test_more_waiters_than_a_byte_holds_are_255() -> None:
    assert with_waiters(Event(0, Kind.SET, 1), 1000).waiters == 255
    assert MS == 1_000_000


def test_an_event_that_the_fold_has_nothing_to_add_to_stays_as_it_is() -> None:
    event = Event(0, Kind.SET, 1, value=3)
    assert with_waiters(event, 0) is event
    assert with_waiters(event, 0, 3) is event
    assert with_waiters(event, 2, 1) == event._replace(value=1, waiters=2)


def test_what_the_library_waits_for_on_its_own_account_is_a_state_and_no_event() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 0.2).add(0.3, Kind.THREAD_BEGIN, other).on(other, 0.4, cpu=1)
    story.wait(main, 1, Reason.UNKNOWN).off(main, 1.1).on(main, 4).off(main, 4.1).on(main, 5)
    story.add(5.1, Kind.WAIT_END, main, reason=Reason.UNKNOWN)
    _, batch = story.told(until=8)
    assert Kind.WAIT not in [event.kind for event in batch.events]
    assert [(change.time / MS, change.state, change.reason) for change in batch.changes if change.worker == main][-4:] == [
        (1.1, State.BLOCKED, Reason.UNKNOWN),
        (4, State.RUNNING, Reason.NONE),
        (4.1, State.READY, Reason.GIL),
        (5, State.RUNNING, Reason.NONE),
    ]


def test_a_wait_without_a_name_may_be_served_by_anybody() -> None:
    story, main = program()
    story.wait(main, 1, Reason.UNKNOWN).off(main, 1.1)
    timeline, _ = story.told(until=5000)
    assert timeline.summary()["findings"] == []


def test_a_wait_for_a_result_is_the_program_s_own() -> None:
    story, main = program()
    story.wait(main, 1, Reason.FUTURE).off(main, 1.1)
    _, batch = story.told(until=5)
    assert [event.reason for event in batch.events if event.kind is Kind.WAIT] == [Reason.FUTURE]

"""Strands: who runs inside a thread, who waits for its turn, and for what."""

from typing import TYPE_CHECKING

from engine.events import EdgeKind, Ending, Flag, Kind, Known, Reason, ResourceKind, State, Turn, WorkerKind
from engine.timeline import Batch
from tests.story import MS, Story

if TYPE_CHECKING:
    from engine.wire import Change

FIRST = 1


def states(batch: Batch, worker: int) -> list[tuple[float, str]]:
    """What a worker does, as (ms, state or state and reason); a change replaced by another of the same instant is not seen."""
    rows: dict[int, Change] = {change.time: change for change in batch.changes if change.worker == worker}
    return [
        (time / MS, row.state.name.lower() + (f" {row.reason.name.lower()}" if row.reason else "")) for time, row in sorted(rows.items())
    ]


def office() -> tuple[Story, int]:
    story = Story()
    main = story.process("loop.py", pid=100)
    story.on(main, 0).begin(main, 0)
    return story, main


def test_a_strand_does_what_its_thread_does_while_that_runs_it() -> None:
    story, main = office()
    task = story.strand("fetch", main)
    story.add(1, Kind.START, main, target=task).queued(main, task, 1)
    story.step(main, task, 2).off(main, 3, preempted=True).on(main, 4).step(main, 0, 5)
    _, batch = story.told(until=6)
    assert states(batch, task) == [(1, "ready loop"), (2, "running"), (3, "ready cpu"), (4, "running"), (5, "blocked future")]


def test_a_thread_that_sleeps_in_a_strand_blocks_that_strand_and_keeps_the_others_waiting() -> None:
    story, main = office()
    one, other = story.strand("one", main), story.strand("other", main)
    for task in (one, other):
        story.add(1, Kind.START, main, target=task).queued(main, task, 1)
    story.step(main, one, 2).sleep(one, 3, 4).off(main, 3.1).on(main, 7)
    _, batch = story.told(until=8)
    assert states(batch, one)[1:] == [(2, "running"), (3.1, "blocked sleep"), (7, "running")]
    assert states(batch, other) == [(1, "ready loop")]
    assert (3.1, "blocked sleep") in states(batch, main)


def test_a_strand_that_sleeps_by_itself_is_ready_when_its_time_has_come_however_busy_the_loop_is() -> None:
    story, main = office()
    task = story.strand("nap", main)
    story.step(main, task, 1)
    story.add(2, Kind.WAIT, task, reason=Reason.SLEEP, value=3 * MS, flags=Flag.STRAND)
    story.step(main, 0, 2.5).step(main, task, 9).wait_end(task, 9)
    _, batch = story.told(until=10)
    assert states(batch, task) == [(1, "running"), (2.5, "blocked sleep"), (5, "ready loop"), (9, "running")]


def test_strands_hold_and_wait_for_a_lock_of_their_own_kind() -> None:
    story, main = office()
    one, other = story.strand("one", main), story.strand("other", main)
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.tables.resources[lock].is_for_strands = True
    story.step(main, one, 1).acquire(one, lock, 2).step(main, other, 3)
    story.add(4, Kind.WAIT, other, resource=lock, reason=Reason.LOCK, value=-1, flags=Flag.STRAND)
    story.step(main, one, 5).release(one, lock, 6).queued(one, other, 6.1).step(main, other, 7).acquire(other, lock, 7.1)
    timeline, batch = story.told(until=8)
    assert states(batch, other) == [(3, "running"), (5, "blocked lock"), (6, "ready loop"), (7, "running")]
    blocked = next(change for change in batch.changes if change.worker == other and change.state is State.BLOCKED)
    assert (blocked.resource, blocked.by) == (lock, one)
    wakes = [edge for edge in batch.edges if edge.kind is EdgeKind.WAKE]
    assert [(edge.source, edge.target, edge.resource, edge.t0 / MS) for edge in wakes] == [(one, other, lock, 6)]
    (row,) = timeline.summary()["resources"]
    assert (row["acquisitions"], row["contended"], row["wait_ns"]) == (2, 1, round(3.1 * MS))


def test_a_lock_of_threads_taken_in_a_strand_blocks_the_thread_and_all_its_strands() -> None:
    story, main = office()
    holder = story.thread("holder", main, tid=101)
    task = story.strand("task", main)
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.start(main, holder, 1).on(holder, 1.1, cpu=1).acquire(holder, lock, 2)
    story.step(main, task, 3).wait(task, 4, Reason.LOCK, resource=lock).off(main, 4.1)
    story.release(holder, lock, 6).on(main, 6.2).acquire(task, lock, 6.3)
    _, batch = story.told(until=8)
    assert (4.1, "blocked lock") in states(batch, main)
    assert states(batch, task) == [(3, "running"), (4.1, "blocked lock"), (6, "ready cpu"), (6.2, "running")]


def test_who_awaits_a_strand_goes_on_when_that_ends() -> None:
    story, main = office()
    one, other = story.strand("one", main), story.strand("other", main)
    story.step(main, one, 1)
    story.add(2, Kind.WAIT, one, target=other, reason=Reason.JOIN, value=-1, flags=Flag.STRAND)
    story.step(main, other, 3).strand_end(other, 4).step(main, 0, 4.1).queued(main, one, 4.2).step(main, one, 5).wait_end(
        one, 5, target=other
    )
    timeline, batch = story.told(until=6)
    assert states(batch, one) == [(1, "running"), (3, "blocked join"), (4, "ready loop"), (5, "running")]
    assert states(batch, other)[-1] == (4, "terminated")
    assert [(edge.source, edge.target) for edge in batch.edges if edge.kind is EdgeKind.JOIN] == [(other, one)]
    assert {row["name"]: (row["kind"], row["thread"]) for row in timeline.summary()["workers"]}["one"] == ("task", main)


def test_a_cancelled_strand_is_cancelled_and_one_left_over_is_cut_with_its_thread() -> None:
    story, main = office()
    one, other = story.strand("one", main), story.strand("other", main)
    story.step(main, one, 1).add(2, Kind.CANCEL, one, target=other).strand_end(other, 3, Ending.CANCELLED).exited(100, 5, 0)
    timeline, batch = story.told(until=6)
    rows = {row["name"]: row for row in timeline.summary()["workers"]}
    assert [(rows[name]["cancelled"], rows[name]["cut"]) for name in ("one", "other")] == [(False, True), (True, False)]
    assert (rows["other"]["ended_ns"], rows["one"]["ended_ns"]) == (3 * MS, 5 * MS)
    assert [(edge.source, edge.target) for edge in batch.edges if edge.kind is EdgeKind.SIGNAL] == [(one, other)]


def test_a_generator_waits_to_be_resumed_and_may_be_resumed_by_another_thread() -> None:
    story, main = office()
    helper = story.thread("helper", main, tid=101)
    numbers = story.strand("numbers", main, kind=WorkerKind.GENERATOR)
    story.add(1, Kind.START, main, target=numbers)
    story.step(main, numbers, 2).step(main, 0, 3)
    story.start(main, helper, 4).on(helper, 4.1, cpu=1).step(helper, numbers, 5).off(helper, 6, preempted=True)
    _, batch = story.told(until=7)
    assert states(batch, numbers) == [(2, "running"), (3, "blocked resume"), (5, "running"), (6, "ready cpu")]


def test_lost_records_leave_no_strand_running() -> None:
    story, main = office()
    task = story.strand("task", main)
    story.step(main, task, 1).add(2, Kind.LOST, main, value=FIRST)
    _, batch = story.told(until=3)
    assert states(batch, task) == [(1, "running"), (2, "blocked future")]


def test_who_waits_for_several_names_one_that_lives_and_goes_on_when_its_loop_says_so() -> None:
    story, main = office()
    boss, one, other = (story.strand(name, main) for name in ("boss", "one", "other"))
    story.step(main, boss, 1)
    story.add(2, Kind.WAIT, boss, target=one, reason=Reason.FUTURE, value=-1, flags=Flag.STRAND)
    story.add(2.1, Kind.ALSO, boss, target=other, value=2).step(main, one, 3).strand_end(one, 4).step(main, other, 5).strand_end(other, 6)
    story.step(main, 0, 6.1).queued(other, boss, 6.2).step(main, boss, 7).add(7, Kind.WAIT_END, boss, reason=Reason.FUTURE)
    _, batch = story.told(until=8)
    targets = [(change.time / MS, change.target) for change in batch.changes if change.worker == boss and change.state is State.BLOCKED]
    assert targets == [(3, one), (4, other), (6, 0)]
    assert states(batch, boss)[-2:] == [(6.2, "ready loop"), (7, "running")]
    assert [(edge.source, edge.target) for edge in batch.edges if edge.kind is EdgeKind.WAKE] == [(other, boss)]


def test_a_greenlet_that_waits_to_be_resumed_names_the_line_where_it_let_go() -> None:
    story, main = office()
    story.source = "first\nother.switch()\n"
    one, other = story.strand("one", main, kind=WorkerKind.GREENLET), story.strand("other", main, kind=WorkerKind.GREENLET)
    place = story.at("other.switch()")
    story.step(main, one, 1).add(2, Kind.STEP, main, target=other, location=place)
    _, batch = story.told(until=3)
    (suspended,) = [change for change in batch.changes if change.worker == one and change.state is State.BLOCKED]
    assert (suspended.reason, suspended.location) == (Reason.RESUME, place)


def test_hand_overs_that_are_only_counted_are_said_to_be_and_counted_with_the_others() -> None:
    story, main = office()
    one = story.strand("one", main, kind=WorkerKind.GENERATOR)
    story.step(main, one, 1).step(main, 0, 2).step(main, one, 3).step(main, 0, 4)
    story.add(5, Kind.STEPS, main, target=one, value=0).add(6, Kind.STEPS, main, target=one, value=1000).strand_end(one, 7)
    timeline, batch = story.told(until=8)
    assert states(batch, one) == [
        (1, "running"),
        (2, "blocked resume"),
        (3, "running"),
        (4, "blocked resume"),
        (5, "running"),
        (7, "terminated"),
    ]
    (counted,) = [change for change in batch.changes if change.worker == one and change.time == 5 * MS]
    assert counted.known is Known.SAMPLED
    rows = [row for row in batch.workers if row["id"] == one]
    assert (rows[-1]["hand_overs"], rows[-1]["counted"]) == (1002, True)
    assert [event.value for event in batch.events if event.kind is Kind.STEPS] == [0]
    assert next(row for row in timeline.summary()["workers"] if row["id"] == one)["hand_overs"] == 1002


def test_the_strand_that_a_thread_runs_at_its_end_ends_with_it_and_is_not_cut() -> None:
    story, main = office()
    last, other = story.strand("last", main, kind=WorkerKind.GREENLET), story.strand("other", main, kind=WorkerKind.GREENLET)
    story.step(main, other, 1).step(main, last, 2).add(4, Kind.PROCESS_END, main).exited(100, 5, 0)
    timeline, _ = story.told(until=6)
    rows = {row["name"]: row["cut"] for row in timeline.summary()["workers"]}
    assert (rows["last"], rows["other"]) == (False, True)


def test_a_hub_in_its_loop_blocks_its_thread_and_is_no_step_of_the_program() -> None:
    story, main = office()
    hub = story.strand("hub", main, kind=WorkerKind.GREENLET)
    story.step(main, hub, 1).wait(hub, 1, Reason.IO).off(main, 2).on(main, 5).wait_end(hub, 5.1)
    _, batch = story.told(until=6)
    assert (2, "blocked io") in states(batch, main)
    assert (2, "blocked io") in states(batch, hub)
    assert not [event for event in batch.events if event.kind is Kind.WAIT]


def test_who_joins_several_goes_on_when_the_last_of_them_has_ended() -> None:
    story, main = office()
    boss, one, other = (story.strand(name, main, kind=WorkerKind.GREENLET) for name in ("boss", "one", "other"))
    story.step(main, boss, 1)
    story.add(2, Kind.WAIT, boss, target=one, reason=Reason.JOIN, value=-1, flags=Flag.STRAND)
    story.add(2.1, Kind.ALSO, boss, target=other, value=2).step(main, one, 3).strand_end(one, 4).step(main, other, 5).strand_end(other, 6)
    story.step(main, boss, 7).add(7, Kind.WAIT_END, boss, reason=Reason.JOIN)
    _, batch = story.told(until=8)
    targets = [(change.time / MS, change.target) for change in batch.changes if change.worker == boss and change.state is State.BLOCKED]
    assert targets == [(3, one), (4, other)]
    assert states(batch, boss)[-2:] == [(6, "ready loop"), (7, "running")]


def test_hand_overs_that_are_not_even_counted_are_said_not_to_be() -> None:
    story, main = office()
    one = story.strand("one", main, kind=WorkerKind.GENERATOR)
    story.step(main, one, 1).step(main, 0, 2).add(3, Kind.STEPS, main, target=one, value=0, flags=Turn.UNTOLD)
    timeline, _ = story.told(until=4)
    row = next(row for row in timeline.summary()["workers"] if row["id"] == one)
    assert (row["hand_overs"], row["counted"], row["untold"]) == (1, True, True)

"""The table of the architecture, "How a thread's spans follow": kernel x probe -> state."""

from engine.events import Kind, Known, Reason, ResourceKind, State
from engine.timeline import Batch
from tests.story import MS, Story

Seen = tuple[float, State, Reason]


def spans(batch: Batch, worker: int) -> list[Seen]:
    """A worker's states, as a reader has them: a change at the time of the last one replaces it."""
    rows: list[Seen] = []
    for change in batch.changes:
        if change.worker == worker:
            row = (change.time / MS, change.state, change.reason)
            rows[-1:] = [row] if rows and rows[-1][0] == row[0] else [*rows[-1:], row]
    return rows


def office() -> tuple[Story, int, int]:
    """A program with a second thread, and its lock."""
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).add(1.05, Kind.THREAD_BEGIN, other).add(1.06, Kind.NAME, main)
    return story, main, other


def test_on_a_cpu_is_running_on_that_cpu() -> None:
    story, main, _ = office()
    _, batch = story.told(until=5)
    assert spans(batch, main) == [(0, State.RUNNING, Reason.NONE)]
    assert batch.changes[0].cpu == 0


def test_preempted_is_ready_for_a_cpu() -> None:
    story, main, _ = office()
    story.off(main, 2, preempted=True).on(main, 3)
    _, batch = story.told(until=5)
    assert spans(batch, main)[1:] == [(2, State.READY, Reason.CPU), (3, State.RUNNING, Reason.NONE)]


def test_forked_and_not_yet_on_a_cpu_is_ready() -> None:
    story, _, other = office()
    _, batch = story.told(until=5)
    assert spans(batch, other) == [(1.02, State.READY, Reason.CPU)]


def test_a_wait_is_blocked_only_from_when_the_cpu_is_given_up() -> None:
    story, main, _ = office()
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.wait(main, 2, Reason.EVENT, resource=lock).off(main, 2.5)
    _, batch = story.told(until=5)
    assert spans(batch, main)[1:] == [(2.5, State.BLOCKED, Reason.EVENT)]


def test_a_thread_that_is_preempted_inside_a_wait_is_ready_not_blocked() -> None:
    story, main, _ = office()
    story.wait(main, 2, Reason.SLEEP, timeout=50).off(main, 2.5, preempted=True)
    _, batch = story.told(until=5)
    assert spans(batch, main)[1:] == [(2.5, State.READY, Reason.CPU)]


def test_a_sleeper_is_ready_from_the_instant_it_was_to_wake() -> None:
    story, main, _ = office()
    story.sleep(main, 2, 10, wake_after=1).off(main, 2.1).on(main, 12.9)
    _, batch = story.told(until=20)
    assert spans(batch, main)[1:] == [(2.1, State.BLOCKED, Reason.SLEEP), (12, State.READY, Reason.CPU), (12.9, State.RUNNING, Reason.NONE)]


def test_a_sleep_comes_due_without_any_event() -> None:
    story, main, _ = office()
    story.wait(main, 2, Reason.SLEEP, timeout=10).off(main, 2.1)
    _, batch = story.told(until=30)
    assert spans(batch, main)[-1] == (12, State.READY, Reason.CPU)


def test_off_for_no_known_reason_while_another_has_the_gil_is_ready_for_the_gil() -> None:
    story, main, other = office()
    story.on(other, 1.5, cpu=1).off(main, 2).on(main, 6)
    _, batch = story.told(until=10)
    assert spans(batch, main)[1:] == [(2, State.READY, Reason.GIL), (6, State.RUNNING, Reason.NONE)]
    change = next(change for change in batch.changes if change.reason is Reason.GIL)
    assert change.by == other


def test_the_gil_is_found_to_be_the_reason_a_moment_later() -> None:
    story, main, other = office()
    story.off(main, 2).on(other, 2.1, cpu=1).on(main, 6)
    _, batch = story.told(until=10)
    assert spans(batch, main)[1:] == [(2, State.READY, Reason.GIL), (6, State.RUNNING, Reason.NONE)]


def test_whoever_is_away_too_long_to_want_the_gil_is_blocked_by_something_unknown() -> None:
    story, main, other = office()
    story.on(other, 1.5, cpu=1).off(main, 2).on(main, 100)
    _, batch = story.told(until=110)
    assert spans(batch, main)[1:] == [(2, State.BLOCKED, Reason.UNKNOWN), (100, State.RUNNING, Reason.NONE)]


def test_whoever_is_away_when_nobody_else_ran_is_blocked_by_something_unknown() -> None:
    story, main, _ = office()
    story.off(main, 2).on(main, 4)
    _, batch = story.told(until=10)
    assert spans(batch, main)[1] == (2, State.BLOCKED, Reason.UNKNOWN)


def test_without_a_kernel_a_wait_is_blocked_at_once_and_all_is_inferred() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.begin(main, 0).wait(main, 2, Reason.LOCK, resource=lock).acquire(main, lock, 2.5)
    story.wait(main, 3, Reason.EVENT, resource=lock)
    timeline = story.timeline(kernel="inferred")
    changes = [change for _, batch in story.fold(timeline, until=5) for change in batch.changes if change.worker == main]
    assert [(change.time / MS, change.state) for change in changes] == [
        (0, State.RUNNING),
        (2, State.READY),
        (2.5, State.RUNNING),
        (3, State.BLOCKED),
    ]
    assert {change.known for change in changes} == {Known.INFERRED}


def test_a_process_is_what_its_busiest_thread_is() -> None:
    story, main, other = office()
    story.wait(main, 2, Reason.JOIN, target=other).off(main, 2.1).on(other, 2.2, cpu=1)
    story.sleep(other, 5, 10).off(other, 5.1)
    _, batch = story.told(until=8)
    assert spans(batch, main - 1) == [
        (0, State.RUNNING, Reason.NONE),
        (2.1, State.READY, Reason.CPU),
        (2.2, State.RUNNING, Reason.NONE),
        (5.1, State.BLOCKED, Reason.SLEEP),
    ]


def test_a_change_nobody_has_seen_is_replaced_and_not_repeated() -> None:
    story, main, other = office()
    story.off(main, 2).on(other, 2, cpu=0)
    _, batch = story.told(until=5)
    assert [change.time for change in batch.changes if change.worker == main - 1].count(2 * MS) == 1


def test_a_lost_switch_is_made_up_for_by_the_next_record() -> None:
    story, main, _ = office()
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.off(main, 2).add(3, Kind.KERNEL_LOST, main, value=7).acquire(main, lock, 4)
    _, batch = story.told(until=5)
    assert spans(batch, main)[-1] == (4, State.RUNNING, Reason.NONE)


def test_without_a_kernel_a_hidden_helper_is_taken_to_wait() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    feeder = story.thread("QueueFeederThread", main)
    story.tables.workers[feeder].is_helper = True
    story.begin(main, 0).start(main, feeder, 1, fork_after=None).add(2, Kind.THREAD_BEGIN, feeder)
    timeline = story.timeline(kernel="inferred")
    changes = [change for _, batch in story.fold(timeline, until=5) for change in batch.changes if change.worker == feeder]
    assert [(change.state, change.known) for change in changes] == [(State.BLOCKED, Known.INFERRED)]


def test_who_starts_a_thread_is_blocked_until_it_has_begun() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    other = story.thread("Other", main, tid=101)
    story.on(main, 0).begin(main, 0.1).start(main, other, 1).on(other, 1.5, cpu=1).off(main, 2).add(3, Kind.THREAD_BEGIN, other).on(main, 4)
    _, batch = story.told(until=9)
    assert spans(batch, main)[1:] == [(2, State.BLOCKED, Reason.UNKNOWN), (3, State.READY, Reason.GIL), (4, State.RUNNING, Reason.NONE)]


def test_a_process_is_blocked_for_its_own_threads_reason_and_not_for_a_helpers() -> None:
    story, main, other = office()
    story.tables.workers[other].is_helper = True
    story.on(other, 1.1, cpu=1).wait(main, 2, Reason.SLEEP, timeout=8).off(main, 2.1).off(other, 4)
    _, batch = story.told(until=9)
    process = story.tables.workers[main].process
    assert spans(batch, process)[-1] == (4, State.BLOCKED, Reason.SLEEP)


def test_a_process_is_blocked_for_another_reason_when_its_thread_turns_out_to_be() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0.1).off(main, 2).wait(main, 3, Reason.EVENT)
    _, batch = story.told(until=9)
    process = story.tables.workers[main].process
    reasons = [(2, State.BLOCKED, Reason.UNKNOWN), (3, State.BLOCKED, Reason.EVENT)]
    assert spans(batch, process)[-2:] == spans(batch, main)[-2:] == reasons

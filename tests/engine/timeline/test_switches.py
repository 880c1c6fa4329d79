from engine.events import Kind, Known, Reason, State
from engine.wire import NO_CPU
from tests.story import MS, Story


def program() -> tuple[Story, int]:
    story = Story()
    main = story.process("office.py", pid=100)
    story.begin(main, 0)
    return story, main


def states(story: Story, worker: int, *, kernel: str = "measured") -> list[tuple[float, State, Known]]:
    timeline = story.timeline(kernel=kernel)
    changes = [change for _, batch in story.fold(timeline, until=100) for change in batch.changes if change.worker == worker]
    return [(change.time / MS, change.state, change.known) for change in changes]


def test_a_process_that_only_the_kernel_knows_is_shown() -> None:
    story, main = program()
    child = story.process("ls", pid=200)
    story.add(1, Kind.KERNEL_FORK, main, target=child).run(child, 2, 3).run(child, 5, 6).add(6, Kind.KERNEL_EXIT, child)
    assert states(story, child) == [
        (1, State.READY, Known.MEASURED),
        (2, State.RUNNING, Known.MEASURED),
        (3, State.BLOCKED, Known.MEASURED),
        (5, State.RUNNING, Known.MEASURED),
        (6, State.TERMINATED, Known.MEASURED),
    ]


def test_switches_are_counted_and_not_listed() -> None:
    story, main = program()
    story.run(main, 1, 2).run(main, 3, 4)
    timeline, batch = story.told(until=10)
    assert timeline.switch_count == 2
    assert {event.kind for event in batch.events} == {Kind.PROCESS_BEGIN, Kind.THREAD_BEGIN}


def test_an_absurd_cpu_is_not_shown() -> None:
    story, main = program()
    story.on(main, 1, cpu=70_000)
    _, batch = story.told(until=10)
    assert batch.changes[-1].cpu == NO_CPU


def test_samples_say_who_runs_and_who_does_not() -> None:
    story, main = program()
    story.add(1, Kind.SAMPLE, main, flags=ord("R")).add(2, Kind.SAMPLE, main, flags=ord("S")).add(3, Kind.SAMPLE, main, flags=ord("R"))
    assert states(story, main, kernel="sampled")[1:] == [(2, State.BLOCKED, Known.SAMPLED), (3, State.RUNNING, Known.SAMPLED)]


def test_a_sample_of_one_that_does_not_run_while_another_does_is_taken_for_the_gil_and_corrected_later() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1, fork_after=None).add(1.5, Kind.THREAD_BEGIN, other).add(2, Kind.SAMPLE, main, flags=ord("S"))
    timeline = story.timeline(kernel="sampled")
    changes = [c for _, batch in story.fold(timeline, until=60, every=4) for c in batch.changes if c.worker == main and c.time == 2 * MS]
    assert [change.reason for change in changes] == [Reason.GIL, Reason.UNKNOWN]


def test_between_two_samples_the_probe_knows_better() -> None:
    story, main = program()
    story.add(2, Kind.SAMPLE, main, flags=ord("S")).wait(main, 4, Reason.SLEEP, timeout=50)
    assert states(story, main, kernel="sampled")[-3:] == [
        (2, State.BLOCKED, Known.SAMPLED),
        (4, State.BLOCKED, Known.INFERRED),
        (54, State.READY, Known.INFERRED),
    ]


def test_switches_of_a_thread_that_has_ended_change_nothing() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).on(other, 2).end(other, 3).off(other, 3.1).on(other, 4).off(other, 5)
    assert states(story, other)[-1] == (3, State.TERMINATED, Known.MEASURED)

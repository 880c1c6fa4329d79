from engine.events import EdgeKind, Flag, Kind, Reason, ResourceKind, Start, State
from engine.timeline import Batch
from tests.story import MS, Story


def program() -> tuple[Story, int]:
    story = Story()
    main = story.process("office.py", pid=100)
    story.on(main, 0).begin(main, 0.1)
    return story, main


def row(batch: Batch, worker: int) -> dict[str, object]:
    """The last row of a worker."""
    return [row for row in batch.workers if row["id"] == worker][-1]


def edges(batch: Batch, kind: EdgeKind) -> list[tuple[float, float, int, int]]:
    return [(edge.t0 / MS, edge.t1 / MS, edge.source, edge.target) for edge in batch.edges if edge.kind is kind]


def test_a_started_thread_has_its_starter_as_parent_and_an_edge_from_it() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1)
    _, batch = story.told(until=5)
    assert (row(batch, other)["parent"], row(batch, other)["process"], row(batch, other)["name"]) == (main, main - 1, "Other")
    assert edges(batch, EdgeKind.START) == [(1, 1.02, main, other)]


def test_without_a_kernel_a_thread_is_new_until_it_says_that_it_runs() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    other = story.thread("Other", main)
    story.begin(main, 0).start(main, other, 1, fork_after=None).add(3, Kind.THREAD_BEGIN, other).end(other, 4)
    timeline, batch = story.told(until=5, kernel="inferred")
    assert [(change.time / MS, change.state) for change in batch.changes if change.worker == other] == [
        (3, State.RUNNING),
        (4, State.TERMINATED),
    ]
    assert edges(batch, EdgeKind.START) == [(1, 3, main, other)]
    facts = next(worker for worker in timeline.summary()["workers"] if worker["id"] == other)
    assert (facts["started_ns"], facts["ended_ns"], facts["states"]["running_ns"]) == (3 * MS, 4 * MS, MS)


def test_a_joiner_is_ready_when_its_target_ends() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).on(other, 2, cpu=1)
    story.wait(main, 3, Reason.JOIN, target=other).off(main, 3).end(other, 6).on(main, 7).wait_end(main, 7.1, target=other)
    _, batch = story.told(until=10)
    assert [(change.time / MS, change.state, change.target, change.by) for change in batch.changes if change.worker == main][1:] == [
        (3, State.BLOCKED, other, 0),
        (6, State.READY, 0, other),
        (7, State.RUNNING, 0, 0),
    ]
    assert edges(batch, EdgeKind.JOIN) == [(6, 6, other, main)]


def test_a_join_that_times_out_has_no_edge() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).wait(main, 3, Reason.JOIN, target=other, timeout=2).off(main, 3)
    story.on(main, 5.1).add(5.2, Kind.WAIT_END, main, target=other, flags=1)
    _, batch = story.told(until=10)
    assert edges(batch, EdgeKind.JOIN) == []


def test_a_forked_process_belongs_to_the_thread_that_forked_it() -> None:
    story, main = program()
    child = story.process("Child", pid=200)
    story.add(2, Kind.KERNEL_FORK, main, target=child).add(2.5, Kind.START, main, target=child - 1, flags=Flag.PROCESS)
    _, batch = story.told(until=5)
    assert (row(batch, child - 1)["parent"], row(batch, child)["parent"]) == (main, child - 1)
    assert edges(batch, EdgeKind.START) == [(2, 2, main, child - 1)]


def test_a_process_that_runs_another_program_holds_nothing_any_more() -> None:
    story, main = program()
    lock, shared = story.resource(ResourceKind.LOCK, "mutex", of=main), story.resource(ResourceKind.LOCK, "shared")
    story.acquire(main, lock, 1).acquire(main, shared, 1.1).begin(main, 2)
    timeline, _ = story.told(until=5)
    assert {one.id for one in timeline._world.threads[main].held} == {shared}


def test_a_child_that_no_probe_explains_gets_its_edge_all_the_same() -> None:
    story, main = program()
    child = story.process("ls", pid=200)
    story.add(2, Kind.KERNEL_FORK, main, target=child).run(child, 3, 5).add(5, Kind.KERNEL_EXIT, child).exited(200, 6, 2)
    _, batch = story.told(until=300)
    assert edges(batch, EdgeKind.START) == [(2, 2, main, child - 1)]
    assert (row(batch, child - 1)["ended"], row(batch, child - 1)["exit"]) == (5 * MS, 2)


def test_a_child_that_says_hello_before_its_parent_spoke_has_one_edge() -> None:
    story = Story()
    main = story.process("office.py", pid=100)
    child = story.process("Child", pid=200)
    story.begin(main, 0).begin(child, 2).add(2.5, Kind.START, main, target=child - 1, flags=Flag.PROCESS)
    _, batch = story.told(until=300, kernel="inferred")
    assert edges(batch, EdgeKind.START) == [(2, 2, main, child - 1)]


def test_a_killed_process_takes_its_threads_along_and_says_so() -> None:
    story, main = program()
    child = story.process("Child", pid=200)
    other = story.thread("Other", child, tid=201)
    lock = story.resource(ResourceKind.LOCK, "mutex", of=child)
    story.add(2, Kind.KERNEL_FORK, main, target=child).begin(child, 2.2).start(child, other, 2.5).acquire(other, lock, 3)
    story.add(5, Kind.SIGNAL, main, target=child - 1, value=9).add(5.1, Kind.KERNEL_EXIT, other).add(5.2, Kind.KERNEL_EXIT, child)
    story.add(6, Kind.REAP, main, target=child - 1, value=-9)
    _, batch = story.told(until=300)
    process = row(batch, child - 1)
    assert (process["ended"], process["exit"], process["signal"], process["cut"]) == (5.2 * MS, -9, "SIGKILL", True)
    assert row(batch, other)["cut"] is True
    assert edges(batch, EdgeKind.SIGNAL) == [(5, 5, main, child - 1)]


def test_a_thread_that_finishes_by_itself_is_not_cut() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).on(other, 2, cpu=1).end(other, 3).off(other, 3.1).add(3.1, Kind.KERNEL_EXIT, other)
    _, batch = story.told(until=5)
    assert (row(batch, other)["ended"], row(batch, other)["cut"]) == (3 * MS, False)


def test_a_thread_runs_on_until_the_kernel_s_exit_but_its_joiner_is_ready_before() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).on(other, 2, cpu=1).wait(main, 2, Reason.JOIN, target=other).off(main, 2.1)
    story.end(other, 3, exit_after=0.2).on(main, 3.1).wait_end(main, 3.15, target=other)
    _, batch = story.told(until=5)
    assert [(change.time / MS, change.state) for change in batch.changes if change.worker == other][-2:] == [
        (2, State.RUNNING),
        (3.2, State.TERMINATED),
    ]
    assert (3, State.READY) in [(change.time / MS, change.state) for change in batch.changes if change.worker == main]
    assert edges(batch, EdgeKind.JOIN) == [(3, 3, other, main)]
    assert row(batch, other)["cut"] is False


def test_a_thread_whose_exit_may_be_lost_ends_with_its_function() -> None:
    story, main = program()
    first, second = story.thread("First", main, tid=101), story.thread("Second", main, tid=102)
    story.start(main, first, 1).start(main, second, 1).on(first, 2, cpu=1).end(first, 3, exit_after=None)
    story.add(4, Kind.KERNEL_LOST, main, value=5).end(second, 6, exit_after=None)
    _, batch = story.told(until=10)
    assert (row(batch, first)["ended"], row(batch, second)["ended"]) == (4 * MS, 6 * MS)


def test_a_daemon_thread_is_cut_off_when_its_process_leaves() -> None:
    story, main = program()
    other = story.thread("Daemon", main, tid=101, daemon=True)
    story.start(main, other, 1).on(other, 2, cpu=1).add(4, Kind.THREAD_END, main).add(4.1, Kind.PROCESS_END, main, value=3)
    story.add(5, Kind.KERNEL_EXIT, main).add(5.1, Kind.KERNEL_EXIT, other)
    _, batch = story.told(until=10)
    assert (row(batch, main)["cut"], row(batch, main)["ended"]) == (False, 5 * MS)
    assert row(batch, other)["cut"] is True
    assert row(batch, main - 1)["exit"] == 3


def test_a_main_thread_lives_until_the_interpreter_is_closed() -> None:
    story, main = program()
    story.add(4, Kind.THREAD_END, main).add(4.1, Kind.PROCESS_END, main).off(main, 6).add(6, Kind.KERNEL_EXIT, main)
    timeline, batch = story.told(until=10)
    assert row(batch, main)["ended"] == 6 * MS
    assert timeline.summary()["workers"][1]["states"]["running_ns"] == 6 * MS


def test_lost_records_make_waits_and_owners_unknown() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    lock = story.resource(ResourceKind.LOCK, "mutex", of=main)
    story.start(main, other, 1).on(other, 1.5, cpu=1).acquire(other, lock, 2).add(3, Kind.LOST, other, value=12)
    story.wait(main, 4, Reason.LOCK, resource=lock).off(main, 4)
    _, batch = story.told(until=10)
    change = [change for change in batch.changes if change.worker == main][-1]
    assert (change.state, change.by) == (State.READY, 0)


def test_whoever_lives_when_recording_stops_is_cut_off_there() -> None:
    story, _ = program()
    timeline = story.timeline()
    list(story.fold(timeline, until=5))
    timeline.finish(7 * MS)
    assert all(row["ended"] == 7 * MS and row["cut"] for row in timeline.take().workers)
    assert timeline.summary()["workers"][1]["states"]["running_ns"] == 7 * MS


def test_a_name_that_changes_is_sent_again() -> None:
    story, main = program()
    timeline = story.timeline()
    list(story.fold(timeline, until=2))
    story.tables.workers[main].name = "Boss"
    timeline.feed(story.add(3, Kind.NAME, main).events()[-1])
    assert [row["name"] for row in timeline.take().workers] == ["Boss"]


def test_everybody_s_times_add_up_to_a_life() -> None:
    story, main = program()
    other = story.thread("Other", main, tid=101)
    story.start(main, other, 1).off(main, 2).on(other, 2.1).sleep(other, 3, 4).off(other, 3.1).on(other, 7.5).end(other, 8)
    story.on(main, 9).off(main, 10).add(10, Kind.KERNEL_EXIT, main)
    timeline, _ = story.told(until=12)
    for worker in timeline.summary()["workers"]:
        states = worker["states"]
        total = states["running_ns"] + states["ready_ns"] + states["ready_gil_ns"] + states["blocked_ns"]
        assert total == worker["ended_ns"] - worker["started_ns"]
        assert sum(states["blocked"].values()) == states["blocked_ns"]


def test_a_bare_thread_begins_and_ends_by_the_kernels_word_and_nobody_waits_for_it() -> None:
    story = Story()
    main = story.process("hall.py", pid=100)
    bare = story.thread("cook-1", main, tid=101, daemon=True)
    story.on(main, 0).begin(main, 0.1).add(1, Kind.START, main, target=bare, value=Start.BARE).add(
        1.02, Kind.KERNEL_FORK, main, target=bare
    )
    story.off(main, 1.5).on(bare, 2).add(3, Kind.KERNEL_EXIT, bare).on(main, 4)
    timeline, batch = story.told(until=10)
    assert [change.target for change in batch.changes if change.worker == main and change.time == 1.5 * MS] == [0]
    (row,) = [worker for worker in timeline.summary()["workers"] if worker["id"] == bare]
    assert (row["started_ns"], row["ended_ns"], row["cut"], row["parent"]) == (1.02 * MS, 3 * MS, False, main)

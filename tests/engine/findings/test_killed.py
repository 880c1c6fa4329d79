from engine.events import Kind, ResourceKind
from tests.story import MS, Story


def family() -> tuple[Story, int, int]:
    story = Story()
    main = story.process("hall.py", pid=100)
    child = story.process("Worker", pid=200)
    story.on(main, 0).begin(main, 0.1).add(1, Kind.KERNEL_FORK, main, target=child).on(child, 1.3, cpu=1).begin(child, 1.4)
    return story, main, child


def test_a_worker_killed_from_outside_is_told() -> None:
    story, main, child = family()
    story.add(5, Kind.KERNEL_EXIT, child).add(6, Kind.REAP, main, target=child - 1, value=-9)
    _, batch = story.told(until=20)
    (finding,) = batch.findings
    assert (finding["message"], finding["level"], finding["at"]) == ("Worker was killed by SIGKILL.", "error", 5 * MS)
    assert finding["workers"] == [child - 1]


def test_a_worker_terminated_by_its_parent_tells_by_whom() -> None:
    story, main, child = family()
    story.add(4, Kind.SIGNAL, main, target=child - 1, value=15).add(5, Kind.KERNEL_EXIT, child)
    story.add(6, Kind.REAP, main, target=child - 1, value=-15)
    _, batch = story.told(until=20)
    (finding,) = batch.findings
    assert (finding["message"], finding["level"]) == ("Worker was killed by SIGTERM, sent by hall.py.", "info")


def test_a_worker_of_a_pool_that_its_parent_terminates_ends_as_ever() -> None:
    story, main, child = family()
    job = story.resource(ResourceKind.FUTURE, "job()", of=main)
    story.tables.resources[job].pool = story.resource(ResourceKind.POOL, "pool", of=main, capacity=1)
    story.add(2, Kind.SUBMIT, main, resource=job).add(2.5, Kind.JOB_BEGIN, child, resource=job)
    story.add(4, Kind.SIGNAL, main, target=child - 1, value=15).add(5, Kind.KERNEL_EXIT, child)
    story.add(6, Kind.REAP, main, target=child - 1, value=-15)
    assert story.told(until=20)[1].findings == []


def test_a_process_that_kills_itself_is_said_to() -> None:
    story, main, child = family()
    story.add(4, Kind.SIGNAL, child, target=child - 1, value=9).add(5, Kind.KERNEL_EXIT, child).add(
        6, Kind.REAP, main, target=child - 1, value=-9
    )
    _, batch = story.told(until=20)
    (finding,) = batch.findings
    assert (finding["message"], finding["message_id"]) == ("Worker killed itself with SIGKILL.", "finding.killed-by-signal.self")


def test_it_is_told_once_though_parent_and_supervisor_both_know() -> None:
    story, main, child = family()
    story.add(6, Kind.REAP, main, target=child - 1, value=-9).exited(200, 8, -9)
    _, batch = story.told(until=50)
    assert len(batch.findings) == 1


def test_a_worker_that_exits_with_a_code_is_no_finding() -> None:
    story, main, child = family()
    story.add(6, Kind.REAP, main, target=child - 1, value=3)
    _, batch = story.told(until=20)
    assert batch.findings == []


def test_what_lockstep_ends_itself_is_no_finding() -> None:
    story, _, child = family()
    timeline = story.timeline()
    list(story.fold(timeline, until=5))
    timeline.stopping(5 * MS)
    timeline.process_exited(200, -9, 6 * MS)
    timeline.finish(7 * MS)
    batch = timeline.take()
    assert batch.findings == []
    assert [row["signal"] for row in batch.workers if row["id"] == child - 1] == ["SIGKILL"]
